import { reportSchema } from '../../shared/contract/api-schemas.ts';
import type { CheckReport, CheckWork, Report, Work } from '../../shared/contract/api-types.ts';
import { RefusalError } from '../../shared/contract/refusal-error.ts';
import { refuse, type RefusalCode } from '../../shared/domain/refusal.ts';
import type { RunnerApi } from '../../shared/ports/runner-api.ts';

/** The service as a runner sees it: hands out work, hears reports, can be away. What happens goes to `log`. */
export class RunnerService implements RunnerApi {
  readonly reports: Report[] = [];
  readonly waiting: Work[] = [];
  /** Checks to hand out, and what came of them. */
  readonly toCheck: CheckWork[] = [];
  readonly checked: CheckReport[] = [];
  isAway = false;
  heartbeats = 0;
  /** The grants that the last sign of life named. */
  kept: readonly string[] = [];
  private readonly log: (line: string) => void;
  private readonly refusals = new Map<Report['kind'], RefusalCode>();
  private signal: (() => void) | null = null;

  constructor(log: (line: string) => void = () => undefined) {
    this.log = log;
  }

  /** Offers work and says so, as the service does. */
  offer(...work: Work[]): void {
    this.waiting.push(...work);
    this.signal?.();
  }

  offerChecks(...work: CheckWork[]): void {
    this.toCheck.push(...work);
    this.signal?.();
  }

  /** Refuses every report of a kind from now on; null stops that. */
  refuseReports(kind: Report['kind'], code: RefusalCode | null): void {
    if (code === null) this.refusals.delete(kind);
    else this.refusals.set(kind, code);
  }

  lease: RunnerApi['lease'] = ({ max, revokeOnly, checks = 0 }) =>
    this.answered(() => {
      const fits = this.waiting.filter(({ kind }) => !revokeOnly || kind === 'revoke').slice(0, max);
      for (const work of fits) this.waiting.splice(this.waiting.indexOf(work), 1);
      return [...fits, ...this.toCheck.splice(0, checks)];
    });

  report = (report: Report | CheckReport): Promise<void> =>
    this.answered(() => {
      reportSchema.parse(report);
      if (report.kind === 'checked') return void this.checked.push(report);
      const code = this.refusals.get(report.kind);
      this.log(`service hears ${report.kind} of ${report.grantId}${code ? ` and refuses: ${code}` : ''}`);
      if (code) throw new RefusalError(refuse(code, 'asWritten', { text: 'Refused by the test.' }));
      this.reports.push(report);
    });

  heartbeat = ({ grantIds }: { grantIds: readonly string[] }): Promise<void> =>
    this.answered(() => {
      this.heartbeats += 1;
      this.kept = grantIds;
    });

  async *work(_: unknown, signal: AbortSignal): AsyncIterable<{ pool: string }> {
    while (!signal.aborted) {
      if (this.isAway) throw new Error('The service is away.');
      await new Promise<void>((resolve) => {
        const done = (): void => {
          signal.removeEventListener('abort', done);
          resolve();
        };
        this.signal = done;
        signal.addEventListener('abort', done, { once: true });
      });
      yield { pool: 'default' };
    }
  }

  private answered<T>(work: () => T): Promise<T> {
    if (this.isAway) return Promise.reject(new Error('The service is away.'));
    return Promise.resolve().then(work);
  }
}
