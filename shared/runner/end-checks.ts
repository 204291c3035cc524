import type { ProviderError } from '../provider-protocol/provider-protocol.ts';
import { LRUCache } from 'lru-cache';
import { MINUTE_MS } from '../lib/time.ts';
import { canonicalText } from '../lib/canonical-json.ts';
import type { Clock } from '../ports/clock.ts';
import type { OpenProvider, UnresolvedCall } from '../ports/provider.ts';
import type { Job } from '../formats/journal/journal-format.ts';

/** A target that had everything may have lost something since: after so long it is asked again. */
const FRESH_MS = MINUTE_MS;
/** So many answers are remembered at most; the one that nobody asked for is forgotten first. */
const MANY = 200;

/** What a check is about: the same entitlement of the same target is asked about once, whoever wants it. */
export type Checked = Pick<Job, 'provider' | 'entitlement'>;

interface Known {
  readonly atMono: number;
  readonly answer: Promise<ProviderError | null>;
}

/**
 * Asks a provider whether all is there that a grant, and above all its end, will need.
 *
 * 1. A good answer counts for a minute, and one that is under way counts for all who ask meanwhile.
 * 2. What is missing is asked about anew each time: who has just mended it need not wait.
 */
export class EndChecks {
  private readonly clock: Clock;
  private readonly known = new LRUCache<string, Known>({ max: MANY });

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** What is missing; null: nothing is. A provider that does not do `check` cannot say, and misses nothing. */
  problem(
    provider: OpenProvider,
    { about, call, signal }: { about: Checked; call: UnresolvedCall; signal: AbortSignal },
    counts: 'recent' | 'new' = 'recent',
  ): Promise<ProviderError | null> {
    if (!provider.does('check')) return Promise.resolve(null);
    const key = nameOf(about);
    const atMono = this.clock.monotonicMs();
    const known = this.known.get(key);
    if (counts === 'recent' && known && atMono - known.atMono < FRESH_MS) return known.answer;
    const answer = provider
      .run('check', call, signal)
      .then((said) => (said.status === 'error' ? said.error : null));
    this.remember(key, { atMono, answer });
    return answer;
  }

  private remember(key: string, entry: Known): void {
    this.known.set(key, entry);
    const forget = (): void => {
      if (this.known.get(key) === entry) this.known.delete(key);
    };
    void entry.answer.then((problem) => problem && forget(), forget);
  }
}

function nameOf({ provider, entitlement }: Checked): string {
  const { use, digest, config } = provider;
  return canonicalText([use, digest, config ?? null, entitlement.id, entitlement.input ?? null]);
}
