import { inEnglish } from '../words/words.ts';
import { DAY_MS } from '../lib/time.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Report } from '../contract/api-types.ts';
import { backoff } from '../lib/backoff.ts';
import type { GrantEntry } from './grant-entry.ts';
import { reportToSend } from './journal-wire.ts';
import { Pauses } from './pauses.ts';
import { reportFor } from './report-for.ts';
import type { RunnerParts } from './runner-parts.ts';

/** How many reports are on their way side by side: the service writes them to its disk together. */
const MOST_PARALLEL = 32;

/** So long is it asked again whether the service agrees that access had to end: its clock may be behind this one. */
const DISAGREEMENT_MS = DAY_MS;

const TAKEN_OVER =
  'Another runner is said to have this grant. What was set up here ends at its own deadline all the same.';

/** An attempt that failed. `wasThere`: it was no attempt, access that was reported gone was found at the target. */
export interface Failure {
  readonly attempts: number;
  readonly message: string;
  readonly wasThere: boolean;
}

/** Tells the service what came of each grant, until it has heard. Never holds up a script. */
export class ReportLane {
  private readonly parts: RunnerParts;
  private readonly sending = new Set<string>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly pauses: Pauses;
  private readonly failures = new Map<string, number>();
  private readonly refusedAt = new Map<string, number>();
  private generation = 0;

  constructor(parts: RunnerParts) {
    this.parts = parts;
    this.pauses = new Pauses(parts.clock);
    parts.book.onDone((grantId) => {
      this.failures.delete(grantId);
      this.refusedAt.delete(grantId);
      this.pauses.clear(grantId);
    });
  }

  /** Sends what is due. Returns the milliseconds until something else will be. */
  turn(): number {
    const { book, link } = this.parts;
    if (this.generation !== link.generation) {
      this.generation = link.generation;
      this.pauses.clearAll();
    }
    const closedMs = link.waitMs();
    let nextMs = Infinity;
    for (const entry of book.entries()) {
      if (this.sending.size >= MOST_PARALLEL) break;
      if (this.sending.has(entry.grantId) || !this.reportOf(entry)) continue;
      const waitMs = Math.max(closedMs, this.pauses.waitMs(entry.grantId));
      if (waitMs > 0) nextMs = Math.min(nextMs, waitMs);
      else this.start(entry);
    }
    return nextMs;
  }

  /** Tells of one failed attempt, once: the next attempt tells again. */
  attemptFailed(entry: GrantEntry, failure: Failure): void {
    const { attempts, message, wasThere } = failure;
    const { api, link } = this.parts;
    const { grantId } = entry;
    if (link.waitMs() > 0 || (entry.granted && !entry.granted.reported)) return;
    const idempotencyKey = `fail-${grantId}-${attempts.toString(36)}`;
    const { requestId, fence } = entry.job;
    const base = { requestId, grantId, fence, idempotencyKey };
    const report = reportToSend({ kind: 'revocationFailed', ...base, message, wasThere });
    if (report) this.track(link.call(() => api.report(report)).then(() => undefined));
  }

  /** Resolves when no report is on its way. */
  async idle(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private reportOf(entry: GrantEntry): Report | null {
    return reportFor(entry, this.refusedAt.get(entry.grantId) ?? 0);
  }

  private start(entry: GrantEntry): void {
    const { grantId } = entry;
    const { logger, wake } = this.parts;
    this.sending.add(grantId);
    this.track(
      this.deliver(entry)
        .catch((error: unknown) => {
          logger.error({ grantId, err: error }, 'A report could not be finished; it is sent again.');
          this.pauseAfterFailure(grantId);
        })
        .finally(() => {
          this.sending.delete(grantId);
          wake();
        }),
    );
  }

  private track(task: Promise<void>): void {
    this.underWay.add(task);
    void task.finally(() => this.underWay.delete(task));
  }

  private async deliver(entry: GrantEntry): Promise<void> {
    const known = this.reportOf(entry);
    if (!known) return;
    const { api, failpoint, link, logger } = this.parts;
    const report = reportToSend(known);
    if (!report) {
      logger.error(
        { grantId: entry.grantId },
        'The service cannot be told of this grant: it has no name there.',
      );
      return this.settled(entry, known);
    }
    const stage = report.kind === 'activated' ? 'grant' : 'revoke';
    failpoint(`${stage}.beforeReport`);
    const result = await link.call(() => api.report(report));
    if (result.ok) {
      failpoint(`${stage}.afterReport`);
      return this.settled(entry, report);
    }
    if (result.error.kind === 'unreached') return this.pauseAfterFailure(entry.grantId);
    return this.refused(entry, report, result.error.refusal);
  }

  private async settled({ grantId }: GrantEntry, report: Report): Promise<void> {
    const at = this.parts.time.now();
    this.failures.delete(grantId);
    this.refusedAt.delete(grantId);
    await this.parts.book.record({
      type: report.kind === 'activated' ? 'grantReported' : 'done',
      at,
      grantId,
    });
  }

  private async refused(entry: GrantEntry, report: Report, refusal: Refusal): Promise<void> {
    const { book, logger, time } = this.parts;
    const { grantId, phase } = entry;
    const reason = inEnglish(refusal.told);
    // Why is not known here. A no to access is one: it is taken away. An end that is not heard of stays, and is told again.
    if (refusal.code === 'unknown' && report.kind !== 'activated') {
      logger.warn({ grantId, reason }, 'The service refuses a report for a reason of a newer Latchkey.');
      return this.tellAnew(grantId);
    }
    if (report.kind === 'activated') {
      const now = book.get(grantId)?.phase.kind;
      if (refusal.code === 'takenOver' && now === 'active') {
        // Perhaps true, and then it ends no later there. Nothing is let go of on the word of the service.
        logger.warn({ grantId, reason }, TAKEN_OVER);
        return book.record({ type: 'grantReported', at: time.now(), grantId });
      }
      logger.warn({ grantId, reason }, 'The service does not want this grant: it is revoked.');
      const dueAt = time.now();
      const intent = {
        cause: 'refused' as const,
        dueAt,
        message: reason,
        job: null,
        state: null,
        reportedGone: false,
      };
      await book.record({ type: 'revokeIntent', at: dueAt, grantId, ...intent });
      return book.record({ type: 'grantReported', at: time.now(), grantId });
    }
    // By the service's clock, or because a newer Latchkey's record ended it: it agrees at the deadline at the latest.
    const isEarly =
      phase.kind === 'gone' &&
      (phase.cause === 'expired' || phase.cause === 'unclear') &&
      report.kind === 'revoked' &&
      refusal.code === 'notActive';
    const agreesAt = phase.kind === 'gone' ? Math.max(phase.verifiedAt, entry.granted?.expiresAt ?? 0) : 0;
    if (isEarly && time.now() - agreesAt < DISAGREEMENT_MS) {
      return this.tellAnew(grantId);
    }
    if (report.kind === 'activationFailed' && (await this.toldAsRevoked(entry))) return;
    logger.warn({ grantId, reason }, 'Access is gone, but the service did not want to hear of it.');
    await this.settled(entry, report);
  }

  /** Ended while it was being granted: for the service, that is a revocation. False when it is refused too. */
  private async toldAsRevoked(entry: GrantEntry): Promise<boolean> {
    const { api, link } = this.parts;
    if (entry.phase.kind !== 'gone') return false;
    const asOrdered: GrantEntry = { ...entry, phase: { ...entry.phase, cause: 'ordered' } };
    const report = reportFor(asOrdered, 0);
    if (!report) return false;
    const result = await link.call(() => api.report(report));
    if (result.ok) await this.settled(entry, report);
    else if (result.error.kind === 'unreached') this.pauseAfterFailure(entry.grantId);
    else if (result.error.refusal.code === 'unknown') this.tellAnew(entry.grantId);
    else return false;
    return true;
  }

  /** Under another key, after a pause that keeps nothing else waiting. */
  private tellAnew(grantId: string): void {
    this.refusedAt.set(grantId, Math.floor(this.parts.time.now() / 1_000));
    this.pauseAfterFailure(grantId);
  }

  private pauseAfterFailure(grantId: string): void {
    const failures = this.failures.get(grantId) ?? 0;
    this.failures.set(grantId, failures + 1);
    this.pauses.pause(grantId, backoff(failures, this.parts.random()));
  }
}
