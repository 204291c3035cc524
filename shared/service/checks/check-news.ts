import { LIMITS } from '../../contract/limits.ts';
import { MINUTE_MS, type Instant } from '../../domain/time.ts';

/** At most one entry of the log for each runner of a pool in this time. */
const EVERY_MS = MINUTE_MS;
/** What is not listed is counted. */
const MOST_LINES = 20;

interface Finding {
  readonly title: string;
  readonly entitlementId: string;
  readonly problem: string | null;
}

interface OfRunner {
  toldAt: Instant | null;
  /** Problems that owners were told of, by entitlement. */
  readonly told: Map<string, string>;
  readonly untold: Map<string, Finding>;
}

/** `told`: it is in the log. */
interface News {
  readonly lines: string[];
  readonly more: number;
  told(): void;
}

/** What owners have not heard yet of the checks: what is missing now and was not before, and what is there again. */
export class CheckNews {
  readonly #runners = new Map<string, OfRunner>();

  note(pool: string, deviceId: string, finding: Finding): void {
    const runner = this.#of(pool, deviceId);
    const told = runner.told.get(finding.entitlementId) ?? null;
    if (told === finding.problem) runner.untold.delete(finding.entitlementId);
    else runner.untold.set(finding.entitlementId, finding);
  }

  has(pool: string, deviceId: string): boolean {
    return (this.#runners.get(nameOf(pool, deviceId))?.untold.size ?? 0) > 0;
  }

  /** Everything at once, and not too often; null: nothing to tell, or not yet. To be called with `told` once it is. */
  next(pool: string, deviceId: string, now: Instant): News | null {
    const runner = this.#runners.get(nameOf(pool, deviceId));
    if (!runner || runner.untold.size === 0) return null;
    if (runner.toldAt !== null && now - runner.toldAt < EVERY_MS) return null;
    runner.toldAt = now;
    const findings = [...runner.untold.values()];
    const lines = findings.slice(0, MOST_LINES).map((each) => sentence(each).slice(0, LIMITS.messageLength));
    const told = (): void => findings.forEach((each) => markTold(runner, each));
    return { lines, more: findings.length - lines.length, told };
  }

  #of(pool: string, deviceId: string): OfRunner {
    const name = nameOf(pool, deviceId);
    const known = this.#runners.get(name);
    if (known) return known;
    const made = { toldAt: null, told: new Map<string, string>(), untold: new Map<string, Finding>() };
    this.#runners.set(name, made);
    return made;
  }
}

function markTold({ told, untold }: OfRunner, finding: Finding): void {
  const { entitlementId, problem } = finding;
  if (problem === null) told.delete(entitlementId);
  else told.set(entitlementId, problem);
  // What was found since then is still to be told.
  if (untold.get(entitlementId) === finding) untold.delete(entitlementId);
}

const nameOf = (pool: string, deviceId: string): string => JSON.stringify([pool, deviceId]);

const sentence = ({ title, entitlementId, problem }: Finding): string =>
  problem === null
    ? `${title} (${entitlementId}) can be ended again.`
    : `${title} (${entitlementId}) could not be ended now: ${problem}`;
