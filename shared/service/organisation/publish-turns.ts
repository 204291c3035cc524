/** Whose files these are, and what for. */
export interface Publisher {
  readonly person: string;
  /** Only to see what is wrong with them. */
  readonly isTrial: boolean;
}

/** A place among those who publish. */
interface Turn {
  /** When it has come. */
  readonly begun: Promise<void>;
  /** False when it came at once. */
  readonly hasWaited: boolean;
  /** Makes room for the next; at any time, and as often as one likes. */
  leave(): void;
}

/** Files that are checked at the same time, each in a thread with memory of its own. One person has one of them at most. */
const MOST_AT_ONCE = 3;
/** Of these, files that are only tried: what somebody means to publish finds a thread that no trial has. */
const MOST_TRIALS = 2;

interface Waiting extends Publisher {
  readonly begin: () => void;
}

/**
 * Whose files are checked next.
 *
 * 1. A person has one set of files checked at a time, and one of each kind waiting: whoever sends more waits behind nobody
 *    but themselves, and comes behind everybody who waits already.
 * 2. What is to be published comes before what is only tried.
 */
export class PublishTurns {
  readonly #running = new Set<Waiting>();
  /** In the order in which they came. */
  readonly #waiting = new Set<Waiting>();

  /** Null when this person has such files waiting already. */
  enter({ person, isTrial }: Publisher): Turn | null {
    for (const each of this.#waiting) if (each.person === person && each.isTrial === isTrial) return null;
    let begin!: () => void;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const own = { person, isTrial, begin };
    this.#waiting.add(own);
    this.#beginNext();
    const leave = (): void => {
      this.#waiting.delete(own);
      this.#running.delete(own);
      this.#beginNext();
    };
    return { begun, hasWaited: this.#waiting.has(own), leave };
  }

  #beginNext(): void {
    for (const isTrial of [false, true])
      for (const each of this.#waiting)
        if (each.isTrial === isTrial && this.#hasRoomFor(each)) this.#begin(each);
  }

  #hasRoomFor({ person, isTrial }: Publisher): boolean {
    const running = [...this.#running];
    if (running.length >= MOST_AT_ONCE || running.some((each) => each.person === person)) return false;
    return !isTrial || running.filter((each) => each.isTrial).length < MOST_TRIALS;
  }

  #begin(next: Waiting): void {
    this.#waiting.delete(next);
    this.#running.add(next);
    next.begin();
  }
}
