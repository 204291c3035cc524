import type { PageClock } from '../system/page-clock.ts';

export interface Announcement {
  readonly id: number;
  readonly tone: 'good' | 'neutral' | 'bad';
  readonly text: string;
}

/** Good news may go by itself; what went wrong stays until it is dismissed. */
const SHOWN_MS = 6_000;
const MOST = 4;

/** Short messages about what a person just did, shown in a corner and read out by screen readers. */
export class Announcer {
  items = $state.raw<readonly Announcement[]>([]);
  readonly #clock: PageClock;
  #last = 0;

  constructor(clock: PageClock) {
    this.#clock = clock;
  }

  /** The answer takes it back, where it is no news any more. */
  say(text: string, tone: Announcement['tone'] = 'neutral'): () => void {
    this.#last += 1;
    const id = this.#last;
    const others = this.items.filter((each) => each.text !== text);
    this.items = [...others, { id, tone, text }].slice(-MOST);
    const dismiss = (): void => this.dismiss(id);
    if (tone !== 'bad') this.#clock.after(SHOWN_MS, dismiss);
    return dismiss;
  }

  dismiss(id: number): void {
    this.items = this.items.filter((each) => each.id !== id);
  }
}
