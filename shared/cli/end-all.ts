import { parseDuration } from '../contract/parse-duration.ts';
import { isStuck } from '../domain/grant/is-stuck.ts';
import { readMe } from '../formats/wire/read-me.ts';
import type { DurationMs } from '../lib/time.ts';
import { visibleText } from '../lib/visible-text.ts';
import { CliFailure, wrongUsage } from './cli-failure.ts';
import { endMany, listMeant, type EndedMany, type Meant, type MeantGrant } from './end-many.ts';
import { EXIT } from './exit-status.ts';
import { asMember, type MemberSession } from './member-session.ts';
import { printJson } from './print-json.ts';
import { sayNewer } from './say-newer.ts';
import { saysYes } from './says-yes.ts';
import { shortId } from './short-id.ts';
import type { Words } from '../words/words.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  readonly reason: string;
  readonly timeout: DurationMs;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export function readTimeout(text: string): DurationMs {
  const parsed = parseDuration(text);
  if (!parsed.ok) throw wrongUsage(parsed.error);
  return parsed.value;
}

/** `latchkey end --all | --person P | --provider X`: what owners run when something is wrong, and anybody for all of their own. */
export async function endAll(terminal: Terminal, meant: Meant, options: Options): Promise<void> {
  const { end: words } = terminal.words.cli;
  const done = await asMember(terminal, async (session) => {
    await onlyOwners(session.api, meant);
    const { grants } = await listMeant(session.api, meant);
    if (grants.length > 0 && options.yes !== true) await confirm(terminal, grants);
    let shown = '';
    return endMany(session, meant, {
      terminal,
      reason: options.reason,
      forMs: options.timeout,
      onProgress: (gone, all) => {
        const line = words.progress({ gone, all });
        if (all > 0 && line !== shown) terminal.note(`${line}\n`);
        shown = line;
      },
    });
  });
  if (options.json) printJson(terminal, toDocument(done));
  sayNewer(terminal, done.unknown, 'request');
  for (const { grantId, refusal } of done.refused)
    terminal.note(
      `${words.notEnded({ id: shortId(grantId), why: visibleText(terminal.words.tell(refusal.told)) })}\n`,
    );
  if (done.ids.length === 0) return terminal.note(`${words.nothingMeant}\n`);
  for (const each of done.left) terminal.note(`${words.stillThere(described(terminal.words, each))}\n`);
  if (done.outcome === 'timedOut')
    throw new CliFailure(EXIT.timedOut, ({ cli }) => cli.end.goesOn, 'timedOut');
  if (done.outcome === 'stopped') throw new CliFailure(EXIT.partly, ({ cli }) => cli.end.goesOn, 'stopped');
  if (done.refused.length > 0) throw new CliFailure(EXIT.partly, ({ cli }) => cli.end.onlyPartly, 'partly');
}

/** Everybody may end what is theirs; of others it is the owners' word, which they are told before anything is listed. */
async function onlyOwners(api: MemberSession['api'], { person, provider }: Meant): Promise<void> {
  const { me } = readMe(await api.session.me.query());
  if (me.isOwner || (person === me.id && provider === undefined)) return;
  throw new CliFailure(EXIT.refused, ({ cli }) => cli.end.ownersOnly({ me: me.id }), 'notAllowed');
}

async function confirm({ keyboard, stop, words }: Terminal, grants: readonly MeantGrant[]): Promise<void> {
  // A script that says it means it.
  if (!keyboard) throw wrongUsage(({ cli }) => cli.end.saysYes);
  const people = new Set(grants.map(({ facts }) => facts.requester)).size;
  const answer = await keyboard.line(words.cli.end.ask({ count: grants.length, people }), stop);
  keyboard.close();
  if (!saysYes(words, answer))
    throw new CliFailure(EXIT.usage, ({ cli }) => cli.end.asBefore, 'notConfirmed');
}

const described = ({ cli }: Words, { facts, entitlement, grant }: MeantGrant) => ({
  id: shortId(entitlement.grantId),
  title: visibleText(entitlement.title),
  who: visibleText(facts.requesterName),
  state: cli.state[isStuck(grant) ? 'stuck' : grant.kind],
});

const toDocument = ({ outcome, ids, left, refused }: EndedMany) => ({
  outcome,
  ended: ids.filter(
    (id) =>
      !left.some(({ entitlement }) => entitlement.grantId === id) &&
      !refused.some(({ grantId }) => grantId === id),
  ),
  left: left.map(({ facts, entitlement, grant }) => ({
    ...entitlement,
    requestId: facts.requestId,
    requester: facts.requester,
    state: grant,
  })),
  refused: refused.map(({ grantId, refusal: { code, told } }) => ({
    grantId,
    code,
    why: told.code,
    params: told.params,
  })),
});
