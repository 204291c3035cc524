import type { Command } from 'commander';
import { organisationNews } from '../../client/organisation-news.ts';
import { followChanges } from '../../client/follow-changes.ts';
import { LIMITS } from '../../contract/limits.ts';
import { confirmHighRisk } from '../confirm-high-risk.ts';
import { isHighRisk } from '../../domain/organisation/high-risk.ts';
import { readRecord, type LeafText } from '../../formats/wire/read-record.ts';
import { tooLong } from '../../lib/too-long.ts';
import { sha256 } from '../../system/node-crypto.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { refused, wrongUsage } from '../cli-failure.ts';
import { asMember, type MemberSession } from '../member-session.ts';
import { shortId } from '../short-id.ts';
import type { Terminal } from '../terminal.ts';
import { WatchedInbox } from '../watched-inbox.ts';

export function addWatch(program: Command, terminal: Terminal): void {
  program
    .command('watch')
    .description('requests that wait for you, as they come; answer them with a and d')
    .option('--no-notify', 'without desktop notifications')
    .action(({ notify }: { notify: boolean }) => {
      if (terminal.piped)
        throw wrongUsage(
          'Answers are keys that a person presses on what is shown: they are not read from a pipe or a file. Run this in a terminal, or with </dev/null to be told only. In scripts: latchkey approve ID, or latchkey deny ID --comment TEXT.',
        );
      return asMember(terminal, (session) => watch(terminal, session, notify));
    });
}

async function watch(terminal: Terminal, session: MemberSession, notify: boolean): Promise<void> {
  const over = new AbortController();
  terminal.stop.addEventListener('abort', () => over.abort(), { once: true });
  const inbox = new WatchedInbox(terminal, session, notify);
  terminal.note(`Waiting for requests.${terminal.keyboard ? ' a approves, d denies, q ends.' : ''}\n`);
  const following = followChanges({
    client: session.client,
    clock: terminal.clock,
    after: null,
    signal: over.signal,
    onChange(change) {
      inbox.readAgain();
      const news = change.kind === 'record' ? newsIn(change, session.identity) : null;
      if (news !== null) inbox.tell(news);
    },
    onState: (state, why) => {
      const reason = why ? visibleText(why.message) : 'The service cannot be reached.';
      if (state === 'live') inbox.readAgain();
      else if (!over.signal.aborted) inbox.say(`${reason} Trying again…\n`);
    },
  }).finally(() => over.abort());
  await answerKeys(terminal, inbox, over);
  const refusal = await following;
  if (refusal) throw refused(refusal);
}

/** What an entry that is not about a request tells; null for all others, and for those of a newer kind. */
function newsIn(leaf: LeafText, identity: MemberSession['identity']): string | null {
  const record = readRecord(sha256, leaf);
  if (record.kind === 'unknown') return null;
  const { id: memberId } = identity.member;
  return organisationNews(record.value, { memberId, deviceId: identity.deviceId, nameOf: (id) => id });
}

async function answerKeys({ keyboard }: Terminal, inbox: WatchedInbox, over: AbortController): Promise<void> {
  while (keyboard && !over.signal.aborted) {
    const key = await keyboard.key(over.signal);
    if (key === 'q' || key === '\u0003') over.abort();
    if (key !== 'a' && key !== 'd') continue;
    const request = inbox.current();
    if (!request) continue;
    if (key === 'a') {
      if (isHighRisk(request.facts)) {
        const isMeant = await inbox.quietly(() => confirmHighRisk(keyboard, request.facts, over.signal));
        if (!isMeant) {
          inbox.leaveOpen();
          continue;
        }
      }
      await inbox.answer(request, 'approve', '');
      continue;
    }
    const question = `Why not? (empty: leave ${shortId(request.facts.requestId)} open) `;
    const comment = await inbox.quietly(() => keyboard.line(question, over.signal));
    const problem = tooLong(comment ?? '', LIMITS.commentLength);
    if (problem) inbox.say(`What you wrote is ${problem}. Nothing was sent.\n`);
    if (comment && !problem) await inbox.answer(request, 'deny', comment);
    else inbox.leaveOpen();
  }
  keyboard?.close();
}
