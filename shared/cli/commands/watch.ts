import { newsSaid } from '../../contract/notice-said.ts';
import type { Command } from 'commander';
import { organisationNews } from '../../client/organisation-news.ts';
import { followChanges } from '../../client/follow-changes.ts';
import { logIdentity } from '../../client/log-identity.ts';
import { isProvenSignedOut } from '../../client/prove-signed-out.ts';
import { whyAway } from '../../client/why-away.ts';
import { LIMITS } from '../../contract/limits.ts';
import { confirmHighRisk } from '../confirm-high-risk.ts';
import { isHighRisk } from '../../domain/organisation/high-risk.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { readMe } from '../../formats/wire/read-me.ts';
import { readRecord } from '../../formats/wire/read-record.ts';
import type { LeafText } from '../../lib/said.ts';
import { openCheckpoint } from '../../log/checkpoint.ts';
import { tooLong } from '../../lib/too-long.ts';
import { sha256 } from '../../system/node-crypto.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { refused, wrongUsage } from '../cli-failure.ts';
import { asMember, movedText, signedOut, type MemberSession } from '../member-session.ts';
import { shortId } from '../short-id.ts';
import type { Terminal } from '../terminal.ts';
import { WatchedInbox } from '../watched-inbox.ts';
import type { Words } from '../../words/words.ts';

export function addWatch(program: Command, terminal: Terminal): void {
  const words = terminal.words.cli.watch;
  program
    .command('watch')
    .description(words.what)
    .option('--no-notify', words.noNotify)
    .action(({ notify }: { notify: boolean }) => {
      if (terminal.piped) throw wrongUsage(words.notFromPipe);
      return asMember(terminal, (session) => watch(terminal, session, notify), { saysAddress: false });
    });
}

async function watch(terminal: Terminal, session: MemberSession, notify: boolean): Promise<void> {
  const over = new AbortController();
  terminal.stop.addEventListener('abort', () => over.abort(), { once: true });
  const inbox = new WatchedInbox(terminal, session, notify);
  const { client, api } = session;
  const { words } = terminal;
  const { isOwner } = readMe(await api.session.me.query()).me;
  client.addresses.onUse((...moved) => inbox.say(`${movedText(words, ...moved)}\n`));
  let vain = 0;
  let isSignedOut = false;
  /** Who is signed out is cut off like anybody whose service goes: its own service is asked which it is, before anything is said. */
  const lost = async (how: Lost): Promise<void> => {
    isSignedOut ||= await isProvenSignedOut(client.addresses.inUse, session.identity);
    if (isSignedOut) over.abort();
    else if (!over.signal.aborted && vain > 0) sayLost(words, inbox, how);
  };
  const { waiting, waitingWithKeys } = words.cli.watch;
  terminal.note(`${terminal.keyboard ? waitingWithKeys : waiting}\n`);
  const follow = (after: string | null) =>
    followChanges({
      ...{ client, clock: terminal.clock, after, signal: over.signal },
      onChange(change) {
        inbox.readAgain();
        const news = change.kind === 'record' ? newsIn(words, change, session.identity, isOwner) : null;
        if (news !== null) inbox.tell(news);
      },
      onState(state, why) {
        vain = state === 'live' ? 0 : vain + 1;
        if (state === 'live') inbox.readAgain();
        else void lost({ vain, count: client.addresses.all.length, why });
      },
    });
  // What happens while it moves to another address is told there: it needs to know from where on.
  const following = endOfLog(session)
    .then(follow)
    .finally(() => over.abort());
  await answerKeys(terminal, inbox, over);
  const refusal = await following;
  if (isSignedOut) throw signedOut();
  if (refusal) throw refused(refusal);
}

interface Lost {
  /** How often in vain so far. */
  readonly vain: number;
  /** Of addresses. */
  readonly count: number;
  readonly why: Refusal | undefined;
}

/** Where there are several addresses, once for each round of them. */
function sayLost({ cli, spoken }: Words, inbox: WatchedInbox, { vain, count, why }: Lost): void {
  const away = spoken(why?.told ?? whyAway(vain, count));
  if (why || vain % count === 0) inbox.say(`${cli.watch.tryingAgain({ why: visibleText(away) })}\n`);
  else if (vain === 1) inbox.say(`${away}\n`);
}

/** The number of the last entry; null where that is not to be had now. */
async function endOfLog({ api, identity }: MemberSession): Promise<string | null> {
  const { key, verify } = logIdentity(identity);
  const answer = await api.log.checkpoint.query().catch(() => null);
  const head = answer && openCheckpoint(answer.note, key, verify);
  return head?.ok ? String(head.value.size - 1) : null;
}

/** What an entry that is not about a request tells; null for all others, and for those of a newer kind. */
function newsIn(
  words: Words,
  leaf: LeafText,
  identity: MemberSession['identity'],
  isOwner: boolean,
): string | null {
  const record = readRecord(sha256, leaf);
  if (record.kind === 'unknown') return null;
  const { id: memberId } = identity.member;
  const news = organisationNews(record.value, { memberId, deviceId: identity.deviceId, isOwner });
  return news && newsSaid(news, { words, nameOf: (id) => id });
}

async function answerKeys(
  { keyboard, words }: Terminal,
  inbox: WatchedInbox,
  over: AbortController,
): Promise<void> {
  const { watch: own, length } = words.cli;
  while (keyboard && !over.signal.aborted) {
    const key = await keyboard.key(over.signal);
    if (key === 'q' || key === '\u0003') over.abort();
    if (key !== 'a' && key !== 'd') continue;
    const request = inbox.current();
    if (!request) continue;
    if (key === 'a') {
      if (isHighRisk(request.facts)) {
        const isMeant = await inbox.quietly(() =>
          confirmHighRisk({ keyboard, words }, request.facts, over.signal),
        );
        if (!isMeant) {
          inbox.leaveOpen();
          continue;
        }
      }
      await inbox.answer(request, 'approve', '');
      continue;
    }
    const question = own.whyNot({ id: shortId(request.facts.requestId) });
    const comment = await inbox.quietly(() => keyboard.line(question, over.signal));
    const problem = tooLong(comment ?? '', LIMITS.commentLength);
    if (problem) inbox.say(`${length.written({ problem: words.requests.tooLong(problem) })}\n`);
    if (comment && !problem) await inbox.answer(request, 'deny', comment);
    else inbox.leaveOpen();
  }
  keyboard?.close();
}
