import { inEnglish } from '../words/words.ts';
import { LIMITS } from '../contract/limits.ts';
import { STUCK_AFTER_ATTEMPTS } from '../domain/grant/decide-grant.ts';
import { durationMs, SECOND_MS } from '../lib/time.ts';
import { backoff } from '../lib/backoff.ts';
import type { Work } from '../contract/api-types.ts';
import type { Unknown } from '../formats/format.ts';
import { endOrderIn, type Leased } from '../formats/wire/read-lease.ts';
import type { CheckLane } from './check-lane.ts';
import type { GrantEntry } from './grant-entry.ts';
import type { RunnerParts } from './runner-parts.ts';
import { SkippedWork } from './skipped-work.ts';
import { takeEndOrder } from './take-end-order.ts';
import { takeWork } from './take-work.ts';

/** Without any signal, the service is asked for work this often. */
const POLL_MS = 15 * SECOND_MS;
const HEARTBEAT_MS = 10 * SECOND_MS;

/** How much work is leased at a time. */
const MOST_LEASED = 100;
/** Who gives more than was asked for is not asked again before this, whatever it signals. */
const REST_MS = 5 * SECOND_MS;

/** What takes the work, and how much of it. */
interface Lanes {
  readonly checks: Pick<CheckLane, 'free' | 'take' | 'isIdle'>;
  freeGrantSlots(): number;
}

/**
 * Leases work of one pool: on each signal, now and then without one, and until nothing comes. Of an answer no more is taken
 * than was asked for, and a service that does not answer, or with too much, is asked for one, then for two, four, … Work that
 * only a newer Latchkey knows is left to others, and keeps from no other work; an order to end what is here is carried out.
 */
export class WorkSource {
  private readonly parts: RunnerParts;
  private readonly pool: string;
  private readonly lanes: Lanes;
  private leasing: Promise<void> | null = null;
  private beating: Promise<unknown> | null = null;
  private pollAtMono = 0;
  private restUntilMono = 0;
  private most = MOST_LEASED;
  /** The last lease was only of revocations: there may be work to begin. */
  private leftNewWork = false;
  /** Checks were taken: when they are done there may be more, and owners are told of those. */
  private leftChecks = false;
  private beatAtMono = 0;
  private readonly skipped: SkippedWork;

  constructor(parts: RunnerParts, pool: string, lanes: Lanes) {
    this.parts = parts;
    this.pool = pool;
    this.lanes = lanes;
    this.skipped = new SkippedWork(parts.logger);
  }

  /** Calls the service if it is time to. Returns the milliseconds until it is again. */
  turn(): number {
    const mono = this.parts.clock.monotonicMs();
    const closedMs = this.parts.link.waitMs();
    if (closedMs > 0) return closedMs;
    if (!this.beating && mono >= this.beatAtMono) this.beat();
    if (this.leftNewWork && this.mayBeginMore()) this.pollAtMono = 0;
    if (this.leftChecks && this.lanes.checks.isIdle()) this.pollAtMono = 0;
    const leaseAtMono = (): number => Math.max(this.pollAtMono, this.restUntilMono);
    if (!this.leasing && mono >= leaseAtMono()) this.lease();
    const next = [this.leasing ? Infinity : leaseAtMono(), this.beating ? Infinity : this.beatAtMono];
    return Math.max(0, Math.min(...next) - mono);
  }

  /** Follows the service's signals until `signal` aborts. */
  async watch(signal: AbortSignal): Promise<void> {
    const { api, clock, logger, random } = this.parts;
    const { pool } = this;
    for (let failures = 0; !signal.aborted; failures += 1) {
      this.look();
      try {
        for await (const _ of api.work({ pool }, signal)) {
          failures = 0;
          this.look();
        }
      } catch (error) {
        logger.debug({ pool, err: error }, 'The signals of the service stopped.');
      }
      await clock.sleep(backoff(failures, random()), signal);
    }
  }

  async idle(): Promise<void> {
    await Promise.all([this.leasing, this.beating]);
  }

  private look(): void {
    this.pollAtMono = 0;
    this.parts.wake();
  }

  private beat(): void {
    const { api, clock, link, wake } = this.parts;
    this.beatAtMono = clock.monotonicMs() + HEARTBEAT_MS;
    this.beating = link
      .call(() => api.heartbeat({ pool: this.pool, grantIds: this.held() }))
      .finally(() => {
        this.beating = null;
        wake();
      });
  }

  /**
   * The work that this runner keeps to itself: what is active and reported is leased to nobody. It goes on with a
   * revocation that is stuck, but lets the service lease it again: to another runner, or to this one with a new address.
   */
  private held(): string[] {
    const isKept = ({ job, phase, granted }: GrantEntry): boolean => {
      if (job.pool !== this.pool) return false;
      if (phase.kind === 'active') return granted?.reported !== true;
      return phase.kind !== 'revoking' || phase.attempts < STUCK_AFTER_ATTEMPTS;
    };
    const held = Array.from(this.parts.book.entries()).filter(isKept);
    return held.map(({ grantId }) => grantId).slice(0, LIMITS.grantsPerHeartbeat);
  }

  /** Not with all slots taken, nor with a clock that went back: then new work is better leased by another runner. */
  private mayBeginMore(): boolean {
    const { book, time } = this.parts;
    return this.lanes.freeGrantSlots() > 0 && book.hasRoom() && !time.isBehind();
  }

  private lease(): void {
    const { clock, logger, wake } = this.parts;
    this.pollAtMono = clock.monotonicMs() + POLL_MS;
    this.leasing = this.leaseOnce()
      .catch((error: unknown) => {
        logger.error({ pool: this.pool, err: error }, 'Leased work could not be taken; it is leased again.');
        this.pollAtMono = clock.monotonicMs() + durationMs(2 * SECOND_MS);
      })
      .finally(() => {
        this.leasing = null;
        wake();
      });
  }

  private async leaseOnce(): Promise<void> {
    const { api, link, logger } = this.parts;
    const revokeOnly = !this.mayBeginMore();
    this.leftNewWork = revokeOnly;
    const max = revokeOnly ? this.most : Math.min(this.most, this.lanes.freeGrantSlots());
    if (this.lanes.checks.isIdle()) this.leftChecks = false;
    const checks = Math.min(this.most, this.lanes.checks.free());
    const leased = await link.call(() => api.lease({ pool: this.pool, max, revokeOnly, checks }));
    if (!leased.ok) {
      if (leased.error.kind === 'unreached') this.most = 1;
      else
        logger.warn({ pool: this.pool, reason: inEnglish(leased.error.refusal.told) }, 'No work was given.');
      return;
    }
    this.most = Math.min(MOST_LEASED, 2 * this.most);
    const asked = leased.value.filter((work) => work.kind === 'check').slice(0, checks);
    for (const work of asked) this.lanes.checks.take(this.pool, work);
    this.leftChecks ||= asked.length > 0;
    const unknown = leased.value.filter((each) => each.kind === 'unknown').slice(0, max + checks);
    const isWanted = (each: Leased): each is Work =>
      each.kind === 'revoke' || (each.kind === 'activate' && !revokeOnly);
    const work = leased.value.filter(isWanted).slice(0, max);
    if (asked.length + work.length + unknown.length < leased.value.length) this.rest();
    const taken = await Promise.all([
      ...work.map((each) => takeWork(this.parts, this.pool, each)),
      ...unknown.map((each) => this.takeUnknown(each)),
    ]);
    if (taken.includes(true)) this.pollAtMono = 0;
  }

  /** An order to end what this runner knows is never lost; all else is left to a runner that knows it. */
  private async takeUnknown(work: Unknown): Promise<boolean> {
    const order = endOrderIn(work);
    const taken = order ? await takeEndOrder(this.parts, order) : 'notHere';
    if (taken === 'notHere') this.skipped.tell(this.pool, work);
    return taken === 'taken';
  }

  private rest(): void {
    const { clock, logger } = this.parts;
    logger.warn(
      { pool: this.pool },
      'The service gave more work than it was asked for. The rest is not taken.',
    );
    this.restUntilMono = clock.monotonicMs() + REST_MS;
  }
}
