import type { CheckWork } from '../../contract/api-types.ts';
import type { Entitlement, Organisation, ProviderConfig } from '../../domain/organisation/organisation.ts';
import { ownValue } from '../../lib/own-value.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS, type Instant } from '../../lib/time.ts';
import { canonicalText } from '../../lib/canonical-json.ts';
import { CheckNews } from './check-news.ts';

/** A runner has a check to itself for so long; then it is asked again. */
const LEASE_MS = 2 * MINUTE_MS;
/** What is missing is asked about again by itself after so long: it may have been mended. */
const RETRY_MS = 10 * MINUTE_MS;
/** Who asks more often than this gets the answers to the last asking: they keep other people's runners busy. */
const RENEW_MS = { owner: 5 * SECOND_MS, other: 2 * MINUTE_MS } as const;
/** Without work, a runner asks for some at least every 15 s. */
const ALIVE_MS = 45 * SECOND_MS;
/** What a runner said is forgotten when nothing was heard of it for so long. */
const FORGET_MS = DAY_MS;

interface Asked {
  readonly fence: number;
  readonly at: Instant;
  /** Undefined: not answered yet. Null: nothing is missing. */
  readonly problem: string | null | undefined;
}

/** One entitlement, and what each runner of its pool said of it. */
export interface CheckTarget {
  readonly entitlement: Entitlement;
  readonly provider: ProviderConfig;
  /** What the answer depends on: provider, target and parameters. */
  readonly key: string;
  readonly byRunner: Map<string, Asked>;
  /** Checks up to this fence do not count any more. */
  staleUpTo: number;
}

interface Runner {
  readonly deviceId: string;
  seenAt: Instant;
  /** There is nothing to ask of it before this, while `generation` is the board's. */
  nothingUntil: number;
  generation: number;
  /** Where the last round stopped. */
  next: number;
}

/**
 * Which ends of access were checked, by whom, and what they miss. Every runner of a pool is asked about every entitlement
 * of it, since any of them may have to end it: after it first shows itself, after a publish for what that changed, and when
 * somebody asks. In memory only: after a restart the targets are asked again, and they know best.
 *
 * 1. An answer counts from the runner that was asked, by the number of that asking.
 * 2. Asking costs nothing while there is nothing to ask, however large the catalog is.
 * 3. A round goes on where the last one stopped, and an asking that is under way counts: who asks anew again and again
 *    keeps nothing from being checked.
 */
export class CheckBoard {
  readonly news = new CheckNews();
  readonly #organisation: () => Organisation;
  readonly #hash: (text: string) => string;
  readonly #pools = new Map<string, Map<string, CheckTarget>>();
  readonly #runners = new Map<string, Map<string, Runner>>();
  readonly #renewedAt = new Map<string, Instant>();
  #seen: Organisation | null = null;
  #fence = 0;
  #generation = 0;

  constructor(organisation: () => Organisation, hash: (text: string) => string) {
    this.#organisation = organisation;
    this.#hash = hash;
  }

  /** What this runner is to check now, at most `most`. */
  take(pool: string, deviceId: string, { now, most }: { now: Instant; most: number }): CheckWork[] {
    this.#follow();
    const runner = this.#heardOf(pool, deviceId, now);
    if (runner.generation === this.#generation && now < runner.nothingUntil) return [];
    const work: CheckWork[] = [];
    let nextAt = Infinity;
    const targets = [...(this.#pools.get(pool)?.values() ?? [])];
    const from = runner.next;
    for (const target of [...targets.slice(from), ...targets.slice(0, from)]) {
      if (work.length === most) return work;
      runner.next = (runner.next + 1) % targets.length;
      const askAt = whenToAsk(target, deviceId);
      if (askAt <= now) work.push(this.#ask(target, deviceId, now));
      else nextAt = Math.min(nextAt, askAt);
    }
    if (work.length === 0) Object.assign(runner, { generation: this.#generation, nothingUntil: nextAt });
    return work;
  }

  /** False: this runner was not asked that, or not any more. */
  answer(
    deviceId: string,
    {
      pool,
      entitlementId,
      fence,
      problem,
    }: { pool: string; entitlementId: string; fence: number; problem: string | null },
    now: Instant,
  ): boolean {
    this.#follow();
    const target = this.#pools.get(pool)?.get(entitlementId);
    const asked = target?.byRunner.get(deviceId);
    if (!target || asked?.fence !== fence || asked.problem !== undefined) return false;
    // Numbered anew: it counts although somebody asked anew while it was under way.
    target.byRunner.set(deviceId, { fence: (this.#fence += 1), at: now, problem });
    const runner = this.#heardOf(pool, deviceId, now);
    runner.nothingUntil = now;
    this.news.note(pool, deviceId, { title: target.entitlement.title, entitlementId, problem, now });
    return true;
  }

  /** Every runner of the pool is asked anew, unless that was just done. */
  renew(pool: string, { now, by }: { now: Instant; by: keyof typeof RENEW_MS }): void {
    this.#follow();
    if (now - (this.#renewedAt.get(pool) ?? -Infinity) < RENEW_MS[by]) return;
    this.#renewedAt.set(pool, now);
    for (const target of this.#pools.get(pool)?.values() ?? []) target.staleUpTo = this.#fence;
    this.#generation += 1;
  }

  /** Whether this runner has something to check and has not answered yet. */
  isAtWork(pool: string, deviceId: string): boolean {
    const targets = [...(this.#pools.get(pool)?.values() ?? [])];
    return targets.some(({ byRunner }) => {
      const asked = byRunner.get(deviceId);
      return asked !== undefined && asked.problem === undefined;
    });
  }

  /** The pools that entitlements of the catalog are served by. */
  pools(): string[] {
    this.#follow();
    return [...this.#pools.keys()];
  }

  targets(pool: string): Iterable<CheckTarget> {
    this.#follow();
    return this.#pools.get(pool)?.values() ?? [];
  }

  /** The runners of a pool that gave a sign of life lately. */
  alive(pool: string, now: Instant): string[] {
    const runners = [...(this.#runners.get(pool)?.values() ?? [])];
    return runners.filter(({ seenAt }) => now - seenAt < ALIVE_MS).map(({ deviceId }) => deviceId);
  }

  #ask({ entitlement, provider, byRunner }: CheckTarget, deviceId: string, at: Instant): CheckWork {
    const fence = (this.#fence += 1);
    byRunner.set(deviceId, { fence, at, problem: undefined });
    const { id, use, digest, config } = provider;
    const json = <T>(value: unknown): T => value as T;
    return {
      kind: 'check',
      fence,
      provider: { id, use, digest, config: json(config) },
      entitlement: { id: entitlement.id, title: entitlement.title, input: json(entitlement.input) },
    };
  }

  #heardOf(pool: string, deviceId: string, now: Instant): Runner {
    const runners = this.#runners.get(pool) ?? new Map<string, Runner>();
    this.#runners.set(pool, runners);
    const known = runners.get(deviceId);
    if (known) {
      known.seenAt = now;
      return known;
    }
    for (const { deviceId: id, seenAt } of runners.values()) {
      if (now - seenAt < FORGET_MS) continue;
      runners.delete(id);
      this.news.forget(pool, id);
      for (const { byRunner } of this.#pools.get(pool)?.values() ?? []) byRunner.delete(id);
    }
    const made = { deviceId, seenAt: now, nothingUntil: now, generation: -1, next: 0 };
    runners.set(deviceId, made);
    return made;
  }

  /** Takes over the documents in force: what they did not change keeps its answers. */
  #follow(): void {
    const organisation = this.#organisation();
    if (organisation === this.#seen) return;
    this.#seen = organisation;
    this.#generation += 1;
    const before = new Map([...this.#pools.values()].flatMap((targets) => [...targets]));
    this.#pools.clear();
    const providerKeys = new Map<string, string>();
    for (const entitlement of Object.values(organisation.entitlements)) {
      const provider = ownValue(organisation.providers, entitlement.providerId);
      if (!provider) continue;
      const ofProvider = providerKeys.get(provider.id) ?? this.#hash(canonicalText(provider));
      providerKeys.set(provider.id, ofProvider);
      const key = `${ofProvider} ${canonicalText(entitlement.input)}`;
      const known = before.get(entitlement.id);
      const kept = known?.key === key ? known : { byRunner: new Map<string, Asked>(), staleUpTo: 0 };
      const targets = this.#pools.get(provider.pool) ?? new Map<string, CheckTarget>();
      targets.set(entitlement.id, {
        entitlement,
        provider,
        key,
        byRunner: kept.byRunner,
        staleUpTo: kept.staleUpTo,
      });
      this.#pools.set(provider.pool, targets);
    }
    this.news.keep((pool, id) => this.#pools.get(pool)?.has(id) ?? false);
  }
}

export interface CheckAnswer {
  /** Null: nothing is missing. */
  readonly problem: string | null;
  readonly at: Instant;
}

/** What counts of a runner's last answer; undefined: it has not answered, or what it said is out of date. */
export function answerOf({ byRunner, staleUpTo }: CheckTarget, deviceId: string): CheckAnswer | undefined {
  const asked = byRunner.get(deviceId);
  if (!asked || asked.fence <= staleUpTo || asked.problem === undefined) return undefined;
  return { problem: asked.problem, at: asked.at };
}

function whenToAsk({ byRunner, staleUpTo }: CheckTarget, deviceId: string): number {
  const asked = byRunner.get(deviceId);
  if (!asked) return 0;
  if (asked.problem === undefined) return asked.at + LEASE_MS;
  if (asked.fence <= staleUpTo) return 0;
  return asked.problem === null ? Infinity : asked.at + RETRY_MS;
}
