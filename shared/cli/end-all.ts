import { isStuck } from '../domain/grant/is-stuck.ts';
import { readMe } from '../formats/wire/read-me.ts';
import type { DurationMs } from '../lib/time.ts';
import { visibleText } from '../lib/visible-text.ts';
import { CliFailure, wrongUsage } from './cli-failure.ts';
import { checkMeant } from './check-meant.ts';
import { endMany, type EndedMany } from './end-many.ts';
import { listMeant, type Meant, type MeantGrant } from './list-meant.ts';
import { toFailure } from './to-failure.ts';
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

/** `latchkey end --all | --person P | --provider X`: what owners run when something is wrong, and anybody for all of their own. */
export async function endAll(terminal: Terminal, meant: Meant, options: Options): Promise<void> {
  const { end: words } = terminal.words.cli;
  const done = await asMember(terminal, async (session) => {
    await onlyOwners(session.api, meant);
    const listed = await listMeant(session.api, meant);
    await checkMeant(session.api, meant, listed);
    const { grants } = listed;
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
  reportEnded(terminal, done, options.json);
}

/** Says what came of it; throws unless all that was meant is gone. */
export function reportEnded(terminal: Terminal, done: EndedMany, isJson = false): void {
  if (isJson) printJson(terminal, toDocument(done, terminal.words));
  sayWhatIsLeft(terminal, done);
  const failure = failureOf(done);
  if (failure) throw failure;
}

function sayWhatIsLeft(terminal: Terminal, { ids, failed, left, unknown, outcome }: EndedMany): void {
  const { words, note } = terminal;
  const { end: own } = words.cli;
  sayNewer(terminal, unknown, 'request');
  for (const { grantId, fault } of failed)
    note(`${own.notEnded({ id: shortId(grantId), why: whyFailed(fault, words).message })}\n`);
  if (ids.length === 0 && outcome === 'gone') note(`${own.nothingMeant}\n`);
  for (const each of left) note(`${own.stillThere(described(words, each))}\n`);
}

/** Null only where all that was meant is gone. */
function failureOf({ outcome, failed, unknown, isCut, away }: EndedMany): CliFailure | null {
  if (outcome === 'gone') return null;
  if (away !== null) return new CliFailure(EXIT.unreachable, toFailure(away).sentence, 'unreachable');
  if (isCut) return new CliFailure(EXIT.partly, ({ cli }) => cli.end.notAllTried, outcome);
  if (failed.length > 0 || unknown > 0)
    return new CliFailure(EXIT.partly, ({ cli }) => cli.end.onlyPartly, 'partly');
  const status = outcome === 'timedOut' ? EXIT.timedOut : EXIT.partly;
  return new CliFailure(status, ({ cli }) => cli.end.goesOn, outcome);
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

function whyFailed(fault: unknown, words: Words) {
  const { code, told, sentence } = toFailure(fault);
  const message = visibleText(sentence(words));
  return { code, ...(told && { why: told.code, params: told.params }), message };
}

function toDocument({ outcome, ids, left, failed, unknown }: EndedMany, words: Words) {
  const leftIds = new Set(left.map(({ entitlement }) => entitlement.grantId));
  return {
    outcome,
    ended: ids.filter((id) => !leftIds.has(id)),
    left: left.map(({ facts, entitlement, grant }) => ({
      ...entitlement,
      requestId: facts.requestId,
      requester: facts.requester,
      state: grant,
    })),
    failed: failed.map(({ grantId, fault }) => ({ grantId, ...whyFailed(fault, words) })),
    unknown,
  };
}
