import type { Caller } from '../../api/api.ts';
import type { SentStatement, SignedCall } from '../../contract/statement-schemas.ts';
import { checkStatement } from '../../domain/statements/check-statement.ts';
import type { StatementType } from '../../domain/statements/statement.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import { DAY_MS, MINUTE_MS } from '../../lib/time.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/** What a caller said, found to be signed by the device that calls, for this log, after what it has seen of it. */
export interface Accepted<T extends StatementType> {
  readonly caller: Caller;
  readonly body: SentStatement<T>['statement']['body'];
  readonly signed: SentStatement<T>;
  /** SHA-256 of what was signed, in lower case hex: the same statement twice is one. */
  readonly id: string;
}

type Needs = Pick<
  Parts,
  'devices' | 'organisation' | 'log' | 'time' | 'crypto' | 'catchUp' | 'commits' | 'store'
>;

/** A device whose clock is further ahead dates what its person does into the future. */
const MOST_AHEAD_MS = 5 * MINUTE_MS;
/** So much earlier than what it says it has seen may a statement be dated: more than a wrong time zone makes. */
const MOST_BEHIND_MS = DAY_MS;

/** What takes away: no clock keeps anybody from that. */
const ENDS: ReadonlySet<StatementType> = new Set<StatementType>([
  'withdrawRequest',
  'endGrant',
  'endAllGrants',
  'removeDevice',
  'reportGrant',
]);

/** @throws RefusalError when it is not what it should be, with what to do about it */
export async function acceptStatement<T extends StatementType>(
  parts: Needs,
  caller: Caller,
  type: T,
  { signed }: SignedCall<T>,
): Promise<Accepted<T>> {
  const said = orThrow(await fitting(parts, caller, { type, signed }));
  orThrow(await sawThisLog(parts, signed));
  const ahead = signed.statement.at - parts.time.now();
  if (ahead > MOST_AHEAD_MS && !ENDS.has(type)) orThrow(err(clockAhead(ahead)));
  if (!ENDS.has(type)) orThrow(await isDatedAfterSeen(parts, signed));
  const id = parts.crypto.hashHex(said);
  return { caller, body: signed.statement.body, signed, id };
}

/** What was signed by the device that calls, as a statement of this type for this log. */
async function fitting(
  { devices, organisation, crypto, commits }: Needs,
  { deviceId, memberId: person }: Caller,
  { type, signed }: { readonly type: StatementType; readonly signed: SentStatement },
): Promise<Result<Uint8Array, Refusal>> {
  const known = await devices.identify(deviceId);
  if (known?.caller.memberId !== person) return err(BAD_SIGNATURE);
  const { signingKey, isSigned } = known;
  const meant = { log: organisation.identity.origin, type, device: { deviceId, person, signingKey } };
  const left = checkStatement(crypto.sha256, signed, meant);
  if (typeof left === 'string') return err(BAD_SIGNATURE);
  const fits = await commits.coming.expect(isSigned(left.message, Buffer.from(left.signature, 'base64url')));
  return fits ? ok(left.message) : err(BAD_SIGNATURE);
}

/** Who has seen another history than this one signs nothing here: their word would speak against the log for ever. */
async function sawThisLog(
  { log, catchUp }: Needs,
  { statement: { seen } }: SentStatement,
): Promise<Result<null, Refusal>> {
  // Another service may have signed a head of what this one has not read yet.
  if (seen.size > log.size) await catchUp();
  return (await log.rootAt(seen.size)) === seen.root ? ok(null) : err(OTHER_LOG);
}

/**
 * Nobody has seen what was not there yet: the last entry of what they saw, or else that by which the log began. What is dated
 * years ago (a clock without its battery) would stand so in the history for ever. By the earlier of that entry and now: a service
 * whose clock was wrong may have dated entries into the future.
 */
async function isDatedAfterSeen(
  { store, time }: Needs,
  { statement: { at, seen } }: SentStatement,
): Promise<Result<null, Refusal>> {
  const now = time.now();
  if (at >= now - MOST_BEHIND_MS) return ok(null);
  const [last] = await store.entries({ from: Math.max(0, seen.size - 1), limit: 1 });
  const behind = Math.min(last?.at ?? at, now) - at;
  return behind > MOST_BEHIND_MS ? err(clockBehind(behind)) : ok(null);
}

const BAD_SIGNATURE = refuse('badSignature', 'badSignature');

const OTHER_LOG = refuse('otherHistory', 'otherHistory');

const clockBehind = (byMs: number): Refusal => refuse('clocksApart', 'clockBehind', { byMs });
const clockAhead = (byMs: number): Refusal => refuse('clocksApart', 'clockAhead', { byMs });
