import { refuse } from '../domain/refusal.ts';
import { RefusalError } from '../contract/refusal-error.ts';

/** A desktop follows its changes; a runner follows its pools, of which there are at most a hundred. */
const MOST_SUBSCRIPTIONS = 128;

const TOO_MANY = refuse('tooManyTries', 'tooManySubscriptions', { most: MOST_SUBSCRIPTIONS });

/** How much one connection follows at once. A subscription counts until its signal aborts. */
export class SubscriptionLimit {
  #open: AbortSignal[] = [];

  /** @throws RefusalError when it would be one too many */
  admit(signal: AbortSignal): void {
    // Looked at now, instead of listening to each signal as long as it lasts.
    this.#open = this.#open.filter(({ aborted }) => !aborted);
    if (this.#open.length >= MOST_SUBSCRIPTIONS) throw new RefusalError(TOO_MANY);
    this.#open.push(signal);
  }

  /** For one that came to nothing. */
  release(signal: AbortSignal): void {
    this.#open = this.#open.filter((each) => each !== signal);
  }
}
