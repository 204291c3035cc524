import { nextTurn } from '../system/next-turn.ts';

/** One who catches up with the log, or waits for their turn to. */
export interface CatchUp {
  /** When it may begin: at once, or when an earlier one of the same member is over. Also when it has ended. */
  readonly ready: Promise<void>;
  /** Makes room for the next; at any time, and as often as one likes. */
  leave(): void;
}

interface Member {
  active: number;
  readonly waiting: Set<() => void>;
}

/**
 * Keeps those who catch up from taking the service for themselves, however many they are and however long the log is.
 *
 * 1. One page is read at a time, and between two pages all that waits in the process has its turn.
 * 2. Of one member only so many catch up at once; more of theirs wait behind them, and behind nobody else's.
 */
export class CatchUps {
  /** Entries handed over since the start. */
  entries = 0;
  readonly #members = new Map<string, Member>();
  #lastPage: Promise<void> = Promise.resolve();
  #isStopped = false;

  /** How many there are, those who wait included. */
  get size(): number {
    let size = 0;
    for (const { active, waiting } of this.#members.values()) size += active + waiting.size;
    return size;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** @param most how many of this member may catch up at once */
  enter(memberId: string, most: number): CatchUp {
    const own = this.#members.get(memberId) ?? { active: 0, waiting: new Set() };
    this.#members.set(memberId, own);
    let begin!: () => void;
    const ready = new Promise<void>((resolve) => (begin = resolve));
    let state: 'waiting' | 'active' | 'over' = 'waiting';
    const start = (): void => {
      state = 'active';
      own.active += 1;
      begin();
    };
    const leave = (): void => {
      if (state === 'active') own.active -= 1;
      own.waiting.delete(start);
      state = 'over';
      begin();
      this.#startNext(memberId, own, most);
    };
    if (own.active < most) start();
    else own.waiting.add(start);
    return { ready, leave };
  }

  /** Reads a page when those who asked before have theirs. */
  page<T>(read: () => Promise<T>): Promise<T> {
    const mine = this.#lastPage.then(read);
    this.#lastPage = mine.then(nextTurn, nextTurn);
    return mine;
  }

  /** From now on nobody reads on. */
  stop(): void {
    this.#isStopped = true;
  }

  #startNext(memberId: string, own: Member, most: number): void {
    const [next] = own.waiting;
    if (next && own.active < most) {
      own.waiting.delete(next);
      next();
    }
    if (own.active + own.waiting.size === 0 && this.#members.get(memberId) === own)
      this.#members.delete(memberId);
  }
}
