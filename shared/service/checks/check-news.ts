import { shortText } from '../../lib/short-text.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS, type Instant } from '../../lib/time.ts';

/** Of all runners of one person there is an entry at most this often at first, then after twice as long each time, … */
const FIRST_GAP_MS = MINUTE_MS;
/** … up to this, … */
const LONGEST_GAP_MS = HOUR_MS;
/** … until nothing was told for so long. */
const CALM_MS = 6 * HOUR_MS;
/** What is known is told after so long, although there is more to ask. */
const PATIENCE_MS = 30 * SECOND_MS;
/** What is not listed is counted. */
const MOST_LINES = 10;
/** In UTF-16 units, as all of these. */
const LINE_LENGTH = 300;
const TITLE_LENGTH = 60;

interface OfRunner {
  /** What owners were told last. */
  told: string;
  /** Since when they have not heard all of it. */
  changedAt: Instant | null;
  /** What is missing now: a sentence for each entitlement. */
  readonly missing: Map<string, string>;
}

interface Pace {
  readonly toldAt: Instant;
  readonly gapMs: number;
}

/** Everything that is missing now; no lines: nothing is any more. `told`: it is in the log. */
interface News {
  readonly lines: readonly string[];
  readonly more: number;
  told(): void;
}

const NOTHING = JSON.stringify([]);

/**
 * What owners have not heard yet of the checks.
 *
 * 1. They are always told all that a runner misses: the newest word counts alone.
 * 2. One person makes a few entries an hour at most, however many runners they have and whatever those say.
 */
export class CheckNews {
  readonly #runners = new Map<string, OfRunner>();
  readonly #paces = new Map<string, Pace>();

  note(
    pool: string,
    deviceId: string,
    finding: {
      readonly title: string;
      readonly entitlementId: string;
      readonly problem: string | null;
      readonly now: Instant;
    },
  ): void {
    const { title, entitlementId, problem, now } = finding;
    const runner = this.#of(pool, deviceId);
    const { missing } = runner;
    if (problem === null) missing.delete(entitlementId);
    else {
      const line = `${shortText(title, TITLE_LENGTH)} (${entitlementId}): ${problem}`;
      missing.set(entitlementId, shortText(line, LINE_LENGTH));
    }
    runner.changedAt = textOf(runner) === runner.told ? null : (runner.changedAt ?? now);
  }

  /** Forgets what the catalog does not have any more in that pool. */
  keep(isThere: (pool: string, entitlementId: string) => boolean): void {
    for (const [name, { missing }] of this.#runners) {
      const [pool] = JSON.parse(name) as [string, string];
      for (const entitlementId of missing.keys())
        if (!isThere(pool, entitlementId)) missing.delete(entitlementId);
    }
  }

  /** A runner that is gone says nothing any more. */
  forget(pool: string, deviceId: string): void {
    this.#runners.delete(nameOf(pool, deviceId));
  }

  /**
   * Null: nothing to tell, or not yet. To be called with `told` once it is in the log. `isWhole`: nothing more is asked of
   * this runner now.
   */
  next(
    pool: string,
    deviceId: string,
    { by, now, isWhole }: { readonly by: string; readonly now: Instant; readonly isWhole: boolean },
  ): News | null {
    const runner = this.#runners.get(nameOf(pool, deviceId));
    if (!runner) return null;
    const text = textOf(runner);
    if (text === runner.told) {
      runner.changedAt = null;
      return null;
    }
    // Also what the catalog does not have any more is news, from when it is first asked for.
    runner.changedAt ??= now;
    if (!isWhole && now - runner.changedAt < PATIENCE_MS) return null;
    const pace = this.#paces.get(by);
    if (pace && now - pace.toldAt < pace.gapMs) return null;
    const isCalm = !pace || now - pace.toldAt >= CALM_MS;
    const gapMs = isCalm ? FIRST_GAP_MS : Math.min(2 * pace.gapMs, LONGEST_GAP_MS);
    this.#paces.set(by, { toldAt: now, gapMs });
    const sentences = [...runner.missing.values()];
    const lines = sentences.slice(0, MOST_LINES);
    const told = (): void => {
      runner.told = text;
      // What was said meanwhile they have not heard.
      if (textOf(runner) === text) runner.changedAt = null;
    };
    return { lines, more: sentences.length - lines.length, told };
  }

  #of(pool: string, deviceId: string): OfRunner {
    const name = nameOf(pool, deviceId);
    const known = this.#runners.get(name);
    if (known) return known;
    const made = { told: NOTHING, changedAt: null, missing: new Map<string, string>() };
    this.#runners.set(name, made);
    return made;
  }
}

const nameOf = (pool: string, deviceId: string): string => JSON.stringify([pool, deviceId]);

const textOf = ({ missing }: OfRunner): string => JSON.stringify([...missing].sort());
