import type { LogRecord } from '../entry.ts';
import type { RequestEntry } from '../request/request-entry.ts';
import type { GrantSoFar } from './grant-so-far.ts';
import type { RequestSoFar } from './request-so-far.ts';

/**
 * Why access could not be taken up, or work, as an entry says. `unapproved`: nobody approved it. `over`: it was over, or worked
 * already. `untaken`: that runner had not taken it. `window`: for longer than was approved. `runner`: nobody signed that runner in.
 */
export type TakingUpFault = 'unapproved' | 'over' | 'untaken' | 'window' | 'runner';

/** What is known of a request, of its access, and of who signed in, before an entry. */
export interface KnownOfAccess {
  request(requestId: string): RequestSoFar | undefined;
  grant(requestId: string, grantId: string): GrantSoFar | undefined;
  wasDevice(deviceId: string): boolean;
  isNewerDevice(deviceId: string): boolean;
}

type OfRequest = Pick<LogRecord, 'version' | 'actor'> & { readonly entry: RequestEntry };

/**
 * Whether an entry says that access is taken up or works, and what is known here does not bear that out. Null also where what is
 * not known here may. That the entry may be the next of its request was looked at before.
 */
export function isTakenUpWrongly(
  requestId: string,
  { version, actor, entry }: OfRequest,
  known: KnownOfAccess,
): TakingUpFault | null {
  if (entry.type !== 'grantActivating' && entry.type !== 'grantActivated') return null;
  if (entry.type === 'grantActivating' && !isRunner(entry.runnerId, known)) return 'runner';
  const before = known.request(requestId);
  if (!before || before.isPartial) return null;
  const isNext = version === before.version + 1;
  if (!before.isClosed && !isNext) return null;
  const { approved } = before;
  if (!approved?.grantIds.includes(entry.grantId)) return 'unapproved';
  const grant = known.grant(requestId, entry.grantId);
  if (grant && grant.stage !== 'taken') return 'over';
  if (entry.type === 'grantActivating') return null;
  // Whatever it is that is no number, too.
  if (!(entry.expiresAt - entry.startsAt <= approved.durationMs)) return 'window';
  return grant?.by === actor || approved.hasGap || !isNext ? null : 'untaken';
}

/** Of a service: signed in by an owner, or heard by its word. */
const isOfService = (runnerId: string): boolean => runnerId.startsWith('built-in-runner');

const isRunner = (runnerId: string, known: Pick<KnownOfAccess, 'wasDevice' | 'isNewerDevice'>): boolean =>
  isOfService(runnerId) || known.wasDevice(runnerId) || known.isNewerDevice(runnerId);
