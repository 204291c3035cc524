import type { z } from 'zod';
import type { Caller } from '../../api/api.ts';
import type { Work } from '../../contract/api-types.ts';
import type { leaseInput } from '../../contract/api-schemas.ts';
import { decide } from '../../domain/request/decide.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { Instant } from '../../lib/time.ts';
import { err, ok } from '../../lib/result.ts';
import type { Draft } from '../commit/draft.ts';
import type { GrantRow } from '../store/rows.ts';
import { checkPool } from './check-pool.ts';
import { describeWork } from './describe-work.ts';
import { leaseUntil } from './lease-until.ts';
import { judgeIn } from './judge-waiting.ts';
import { holderToSkip, isOfHolder } from './is-of-holder.ts';
import { orThrow } from './or-throw.ts';
import { readStandings, type Standings } from './read-standings.ts';
import type { Parts } from './parts.ts';

type Needs = Pick<Parts, 'store' | 'commits' | 'organisation' | 'time' | 'builtInRunner' | 'bonds'>;
type Leased = readonly { readonly row: GrantRow; readonly state: RequestState }[];

/** Hands work to a runner, which has it to itself until the lease ends. What must be taken away comes first. */
export async function leaseWork(
  parts: Needs,
  caller: Caller,
  { pool, max, revokeOnly }: z.output<typeof leaseInput>,
): Promise<Work[]> {
  const refusal = checkPool(parts, caller, pool);
  if (refusal) return orThrow(err(refusal));
  const runnerId = caller.deviceId;
  const notOf = holderToSkip(parts, caller);
  let grantIds: readonly string[] = [];
  let standings: Standings = () => neverRead();
  const result = await parts.commits.run<Leased>({
    key: null,
    async gather(store, now) {
      const rows = await store.leasable({ pool, runnerId, notOf, revokeOnly, now, limit: max });
      grantIds = rows.map((row) => row.grantId);
      const requestIds = rows.map(({ requestId }) => requestId);
      standings = await readStandings(parts, store, requestIds);
      return { grantIds };
    },
    decide(draft) {
      // Another service may have published since.
      const gone = checkPool(parts, caller, pool);
      if (gone) return err(gone);
      return ok(grantIds.flatMap((grantId) => leaseOne(parts, draft, { grantId, caller, standings }) ?? []));
    },
  });
  const work = await Promise.all(orThrow(result).map((each) => describeWork(parts, each)));
  return work.filter((each) => each !== null);
}

function leaseOne(
  parts: Needs,
  draft: Draft,
  { grantId, caller, standings }: { grantId: string; caller: Caller; standings: Standings },
): Leased[number] | null {
  const row = draft.grant(grantId);
  const state = row && draft.state(row.requestId);
  // Another call of this batch may have taken it, or ended it.
  const runnerId = caller.deviceId;
  if (!row || !state) return null;
  if (row.kind === 'revoked' && !isOwedTo(row, runnerId)) return null;
  if (!isFree(row, draft.at) && !isKeptFor(row, runnerId) && !isOwedTo(row, runnerId)) return null;
  const taking = { state, grantId, runnerId, standings, isHolders: isOfHolder(parts, caller, row) };
  if (!(isToRevoke(row) ? takeEnd(draft, taking) : begin(parts, draft, taking))) return null;
  const begun = draft.grant(grantId) ?? row;
  const leased = {
    ...begun,
    attempts: begun.attempts + 1,
    leaseRunner: runnerId,
    leaseUntil: leaseUntil(draft.at),
  };
  draft.putGrant(leased);
  return { row: leased, state: draft.state(row.requestId) ?? state };
}

const isFree = ({ leaseUntil }: GrantRow, now: Instant): boolean => leaseUntil === null || leaseUntil <= now;

/** Nobody has begun it yet, and this runner is the one that is expected to. */
const isKeptFor = ({ leaseRunner, attempts }: GrantRow, runnerId: string): boolean =>
  leaseRunner === runnerId && attempts === 0;

/** It granted, and has not answered to the end of it: it is told even where another runner is at work, or was. */
const isOwedTo = ({ owedTo, leaseRunner }: GrantRow, runnerId: string): boolean =>
  owedTo === runnerId && leaseRunner !== runnerId;

/** Access that is reported gone is work only for the runner that set it up. */
const isToRevoke = ({ kind }: GrantRow): boolean => kind === 'revoking' || kind === 'revoked';

interface Taking {
  readonly state: RequestState;
  readonly grantId: string;
  readonly runnerId: string;
  readonly standings: Standings;
  readonly isHolders: boolean;
}

/** The end passes to this runner, if it is not in its hands already. False: it may not have it. */
function takeEnd(draft: Draft, { state, grantId, runnerId, isHolders }: Taking): boolean {
  const command = { type: 'takeRevocation', grantId, runnerId, isHolders } as const;
  const decided = decide(state, command, draft.at);
  if (decided.ok) draft.append(state.facts.requestId, { actor: `runner:${runnerId}` }, decided.value);
  return decided.ok;
}

const neverRead = (): never => {
  throw new Error('the versions that the work was approved under were not read');
};

/** Begins to set access up. False: not now. */
function begin(
  { time, organisation }: Needs,
  draft: Draft,
  { state, grantId, runnerId, standings, isHolders }: Taking,
): boolean {
  if (time.isBehind() || organisation.problem !== null) return false;
  // What was approved is set up only while policy and people as they are now still say so.
  if (!judgeIn(draft, state.facts.requestId, standings)) return false;
  const command = { type: 'startActivation', grantId, runnerId, isHolders } as const;
  const decided = decide(state, command, draft.at);
  if (decided.ok) draft.append(state.facts.requestId, { actor: `runner:${runnerId}` }, decided.value);
  return decided.ok;
}
