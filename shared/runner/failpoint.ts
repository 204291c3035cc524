/**
 * Places at which a test ends the runner (`LATCHKEY_FAILPOINT=name`, see shared/system/env-failpoint.ts), in the order in
 * which a grant passes them. After an end at any of them, the next runner on the same journal finishes what was begun.
 */
export const FAILPOINTS = [
  /** Work is leased, nothing is written: the service leases it again. */
  'grant.beforeJournal',
  /** The intent is durable, the script has not run. */
  'grant.afterJournal',
  /** The script has changed the target, nobody knows. */
  'grant.afterScript',
  /** Access is there and verified, its deadline is not yet written. */
  'grant.afterVerify',
  /** The deadline is durable, the service has not heard. */
  'grant.beforeReport',
  /** The service has heard, and that it has is not yet written. */
  'grant.afterReport',
  /** The deadline has come, nothing is written. */
  'revoke.beforeJournal',
  /** The intent is durable, the script has not run. */
  'revoke.afterJournal',
  /** The script has changed the target, nothing is verified. */
  'revoke.afterScript',
  /** Access is verified gone, which is not yet written. */
  'revoke.afterVerify',
  /** That it is gone is durable, the service has not heard. */
  'revoke.beforeReport',
  /** The service has heard, and that it has is not yet written. */
  'revoke.afterReport',
] as const;
export type FailpointName = (typeof FAILPOINTS)[number];
