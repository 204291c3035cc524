import { InvalidArgumentError, type Command } from 'commander';
import { say } from '../../client/say.ts';
import { LIMITS } from '../../contract/limits.ts';
import { grantsOf } from '../../domain/request/grants-of.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { wordsOf } from '../../domain/request/words-of.ts';
import { readRequest } from '../../formats/wire/read-requests.ts';
import { parseDuration } from '../../contract/parse-duration.ts';
import { plainSaid } from '../../lib/said.ts';
import { visibleText } from '../../lib/visible-text.ts';
import type { DurationMs } from '../../lib/time.ts';
import { checkLength } from '../check-length.ts';
import { CliFailure, ofNewer, refused } from '../cli-failure.ts';
import { fetchCredentials, printCredentials, type NotWorking } from '../credentials.ts';
import { describeNoAccess } from '../describe-no-access.ts';
import { poolsWithoutRunner, stateText } from '../describe-request.ts';
import { EXIT } from '../exit-status.ts';
import { asMember, type MemberSession } from '../member-session.ts';
import { newId } from '../new-id.ts';
import { printJson } from '../print-json.ts';
import { serviceTime, type ServiceTime } from '../service-time.ts';
import { readDuration } from '../read-duration.ts';
import { shortId } from '../short-id.ts';
import type { Terminal } from '../terminal.ts';
import { waitForAccess } from '../wait-for-access.ts';
import type { Words } from '../../words/words.ts';

interface Options {
  readonly for: string;
  readonly reason: string;
  readonly ticket?: string;
  readonly wait?: string | true;
  readonly json?: boolean;
}

/** How long `--wait` waits when it does not say. */
const DEFAULT_WAIT = '5m';

export function addRequest(program: Command, terminal: Terminal): void {
  const { request: words, common } = terminal.words.cli;
  program
    .command('request')
    .description(words.what)
    .argument('<entitlement...>', words.entitlement)
    .requiredOption('--for <duration>', words.for)
    .requiredOption('--reason <text>', words.reason)
    .option('--ticket <id>', words.ticket)
    .option('--wait [duration]', words.wait({ otherwise: DEFAULT_WAIT }), (word: string) =>
      waitTime(terminal.words, word),
    )
    .option('--json', common.json)
    .action((entitlementIds: string[], options: Options) => request(terminal, entitlementIds, options));
}

/** The word after `--wait` is its time, also where it was meant as what is asked for. */
function waitTime({ cli, spoken }: Words, word: string): string {
  const parsed = parseDuration(word);
  if (parsed.ok) return word;
  throw new InvalidArgumentError(
    cli.request.waitTime({ problem: spoken(parsed.error), otherwise: DEFAULT_WAIT }),
  );
}

async function request(terminal: Terminal, entitlementIds: string[], options: Options): Promise<void> {
  const durationMs = readDuration(options.for);
  const waitMs =
    options.wait === undefined ? null : readDuration(options.wait === true ? DEFAULT_WAIT : options.wait);
  checkLength('reason', options.reason, LIMITS.reasonLength);
  checkLength('ticket', options.ticket ?? '', LIMITS.ticketLength);
  await asMember(terminal, async (session) => {
    const id = newId();
    const { reason, ticket = null } = options;
    const draft = { entitlementIds, durationMs, reason: say(reason), ticket };
    // The same id again is the same request: sending it twice does not ask twice.
    const [answer, time] = await Promise.all([
      session.api.requests.submit.mutate({ ...draft, requestId: id }),
      serviceTime(session.api, terminal.clock),
    ]);
    const read = readRequest(answer);
    // Whether it was refused is not known here, so it is no success.
    if (read.kind === 'unknown') throw ofNewer(({ cli }) => cli.newer.outcome({ id: shortId(id) }));
    const sent = read.value;
    if (sent.phase.kind === 'refused') throw refused(sent.phase.refusal);
    if (waitMs === null) return sayWhatIs(terminal, sent, { options, time });
    await waitAndPrint(terminal, session, { sent, waitMs, options, time });
  });
}

function sayWhatIs(
  terminal: Terminal,
  state: RequestState,
  { options, time }: { readonly options: Options; readonly time: ServiceTime },
): void {
  if (options.json) return printJson(terminal, { request: plainSaid(state) });
  const { words, note } = terminal;
  const now = stateText(words, state, time.now());
  note(`${words.cli.request.stands({ id: shortId(state.facts.requestId), state: now })}\n`);
}

async function waitAndPrint(
  terminal: Terminal,
  session: MemberSession,
  {
    sent,
    waitMs,
    options,
    time,
  }: { sent: RequestState; waitMs: DurationMs; options: Options; time: ServiceTime },
): Promise<void> {
  const { words } = terminal;
  if (sent.phase.kind === 'submitted') {
    const now = stateText(words, sent, time.now());
    terminal.note(`${words.cli.request.waiting({ id: shortId(sent.facts.requestId), state: now })}\n`);
  }
  const waited = await waitForAccess(session, sent, {
    terminal,
    forMs: waitMs,
    onWaiting: (now) => sayThatNobodyTookIt(terminal, now),
  });
  if (waited.kind === 'refused') throw refused(waited.refusal);
  const { kind, state } = waited;
  if (kind === 'settled') throwUnlessApproved(state);
  const notWorking = whatDoesNotWork(words, state);
  if (grantsOf(state).some(({ grant }) => grant.kind === 'active')) {
    const credentials = await fetchCredentials(session, state);
    await printCredentials(terminal, { state, credentials, failed: notWorking, json: options.json ?? false });
  }
  if (kind !== 'settled') throw stillWaiting(time, { kind, state, waitMs });
  if (notWorking.length > 0) throw notAllWorks(state, notWorking);
}

/** A pool that nobody serves is most often a name that was mistyped in the catalog. */
function sayThatNobodyTookIt({ note, words }: Terminal, state: RequestState): void {
  const pools = poolsWithoutRunner(state);
  if (pools === null) return;
  const id = shortId(state.facts.requestId);
  note(`${visibleText(words.cli.request.noRunner({ id, pools }))}\n`);
}

/** The request stands: the command has stopped waiting for it. */
function stillWaiting(
  time: ServiceTime,
  { kind, state, waitMs }: { kind: 'timedOut' | 'stopped'; state: RequestState; waitMs: DurationMs },
): CliFailure {
  const isApproved = state.phase.kind === 'approved';
  const command = `latchkey ${isApproved ? 'end' : 'withdraw'} ${shortId(state.facts.requestId)}`;
  const now = time.now();
  return new CliFailure(
    EXIT.timedOut,
    (words) => {
      const { interrupted, notReady, notDecided, takeBack } = words.cli.request;
      const late = isApproved ? notReady({ afterMs: waitMs }) : notDecided({ afterMs: waitMs });
      const why = kind === 'timedOut' ? late : interrupted;
      return takeBack({ why, now: stateText(words, state, now), command });
    },
    'timedOut',
  );
}

/** The grants of an approved request that give no access, each with why. */
function whatDoesNotWork(words: Words, state: RequestState): NotWorking[] {
  return grantsOf(state).flatMap(({ entitlement: { grantId, entitlementId, title }, grant }) =>
    grant.kind === 'active'
      ? []
      : [{ grantId, entitlementId, title, state: grant.kind, message: describeNoAccess(words, grant) }],
  );
}

/** Why there is no access, or not all of it. What works is printed before; what does not is named here. */
function notAllWorks(state: RequestState, notWorking: readonly NotWorking[]): CliFailure {
  const isBundle = state.facts.entitlements.length > 1;
  const sentences = notWorking
    .map(({ title, message }) => (isBundle ? `${title}: ${message}` : message))
    .join(' ');
  if (notWorking.length < state.facts.entitlements.length)
    return new CliFailure(EXIT.partly, ({ cli }) => cli.request.partly({ sentences }), 'partly');
  const isFault = notWorking.some((each) => each.state === 'failed' || each.state === 'revoking');
  return new CliFailure(isFault ? EXIT.fault : EXIT.refused, sentences, isFault ? 'failed' : 'notActive');
}

/** A request that ended before anything was granted. */
function throwUnlessApproved({ phase }: RequestState): void {
  const over = (code: string, sentence: (words: Words) => string): CliFailure =>
    new CliFailure(EXIT.refused, sentence, code);
  if (phase.kind === 'denied')
    throw over('denied', (words) => {
      const { request } = words.cli;
      const comment = wordsOf(phase.comment, 'comment', words);
      return comment === ''
        ? request.denied({ who: phase.by })
        : request.deniedSo({ who: phase.by, comment });
    });
  if (phase.kind === 'refused') throw refused(phase.refusal);
  if (phase.kind === 'withdrawn') throw over('withdrawn', ({ cli }) => cli.request.withdrawn);
  if (phase.kind === 'lapsed') throw over('lapsed', ({ cli }) => cli.request.lapsed);
}
