import type { CheckReport, Report } from '../contract/api-types.ts';
import type { Leased } from '../formats/wire/read-lease.ts';

/**
 * What a runner needs of the service, already bound to the runner's key or caller. A refusal is thrown as
 * `RefusalError`, or as a tRPC client's error with `data.refusal`; any other error means that the service was not
 * reached, and the call is made again later with the same idempotency key.
 */
export interface RunnerApi {
  /** `revokeOnly`: nothing that would have to be begun. */
  lease(input: {
    pool: string;
    max: number;
    revokeOnly: boolean;
    /** So many checks can be taken besides. */
    checks?: number;
  }): Promise<readonly Leased[]>;
  report(report: Report | CheckReport): Promise<unknown>;
  /** `grantIds`: the work of this pool that the runner has taken; it keeps that, and no other. */
  heartbeat(input: { pool: string; grantIds: string[] }): Promise<unknown>;
  /** Says each time that there may be work in the pool. Ends when `signal` aborts; may fail when the service goes away. */
  work(input: { pool: string }, signal: AbortSignal): AsyncIterable<{ readonly pool: string }>;
}
