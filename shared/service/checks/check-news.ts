import { LIMITS } from '../../contract/limits.ts';
import { shortText } from '../../lib/short-text.ts';
import { MINUTE_MS, type Instant } from '../../domain/time.ts';

/** At most one entry of the log for each runner of a pool in this time. */
const EVERY_MS = MINUTE_MS;
/** What is not listed is counted. */
const MOST_LINES = 20;

interface OfRunner {
  toldAt: Instant | null;
  /** What owners were told last. */
  told: string;
  /** What is missing now: a sentence for each entitlement. */
  readonly missing: Map<string, string>;
}

/** Everything that is missing now; no lines: nothing is any more. `told`: it is in the log. */
interface News {
  readonly lines: readonly string[];
  readonly more: number;
  told(): void;
}

const NOTHING = JSON.stringify([]);

/** What owners have not heard yet of the checks. They are always told all that a runner misses: the newest word counts alone. */
export class CheckNews {
  readonly #runners = new Map<string, OfRunner>();

  note(
    pool: string,
    deviceId: string,
    finding: { readonly title: string; readonly entitlementId: string; readonly problem: string | null },
  ): void {
    const { title, entitlementId, problem } = finding;
    const { missing } = this.#of(pool, deviceId);
    if (problem === null) missing.delete(entitlementId);
    else
      missing.set(entitlementId, shortText(`${title} (${entitlementId}): ${problem}`, LIMITS.messageLength));
  }

  /** Forgets what the catalog does not have any more in that pool. */
  keep(isThere: (pool: string, entitlementId: string) => boolean): void {
    for (const [name, { missing }] of this.#runners) {
      const [pool] = JSON.parse(name) as [string, string];
      for (const entitlementId of missing.keys())
        if (!isThere(pool, entitlementId)) missing.delete(entitlementId);
    }
  }

  has(pool: string, deviceId: string): boolean {
    const runner = this.#runners.get(nameOf(pool, deviceId));
    return runner !== undefined && textOf(runner) !== runner.told;
  }

  /** Not too often; null: nothing to tell, or not yet. To be called with `told` once it is in the log. */
  next(pool: string, deviceId: string, now: Instant): News | null {
    const runner = this.#runners.get(nameOf(pool, deviceId));
    if (!runner || !this.has(pool, deviceId)) return null;
    if (runner.toldAt !== null && now - runner.toldAt < EVERY_MS) return null;
    runner.toldAt = now;
    const text = textOf(runner);
    const sentences = [...runner.missing.values()];
    const lines = sentences.slice(0, MOST_LINES);
    return { lines, more: sentences.length - lines.length, told: () => void (runner.told = text) };
  }

  #of(pool: string, deviceId: string): OfRunner {
    const name = nameOf(pool, deviceId);
    const known = this.#runners.get(name);
    if (known) return known;
    const made = { toldAt: null, told: NOTHING, missing: new Map<string, string>() };
    this.#runners.set(name, made);
    return made;
  }
}

const nameOf = (pool: string, deviceId: string): string => JSON.stringify([pool, deviceId]);

const textOf = ({ missing }: OfRunner): string => JSON.stringify([...missing].sort());
