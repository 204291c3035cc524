import { wordsIn } from '../../words/words.ts';
import { InvalidArgumentError, type Command } from 'commander';
import { say } from '../../client/say.ts';
import { LIMITS } from '../../contract/limits.ts';
import { grantsOf } from '../../domain/request/grants-of.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { wordsOf } from '../../domain/request/words-of.ts';
import { readRequest } from '../../formats/wire/read-requests.ts';
import { formatDuration } from '../../lib/duration-text.ts';
import { parseDuration } from '../../contract/parse-duration.ts';
import { plainSaid } from '../../lib/said.ts';
import { visibleText } from '../../lib/visible-text.ts';
import type { DurationMs } from '../../lib/time.ts';
import { checkLength } from '../check-length.ts';
import { CliFailure, ofNewer, refused, wrongUsage } from '../cli-failure.ts';
import { fetchCredentials, printCredentials, type NotWorking } from '../credentials.ts';
import { describeNoAccess } from '../describe-no-access.ts';
import { stateText, waitsForRunner } from '../describe-request.ts';
import { EXIT } from '../exit-status.ts';
import { asMember, type MemberSession } from '../member-session.ts';
import { newId } from '../new-id.ts';
import { printJson } from '../print-json.ts';
import { serviceTime, type ServiceTime } from '../service-time.ts';
import { shortId } from '../short-id.ts';
import type { Terminal } from '../terminal.ts';
import { waitForAccess } from '../wait-for-access.ts';

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
  program
    .command('request')
    .description('ask for access for a while')
    .argument('<entitlement...>', 'ids, as in latchkey catalog')
    .requiredOption('--for <duration>', 'how long, for example 45m or 2h')
    .requiredOption('--reason <text>', 'why: approvers read it')
    .option('--ticket <id>', 'where the work is described')
    .option(
      '--wait [duration]',
      `wait until access works and print the credential, once (${DEFAULT_WAIT})`,
      waitTime,
    )
    .option('--json', 'as one JSON document')
    .action((entitlementIds: string[], options: Options) => request(terminal, entitlementIds, options));
}

/** The word after `--wait` is its time, also where it was meant as what is asked for. */
function waitTime(word: string): string {
  const parsed = parseDuration(word);
  if (parsed.ok) return word;
  throw new InvalidArgumentError(
    `${wordsIn('en').tell(parsed.error)} --wait takes the word after it: write what you ask for before it, or the time with it (--wait=${DEFAULT_WAIT}).`,
  );
}

async function request(terminal: Terminal, entitlementIds: string[], options: Options): Promise<void> {
  const durationMs = duration(options.for);
  const waitMs =
    options.wait === undefined ? null : duration(options.wait === true ? DEFAULT_WAIT : options.wait);
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
    if (read.kind === 'unknown') throw ofNewer(`What came of request ${shortId(id)}`);
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
  const text = stateText(state, time.now());
  terminal.note(`Request ${shortId(state.facts.requestId)}: ${text}. Follow it with: latchkey requests\n`);
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
  if (sent.phase.kind === 'submitted')
    terminal.note(`Request ${shortId(sent.facts.requestId)}: ${stateText(sent, time.now())}…\n`);
  const waited = await waitForAccess(session, sent, {
    terminal,
    forMs: waitMs,
    onWaiting: (now) => sayThatNobodyTookIt(terminal, now),
  });
  if (waited.kind === 'refused') throw refused(waited.refusal);
  const { kind, state } = waited;
  if (kind === 'settled') throwUnlessApproved(state);
  const notWorking = whatDoesNotWork(state);
  if (grantsOf(state).some(({ grant }) => grant.kind === 'active')) {
    const credentials = await fetchCredentials(session, state);
    await printCredentials(terminal, { state, credentials, failed: notWorking, json: options.json ?? false });
  }
  if (kind !== 'settled') throw stillWaiting(time, { kind, state, waitMs });
  if (notWorking.length > 0) throw notAllWorks(state, notWorking);
}

/** A pool that nobody serves is most often a name that was mistyped in the catalog. */
function sayThatNobodyTookIt({ note }: Terminal, state: RequestState): void {
  const waits = waitsForRunner(state);
  if (waits === null) return;
  note(
    visibleText(
      `Request ${shortId(state.facts.requestId)} still ${waits}: none has taken it up. Whoever runs the service can start one (latchkey runner --pool NAME) or correct “pool” in catalog.yaml.`,
    ) + '\n',
  );
}

/** The request stands: the command has stopped waiting for it. */
function stillWaiting(
  time: ServiceTime,
  { kind, state, waitMs }: { kind: 'timedOut' | 'stopped'; state: RequestState; waitMs: DurationMs },
): CliFailure {
  const isApproved = state.phase.kind === 'approved';
  const late = isApproved ? `Access is not ready after` : `Nothing was decided within`;
  const why = kind === 'timedOut' ? `${late} ${formatDuration(waitMs)}` : 'Interrupted';
  const now = stateText(state, time.now());
  const id = shortId(state.facts.requestId);
  return new CliFailure(
    EXIT.timedOut,
    `${why} (${now}). The request stands; take it back with: latchkey ${isApproved ? 'end' : 'withdraw'} ${id}`,
    'timedOut',
  );
}

/** The grants of an approved request that give no access, each with why. */
function whatDoesNotWork(state: RequestState): NotWorking[] {
  return grantsOf(state).flatMap(({ entitlement: { grantId, entitlementId, title }, grant }) =>
    grant.kind === 'active'
      ? []
      : [{ grantId, entitlementId, title, state: grant.kind, message: describeNoAccess(grant) }],
  );
}

/** Why there is no access, or not all of it. What works is printed before; what does not is named here. */
function notAllWorks(state: RequestState, notWorking: readonly NotWorking[]): CliFailure {
  const isBundle = state.facts.entitlements.length > 1;
  const sentences = notWorking.map(({ title, message }) => (isBundle ? `${title}: ${message}` : message));
  if (notWorking.length < state.facts.entitlements.length)
    return new CliFailure(EXIT.partly, `Not all of it works. ${sentences.join(' ')}`, 'partly');
  const isFault = notWorking.some((each) => each.state === 'failed' || each.state === 'revoking');
  return new CliFailure(
    isFault ? EXIT.fault : EXIT.refused,
    sentences.join(' '),
    isFault ? 'failed' : 'notActive',
  );
}

/** A request that ended before anything was granted. */
function throwUnlessApproved({ phase }: RequestState): void {
  const comment = phase.kind === 'denied' && wordsOf(phase.comment, 'comment', wordsIn('en'));
  if (phase.kind === 'denied')
    throw new CliFailure(EXIT.refused, `${phase.by} denied it${comment && `: ${comment}`}`, 'denied');
  if (phase.kind === 'refused') throw refused(phase.refusal);
  if (phase.kind === 'withdrawn')
    throw new CliFailure(EXIT.refused, 'The request was withdrawn.', 'withdrawn');
  if (phase.kind === 'lapsed')
    throw new CliFailure(EXIT.refused, 'Nobody answered in time: the request lapsed. Ask again.', 'lapsed');
}

function duration(text: string): DurationMs {
  const parsed = parseDuration(text);
  if (!parsed.ok) throw wrongUsage(wordsIn('en').tell(parsed.error));
  return parsed.value;
}
