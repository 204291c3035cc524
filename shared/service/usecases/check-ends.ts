import type { Caller } from '../../api/api.ts';
import type { CheckReport, CheckWork, PoolsChecked } from '../../contract/api-types.ts';
import { askOwners } from '../../domain/organisation/ask-owners.ts';
import { poolStream } from '../../domain/pool/pool-stream.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import { durationMs, type Instant } from '../../lib/time.ts';
import { err, ok } from '../../lib/result.ts';
import { answerOf, type CheckAnswer, type CheckTarget } from '../checks/check-board.ts';
import { checkPool } from './check-pool.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

type Needs = Pick<Parts, 'checks' | 'commits' | 'organisation' | 'builtInRunner' | 'time' | 'work'>;

/** Checks for a runner that can take some. Owners are told of what it found, at once when there is nothing more to ask. */
export function leaseChecks(
  parts: Needs,
  caller: Caller,
  { pool, most }: { readonly pool: string; readonly most: number },
): CheckWork[] {
  if (most === 0) return [];
  const now = parts.time.now();
  const work = parts.checks.take(pool, caller.deviceId, { now, most });
  const isWhole = work.length === 0 && !parts.checks.isAtWork(pool, caller.deviceId);
  tellOwners(parts, caller, { pool, isWhole });
  return work;
}

/** What a runner found. Heard only of what this device was asked. */
export function reportCheck(parts: Needs, caller: Caller, report: CheckReport): void {
  const refusal = checkPool(parts, caller, report.pool);
  if (refusal) return orThrow(err(refusal));
  const isHeard = parts.checks.answer(caller.deviceId, report, parts.time.now());
  if (!isHeard) return orThrow(err(NOT_ASKED));
  tellOwners(parts, caller, { pool: report.pool, isWhole: false });
}

/** Owners may ask about every pool, others about those that they may run. */
export function checkPools(parts: Needs, caller: Caller, input: { pool: string | null }): PoolsChecked {
  for (const pool of poolsOf(parts, caller, input.pool)) {
    const by = parts.organisation.isOwner(caller.memberId) ? 'owner' : 'other';
    parts.checks.renew(pool, { now: parts.time.now(), by });
    parts.work.announce(pool);
  }
  return poolsChecked(parts, caller, input);
}

/** What the runners said so far. */
export function poolsChecked(
  parts: Needs,
  caller: Caller,
  { pool: wanted }: { readonly pool: string | null },
): PoolsChecked {
  const { checks, time } = parts;
  const now = time.now();
  const pools = poolsOf(parts, caller, wanted).map((pool) => ({ pool, alive: checks.alive(pool, now) }));
  return {
    pools: pools.map(({ pool, alive }) => ({ pool, runners: alive.length })),
    entitlements: pools.flatMap(({ pool, alive }) =>
      Array.from(checks.targets(pool), (target) => describe(target, { pool, alive, now })),
    ),
  };
}

function describe(
  target: CheckTarget,
  { pool, alive, now }: { readonly pool: string; readonly alive: readonly string[]; readonly now: Instant },
): PoolsChecked['entitlements'][number] {
  const answers = alive.map((runnerId) => ({ runnerId, answer: answerOf(target, runnerId) }));
  const problems = answers.flatMap(({ runnerId, answer }) =>
    answer?.problem == null ? [] : [{ runnerId, message: answer.problem }],
  );
  const { id: entitlementId, title } = target.entitlement;
  const state = stateOf(answers);
  const oldestAt = Math.min(...answers.map(({ answer }) => answer?.at ?? now));
  return {
    ...{ entitlementId, title, pool, state, problems: problems.slice(0, 100) },
    ...((state === 'ok' || state === 'missing') && { ageMs: durationMs(Math.max(0, now - oldestAt)) }),
  };
}

function stateOf(
  answers: readonly { readonly answer: CheckAnswer | undefined }[],
): PoolsChecked['entitlements'][number]['state'] {
  if (answers.length === 0) return 'unanswered';
  if (answers.some(({ answer }) => answer === undefined)) return 'waiting';
  return answers.some(({ answer }) => answer?.problem !== null) ? 'missing' : 'ok';
}

function poolsOf(parts: Needs, caller: Caller, wanted: string | null): string[] {
  const { checks, organisation } = parts;
  const known = checks.pools();
  if (wanted !== null && !known.includes(wanted))
    return orThrow(err(refuse('notFound', 'noSuchPool', { pool: wanted })));
  const asked = wanted === null ? known : [wanted];
  const may = asked.filter((pool) => mayAsk(organisation, caller.memberId, pool));
  if (may.length === 0 && asked.length > 0) return orThrow(err(mayNot(parts, caller)));
  return may;
}

/** Who has the pool at their entry, or acts as a service account that has. */
function mayAsk(organisation: Parts['organisation'], memberId: string, pool: string): boolean {
  if (organisation.isOwner(memberId)) return true;
  return Object.values(organisation.current.members).some(
    ({ id, operators, pools }) =>
      pools.includes(pool) && (id === memberId || (operators ?? []).includes(memberId)),
  );
}

/** Nobody waits for that, least of all who came to end access; what fails is told another time. */
function tellOwners(
  { checks, commits, time }: Needs,
  { deviceId, memberId: by }: Caller,
  { pool, isWhole }: { readonly pool: string; readonly isWhole: boolean },
): void {
  const news = checks.news.next(pool, deviceId, { by, now: time.now(), isWhole });
  if (!news) return;
  const { lines, more, told } = news;
  const telling = commits.run<null>({
    key: null,
    streams: [poolStream.nameOf(pool)],
    decide(draft) {
      const command = { type: 'endsChecked', pool, lines, more, by } as const;
      const decided = draft.carryOut(poolStream, { id: pool, command, actor: `runner:${deviceId}` });
      return decided.ok ? ok(null) : decided;
    },
  });
  telling.then(
    (result) => result.ok && told(),
    () => undefined,
  );
}

const NOT_ASKED = refuse('takenOver', 'notAskedToCheck');
const mayNot = ({ organisation }: Needs, { memberId }: Caller): Refusal =>
  refuse('notAllowed', 'checkNotTheirs', { help: askOwners(organisation.current, memberId, 'namePool') });
