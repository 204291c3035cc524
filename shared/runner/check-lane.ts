import { CHECKS_PER_LEASE } from '../contract/check-schemas.ts';
import type { CheckWork } from '../contract/api-types.ts';
import { addMs, durationMs, MINUTE_MS } from '../lib/time.ts';
import type { RunnerParts } from './runner-parts.ts';
import { scriptCall } from './script-call.ts';

interface Waiting {
  readonly pool: string;
  readonly work: CheckWork;
}

/** A check is of no grant: what it would be called at a target is only looked at. */
const NO_GRANT = 'check';

/**
 * Asks providers what the service wants to know: could access be ended? Nothing of it is in the journal, since it changes
 * nothing; what is lost is asked again.
 *
 * 1. Ends come first: nothing is begun here while one is due or under way for the first time.
 * 2. A fourth of the places at most, so that there is room for both.
 * 3. No more wait than may be leased at once, whatever comes. What finds no room is asked again by the service.
 */
export class CheckLane {
  private readonly parts: RunnerParts;
  private readonly isEnding: () => boolean;
  private readonly waiting: Waiting[] = [];
  private readonly underWay = new Set<Promise<void>>();

  constructor(parts: RunnerParts, isEnding: () => boolean) {
    this.parts = parts;
    this.isEnding = isEnding;
  }

  /** How many more may be leased. */
  free(): number {
    return Math.max(
      0,
      Math.min(CHECKS_PER_LEASE, 2 * this.places) - this.waiting.length - this.underWay.size,
    );
  }

  isIdle(): boolean {
    return this.waiting.length + this.underWay.size === 0;
  }

  take(pool: string, work: CheckWork): void {
    if (this.waiting.length < CHECKS_PER_LEASE) this.waiting.push({ pool, work });
  }

  /** Begins what has a place. What cannot begin now does when a script has ended, which wakes the runner. */
  turn(): void {
    while (this.underWay.size < this.places && !this.isEnding()) {
      const next = this.waiting.shift();
      if (!next) return;
      this.start(next);
    }
  }

  /** Resolves when no check is running. */
  async idle(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private get places(): number {
    return Math.max(1, Math.floor(this.parts.maxParallel / 4));
  }

  private start(next: Waiting): void {
    const { logger, wake } = this.parts;
    const { id } = next.work.entitlement;
    const task = this.check(next)
      .catch((error: unknown) => logger.error({ entitlement: id, err: error }, 'A check could not be made.'))
      .finally(() => {
        this.underWay.delete(task);
        wake();
      });
    this.underWay.add(task);
  }

  private async check({ pool, work }: Waiting): Promise<void> {
    const { api, link, logger, scriptSignal } = this.parts;
    const problem = await this.problemOf(work);
    if (scriptSignal.aborted) return;
    const { fence, entitlement } = work;
    const entitlementId = entitlement.id;
    if (problem !== null) logger.warn({ entitlement: entitlementId, problem }, 'Access could not be ended.');
    await link.call(() => api.report({ kind: 'checked', pool, entitlementId, fence, problem }));
  }

  private async problemOf({ provider, entitlement }: CheckWork): Promise<string | null> {
    const { checks, clock, providers, scriptSignal: signal } = this.parts;
    const opened = await providers.open(provider, 'grant');
    if (!opened.ok) return opened.error.message;
    const subject = { id: 'latchkey', name: 'Latchkey', publicKey: null };
    const about = { provider, entitlement };
    const deadlineAt = addMs(clock.now(), durationMs(MINUTE_MS));
    const call = scriptCall(
      { grantId: NO_GRANT, subject, ...about },
      { verb: 'check', attempt: 1, deadlineAt, state: {} },
    );
    const problem = await checks.problem(opened.value, { about, call, signal }, 'new');
    return problem?.message ?? null;
  }
}
