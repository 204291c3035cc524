import type { Caller } from '../../api/api.ts';
import type { Report } from '../../contract/api-types.ts';
import { assertNever } from '../../lib/assert-never.ts';
import { decide } from '../../domain/request/decide.ts';
import { grantIn } from '../../domain/request/grants-of.ts';
import { isOver, OVER } from '../../domain/grant/is-over.ts';
import { isStuck } from '../../domain/grant/is-stuck.ts';
import type { Json } from '../../domain/organisation/organisation.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import type { Word } from '../../domain/grant/grant-command.ts';
import type { SignedStatement } from '../../domain/statements/statement.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { RequestCommand } from '../../domain/request/request-command.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Draft } from '../commit/draft.ts';
import { checkPool } from './check-pool.ts';
import { leaseUntil } from './lease-until.ts';
import { isOfHolder } from './is-of-holder.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

type Needs = Pick<Parts, 'store' | 'commits' | 'organisation' | 'builtInRunner'>;

/** `signed`: by the device whose runner it is; what the service's own says is signed as it is written down, where its key is known. */
interface Reported {
  readonly report: Report;
  readonly signed: SignedStatement<'reportGrant'> | (() => SignedStatement<'reportGrant'> | undefined);
}

/** What a runner did. The same report twice changes nothing, and is not refused. */
export async function reportWork(
  parts: Needs,
  caller: Caller,
  { report: input, signed }: Reported,
): Promise<void> {
  const { requestId, grantId, kind, idempotencyKey } = input;
  let deviceIds: ReadonlySet<string> = new Set();
  const result = await parts.commits.run<Refusal | null>({
    key: {
      // Runners of one account that had the same grant one after the other use the same keys.
      caller: `${caller.memberId} ${caller.deviceId}`,
      key: idempotencyKey,
      verb: `${kind} ${grantId}`,
      keep: (refusal) => refusal as Json,
      again: (kept) => Promise.resolve(kept as unknown as Refusal | null),
    },
    requestIds: [requestId],
    grantIds: [grantId],
    async gather(store) {
      const requester = (await store.states([requestId])).get(requestId)?.facts.requester;
      const devices = requester === undefined ? [] : await store.devicesOf([requester]);
      deviceIds = new Set(devices.map(({ deviceId }) => deviceId));
    },
    decide: (draft) => report(parts, draft, { caller, input, signed, deviceIds }),
  });
  const refusal = orThrow(result);
  if (refusal) orThrow(err(refusal));
}

/** A refusal in the value is one that something had to be kept for all the same. */
function report(
  parts: Needs,
  draft: Draft,
  {
    caller,
    input,
    signed,
    deviceIds,
  }: Pick<Reported, 'signed'> & { caller: Caller; input: Report; deviceIds: ReadonlySet<string> },
): Result<Refusal | null, Refusal> {
  const { requestId, grantId } = input;
  const runnerId = caller.deviceId;
  const row = draft.grant(grantId);
  const state = draft.state(requestId);
  if (!state || row?.requestId !== requestId) return err(refuse('notFound', 'noSuchGrantYet'));
  const refusal = checkPool(parts, caller, row.pool);
  if (refusal) return err(input.kind === 'activated' && isOver(grantIn(state, grantId)) ? OVER : refusal);
  // Which device calls is found from its proof, so that nobody speaks in the name of a runner.
  const word = { runnerId, fence: input.fence, isHolders: isOfHolder(parts, caller, row) };
  const decided = decide(state, toCommand(input, { word, isOwed: row.owedTo === runnerId }), draft.at);
  if (!decided.ok) {
    const { error } = decided;
    // Only what the runner says that set it up: anybody else's word would send who revokes elsewhere.
    const isKept = row.grantedBy === runnerId && keepWhatMustBeRevoked(draft, input);
    return isKept ? ok(error) : decided;
  }
  const by = typeof signed === 'function' ? signed() : signed;
  draft.append(requestId, { actor: `runner:${runnerId}`, signed: by }, decided.value);
  if (decided.value.length > 0)
    keepWhatIsReported(draft, input, { runnerId, deviceIds, state: draft.state(requestId) ?? state });
  if (row.grantedBy === runnerId && input.kind !== 'activated') keepThatItAnswered(draft, grantId);
  return ok(null);
}

function toCommand(
  input: Report,
  { word, isOwed }: { readonly word: Word; readonly isOwed: boolean },
): RequestCommand {
  const { grantId } = input;
  // Of access that others reported gone, only the runner that set it up is heard, and only until it has answered.
  const foundThere = isOwed && 'wasThere' in input && input.wasThere;
  switch (input.kind) {
    case 'activated': {
      const { startsAt, expiresAt, evidence } = input;
      return { type: 'reportActivated', grantId, ...word, startsAt, expiresAt, evidence };
    }
    case 'activationFailed':
      return { type: 'reportFailed', grantId, ...word, message: input.message };
    case 'revocationFailed':
      return { type: 'reportRevocationFailed', grantId, ...word, foundThere, message: input.message };
    case 'revoked': {
      const { verifiedAt, evidence } = input;
      return { type: 'reportRevoked', grantId, ...word, foundThere, verifiedAt, evidence };
    }
    default:
      return assertNever(input);
  }
}

/** Ended while it was being granted: whoever takes it away now needs to know what was made. */
function keepWhatMustBeRevoked(draft: Draft, input: Report): boolean {
  const row = draft.grant(input.grantId);
  if (input.kind !== 'activated' || row?.kind !== 'revoking' || row.providerState !== null) return false;
  draft.putGrant({ ...row, providerState: input.state as Json });
  return true;
}

function keepWhatIsReported(
  draft: Draft,
  input: Report,
  {
    runnerId,
    deviceIds,
    state,
  }: {
    readonly runnerId: string;
    readonly deviceIds: ReadonlySet<string>;
    readonly state: RequestState;
  },
): void {
  const row = draft.grant(input.grantId);
  if (!row) return;
  if (input.kind === 'activated') {
    draft.putGrant({ ...row, providerState: input.state as Json });
    for (const { deviceId, box } of input.sealed)
      if (deviceIds.has(deviceId)) draft.sealed.push({ grantId: input.grantId, deviceId, box });
  }
  // Who failed goes on trying: the work stays theirs while they give signs of life, until it is stuck. Then it may be
  // leased again, to another runner or with another address.
  if (input.kind === 'revocationFailed' && !isStuck(grantIn(state, input.grantId)))
    draft.putGrant({ ...row, leaseRunner: runnerId, leaseUntil: leaseUntil(draft.at) });
}

/** Who granted knows of the end now: from here on it is a runner like any other. */
function keepThatItAnswered(draft: Draft, grantId: string): void {
  const row = draft.grant(grantId);
  if (row?.owedTo != null) draft.putGrant({ ...row, owedTo: null });
}
