import type { Member } from '../../domain/organisation/organisation.ts';

/** Who is in the organisation, and which devices were signed out of it. */
export interface Members {
  has(memberId: string): boolean;
  member(memberId: string): Pick<Member, 'kind'> | undefined;
  /** `listener` is told who left, each time that a version of the organisation without them has come into force. */
  onLeave(listener: (memberIds: ReadonlySet<string>) => void): void;
  isRemoved(deviceId: string): boolean;
  /** `listener` is told which devices were removed, each time that some were. */
  onRemove(listener: (deviceIds: ReadonlySet<string>) => void): void;
}
