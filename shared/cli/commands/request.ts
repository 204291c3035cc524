import type { Command } from 'commander';
import { LIMITS } from '../../contract/limits.ts';
import { requestStatus } from '../../domain/request-status.ts';
import type { RequestState } from '../../domain/request.ts';
import { formatDuration, parseDuration } from '../../lib/duration-text.ts';
import type { DurationMs } from '../../domain/time.ts';
import { CliFailure, refused, wrongUsage } from '../cli-failure.ts';
import { credentialText, fetchCredentials } from '../credentials.ts';
import { stateText } from '../describe-request.ts';
import { EXIT } from '../exit-status.ts';
import { asMember, type MemberSession } from '../member-session.ts';
import { newId } from '../new-id.ts';
import { printJson } from '../print-json.ts';
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
    .option('--wait [duration]', `wait until access works and print the credential, once (${DEFAULT_WAIT})`)
    .option('--json', 'as one JSON document')
    .action((entitlementIds: string[], options: Options) => request(terminal, entitlementIds, options));
}

async function request(terminal: Terminal, entitlementIds: string[], options: Options): Promise<void> {
  const durationMs = duration(options.for);
  const waitMs =
    options.wait === undefined ? null : duration(options.wait === true ? DEFAULT_WAIT : options.wait);
  if (options.reason.length > LIMITS.reasonLength)
    throw wrongUsage(`The reason is longer than ${LIMITS.reasonLength} characters. Say it shorter.`);
  await asMember(terminal, async (session) => {
    const id = newId();
    const { reason, ticket = null } = options;
    const draft = { entitlementIds, durationMs, reason, ticket };
    // The same id again is the same request: sending it twice does not ask twice.
    const sent = await session.api.requests.submit.mutate({ ...draft, requestId: id, idempotencyKey: id });
    if (sent.phase.kind === 'refused') throw refused(sent.phase.refusal);
    if (waitMs === null) return sayWhatIs(terminal, sent, options);
    await waitAndPrint(terminal, session, { sent, waitMs, options });
  });
}

function sayWhatIs(terminal: Terminal, state: RequestState, { json }: Options): void {
  if (json) return printJson(terminal, { request: state });
  const text = stateText(state, terminal.clock.now());
  terminal.note(`Request ${shortId(state.facts.requestId)}: ${text}. Follow it with: latchkey requests\n`);
}

async function waitAndPrint(
  terminal: Terminal,
  session: MemberSession,
  { sent, waitMs, options }: { sent: RequestState; waitMs: DurationMs; options: Options },
): Promise<void> {
  const id = shortId(sent.facts.requestId);
  if (sent.phase.kind === 'submitted')
    terminal.note(`Request ${id}: ${stateText(sent, terminal.clock.now())}…\n`);
  const waited = await waitForAccess(session, sent, { terminal, forMs: waitMs });
  if (waited.kind === 'refused') throw refused(waited.refusal);
  const { kind, state } = waited;
  if (kind !== 'settled') {
    const isApproved = state.phase.kind === 'approved';
    const late = isApproved ? `Access is not ready after` : `Nothing was decided within`;
    const why = kind === 'timedOut' ? `${late} ${formatDuration(waitMs)}` : 'Interrupted';
    const now = stateText(state, terminal.clock.now());
    throw new CliFailure(
      EXIT.timedOut,
      `${why} (${now}). The request stands; take it back with: latchkey ${isApproved ? 'end' : 'withdraw'} ${id}`,
      'timedOut',
    );
  }
  throwUnlessActive(state);
  const credentials = await fetchCredentials(session, state);
  if (options.json) printJson(terminal, { request: state, credentials });
  else terminal.out(credentials.map(credentialText).join(''));
}

/** Says why there is no access, where there is none. */
function throwUnlessActive(state: RequestState): void {
  const { phase } = state;
  if (phase.kind === 'denied')
    throw new CliFailure(
      EXIT.refused,
      `${phase.by} denied it${phase.comment && `: ${phase.comment}`}`,
      'denied',
    );
  if (phase.kind === 'refused') throw refused(phase.refusal);
  if (phase.kind === 'withdrawn')
    throw new CliFailure(EXIT.refused, 'The request was withdrawn.', 'withdrawn');
  if (phase.kind === 'lapsed')
    throw new CliFailure(EXIT.refused, 'Nobody answered in time: the request lapsed. Ask again.', 'lapsed');
  const failed =
    phase.kind === 'approved' && Object.values(phase.grants).find((grant) => grant.kind === 'failed');
  if (failed && failed.kind === 'failed')
    throw new CliFailure(
      EXIT.fault,
      `Access could not be set up, nothing was left behind: ${failed.message}`,
    );
  if (requestStatus(state) !== 'active')
    throw new CliFailure(EXIT.refused, 'The access has ended already.', 'notActive');
}

function duration(text: string): DurationMs {
  const parsed = parseDuration(text);
  if (!parsed.ok) throw wrongUsage(parsed.error);
  return parsed.value;
}
