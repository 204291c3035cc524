import { backoff } from '../lib/backoff.ts';
import { inEnglish } from '../words/words.ts';
import { MINUTE_MS, type Instant } from '../lib/time.ts';
import { FOUND_THERE as FOUND, STUCK_AFTER_ATTEMPTS } from '../domain/grant/decide-grant.ts';
import { claimCleanUp, wouldHaveEnded } from './claim-clean-up.ts';
import { dueAt, type GrantEntry } from './grant-entry.ts';
import type { RevokeCause } from '../formats/journal/journal-format.ts';
import { Pauses } from './pauses.ts';
import { RevocationPlaces } from './revocation-places.ts';
import type { RunnerParts } from './runner-parts.ts';
import type { Failure } from './report-lane.ts';
import { sealFor } from './seal-for.ts';
import { tryGrant, type GrantAttempt } from './try-grant.ts';
import { isStillThere, tryRevoke } from './try-revoke.ts';
import { told } from '../words/told.ts';

/** A statement binds it, so that it is a sentence. */
const FOUND_THERE = inEnglish(FOUND);

/** Activation is tried this often, and for this long, before it is cleaned up. */
const MOST_GRANT_ATTEMPTS = 5;
const GRANT_WINDOW_MS = 2 * MINUTE_MS;

/**
 * Runs scripts: grants what is leased, revokes what is due.
 *
 * 1. Intent is in the journal before a script starts, except where the journal cannot be written: then access is
 *    revoked all the same, since its deadline is in the journal already.
 * 2. One script at a time for each grant. Nothing is revoked for its deadline before that.
 * 3. What is to be granted has slots of its own, and a target that hangs holds up no other (`revocation-places.ts`).
 * 4. A revocation is tried until it is verified.
 */
export class ScriptLane {
  private readonly parts: RunnerParts;
  private readonly onAttemptFailed: (entry: GrantEntry, failure: Failure) => void;
  /** By grant. */
  private readonly running = new Map<string, 'grant' | 'revoke'>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly pauses: Pauses;
  private readonly places: RevocationPlaces;
  private readonly grantAttempts = new Map<string, number>();
  /** Grants of which something may be at the target: of what another process began, that is not known. */
  private readonly touched: Set<string>;

  constructor(parts: RunnerParts, onAttemptFailed: (entry: GrantEntry, failure: Failure) => void) {
    this.parts = parts;
    this.onAttemptFailed = onAttemptFailed;
    this.touched = new Set([...parts.book.entries(), ...parts.book.unclear()].map(({ grantId }) => grantId));
    this.pauses = new Pauses(parts.clock);
    this.places = new RevocationPlaces(parts.clock, parts.maxParallel);
    parts.book.onDone((grantId) => {
      for (const each of [this.touched, this.grantAttempts]) each.delete(grantId);
      this.pauses.clear(grantId);
    });
  }

  /** How many more grants may be leased: as many again as run at a time, so that no slot waits for the service. */
  freeGrantSlots(): number {
    let waiting = 0;
    for (const { phase } of this.parts.book.entries()) if (phase.kind === 'granting') waiting += 1;
    return 2 * this.grantSlots - waiting;
  }

  /** Whether access is being taken away that was not tried before: then nothing that can wait may take its time. */
  isEnding(): boolean {
    return this.places.isEnding();
  }

  /** Starts what is due and has a slot. Returns the milliseconds until something else will be. */
  turn(): number {
    const now = this.parts.time.now();
    let nextMs = Infinity;
    const grants: GrantEntry[] = [];
    const revocations: GrantEntry[] = [];
    for (const entry of this.parts.book.entries()) {
      if (entry.phase.kind === 'gone' || this.running.has(entry.grantId)) continue;
      const waitMs = this.waitMs(entry, now);
      if (waitMs > 0) nextMs = Math.min(nextMs, waitMs);
      else if (entry.phase.kind === 'granting') grants.push(entry);
      else revocations.push(entry);
    }
    const placesMs = this.places.fill(this.parts.book.entries(), revocations, (entry) =>
      this.start(entry, 'revoke', () => this.revoke(entry).finally(() => this.places.leave(entry.grantId))),
    );
    for (const entry of grants) {
      if (this.countGrants() >= this.grantSlots) break;
      this.start(entry, 'grant', () => this.grant(entry));
    }
    return Math.min(nextMs, placesMs);
  }

  /** Resolves when no script is running. */
  async idle(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private get grantSlots(): number {
    return Math.max(1, Math.ceil(this.parts.maxParallel / 2));
  }

  private waitMs(entry: GrantEntry, now: Instant): number {
    const pauseMs = this.pauses.waitMs(entry.grantId);
    return entry.phase.kind === 'granting' ? pauseMs : Math.max(pauseMs, dueAt(entry) - now);
  }

  private countGrants(): number {
    return [...this.running.values()].filter((what) => what === 'grant').length;
  }

  private start({ grantId }: GrantEntry, what: 'grant' | 'revoke', work: () => Promise<void>): void {
    const { logger, random, wake } = this.parts;
    this.running.set(grantId, what);
    const task = work()
      .catch((error: unknown) => {
        // A fault, such as a full disk under the journal: the entry is where it was, and is tried again.
        logger.error({ grantId, err: error }, 'A step of a grant failed; it is tried again.');
        this.pauses.pause(grantId, backoff(3, random()));
      })
      .finally(() => {
        this.running.delete(grantId);
        this.underWay.delete(task);
        wake();
      });
    this.underWay.add(task);
  }

  private async grant(entry: GrantEntry): Promise<void> {
    const { grantId } = entry;
    const { book, time, random, logger } = this.parts;
    if (time.isBehind()) {
      return this.cleanUp(entry, inEnglish(told('runnerClockBack')));
    }
    if (time.now() - entry.since > GRANT_WINDOW_MS) {
      return this.cleanUp(entry, inEnglish(told('grantingTooLong')));
    }
    const attempt = (this.grantAttempts.get(grantId) ?? 0) + 1;
    this.grantAttempts.set(grantId, attempt);
    const result = await this.tryToGrant(entry, attempt);
    // Ended meanwhile: what may be there is revoked next.
    if (book.get(grantId)?.phase.kind !== 'granting') return;
    if (result.kind === 'granted') {
      this.grantAttempts.delete(grantId);
      return this.recordGranted(entry, result);
    }
    if (this.parts.scriptSignal.aborted) return;
    logger.warn({ grantId, attempt, reason: result.message }, 'Granting failed.');
    const isLast = attempt >= MOST_GRANT_ATTEMPTS || time.now() - entry.since > GRANT_WINDOW_MS;
    if (!result.canTryAgain || isLast) return this.cleanUp(entry, result.message);
    this.pauses.pause(grantId, backoff(attempt - 1, random()));
  }

  private async tryToGrant(entry: GrantEntry, attempt: number): Promise<GrantAttempt> {
    const { grantId, job } = entry;
    // Leased before: another runner may have begun it.
    const wasTouched = this.touched.has(grantId) || job.attempt > 1;
    this.touched.add(grantId);
    const result = await tryGrant(this.parts, entry, attempt);
    if (!wasTouched && result.kind === 'failed' && result.untouched) this.touched.delete(grantId);
    return result;
  }

  private async recordGranted(
    entry: GrantEntry,
    result: Extract<GrantAttempt, { kind: 'granted' }>,
  ): Promise<void> {
    const { book, logger, time } = this.parts;
    const { startsAt, expiresAt, state, evidence } = result;
    const sealed = await sealFor(this.parts, entry, result);
    const { grantId } = entry;
    await book.record({
      type: 'granted',
      at: time.now(),
      grantId,
      startsAt,
      expiresAt,
      state,
      evidence,
      sealed,
    });
    logger.info({ grantId, expiresAt }, 'Access works.');
  }

  private async cleanUp(entry: GrantEntry, message: string): Promise<void> {
    const { grantId } = entry;
    const { book, logger, random, time } = this.parts;
    const claim = await claimCleanUp(this.parts, entry, message);
    if (book.get(grantId)?.phase.kind !== 'granting') return;
    if (claim === 'askAgain') return this.pauses.pause(grantId, backoff(3, random()));
    this.grantAttempts.delete(grantId);
    this.pauses.clear(grantId);
    const now = time.now();
    const isWaiting = claim === 'takenOver' && now < wouldHaveEnded(entry);
    if (isWaiting) logger.warn({ grantId }, 'Another runner is said to have this grant. It ends here later.');
    const dueAt = isWaiting ? wouldHaveEnded(entry) : now;
    await this.recordIntent(entry, { cause: 'cleanUp', dueAt, message });
    // Where the target was never reached nothing can be there, and a revocation would fail as the grant did, for ever.
    if (this.touched.has(grantId)) return;
    await book.record({ type: 'revoked', at: now, grantId, verifiedAt: now, evidence: null });
  }

  private async revoke(entry: GrantEntry): Promise<void> {
    const { grantId, phase } = entry;
    const { book, failpoint, logger, time } = this.parts;
    const due = dueAt(entry);
    if (phase.kind === 'active') {
      failpoint('revoke.beforeJournal');
      await this.recordIntent(entry, { cause: 'expired', dueAt: due, message: null }).catch(
        (error: unknown) =>
          logger.error(
            { grantId, err: error },
            'The journal cannot be written. Access is revoked all the same.',
          ),
      );
    }
    failpoint('revoke.afterJournal');
    const attempts = (phase.kind === 'revoking' ? phase.attempts : 0) + 1;
    const result = await this.places.run(grantId, async () => {
      if (phase.kind === 'revoking' && phase.isToLook) await this.look(entry);
      return tryRevoke(this.parts, entry, { attempt: attempts, dueAt: due });
    });
    if (result.kind === 'failed') return this.revocationFailed(entry, attempts, result.message);
    if (book.get(grantId)?.phase.kind === 'active')
      await this.recordIntent(entry, { cause: 'expired', dueAt: due, message: null });
    const { verifiedAt, evidence } = result;
    await book.record({ type: 'revoked', at: time.now(), grantId, verifiedAt, evidence });
    this.pauses.clear(grantId);
    this.touched.delete(grantId);
    logger.info({ grantId, lateMs: Math.max(0, verifiedAt - due) }, 'Access is gone.');
  }

  /**
   * Another runner reported gone what this one set up. It believes its target only, and says what it finds there before it
   * takes it away.
   */
  private async look(entry: GrantEntry): Promise<void> {
    const { grantId } = entry;
    const { book, logger, time } = this.parts;
    if (!(await isStillThere(this.parts, entry))) return;
    logger.error({ grantId }, FOUND_THERE);
    await book.record({ type: 'foundThere', at: time.now(), grantId, message: FOUND_THERE });
    this.onAttemptFailed(entry, { attempts: 0, message: FOUND_THERE, wasThere: true });
  }

  private async revocationFailed(entry: GrantEntry, attempts: number, message: string): Promise<void> {
    if (this.parts.scriptSignal.aborted) return;
    const { grantId } = entry;
    const { book, logger, random, time } = this.parts;
    this.pauses.pause(grantId, backoff(attempts - 1, random()));
    const isStuck = attempts >= STUCK_AFTER_ATTEMPTS;
    logger[isStuck ? 'error' : 'warn'](
      { grantId, attempts, reason: message },
      isStuck ? 'A revocation is stuck; it goes on being tried.' : 'A revocation failed; it is tried again.',
    );
    await book.record({ type: 'attemptFailed', at: time.now(), grantId, attempts, message });
    this.onAttemptFailed(entry, { attempts, message, wasThere: false });
  }

  private recordIntent(
    { grantId }: GrantEntry,
    intent: { readonly cause: RevokeCause; readonly dueAt: Instant; readonly message: string | null },
  ): Promise<void> {
    const at = this.parts.time.now();
    return this.parts.book.record({
      type: 'revokeIntent',
      at,
      grantId,
      ...intent,
      job: null,
      state: null,
      reportedGone: false,
    });
  }
}
