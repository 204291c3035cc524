import { canonicalText } from '../lib/canonical-json.ts';
import { SECOND_MS } from '../lib/time.ts';
import type { Clock } from '../ports/clock.ts';
import { dueAt, type GrantEntry } from './grant-entry.ts';
import type { RevokeAttempt } from './try-revoke.ts';

/** A call that has run for so long hangs, … */
const HANGS_AFTER_MS = SECOND_MS;
/** … unless something was taken away at its target within this: then it is only slow, or by itself in trouble. */
const ANSWERED_WITHIN_MS = 3 * SECOND_MS;
/** At a target that hangs so many are tried at a time: one that hangs by itself does not hold up the next. */
const TRIES_WHERE_IT_HANGS = 2;
/** So many times the places are taken with all that hang, and less by what others granted: that leaves room for the rest. */
const MOST_TIMES = { own: 4, others: 3 };

interface Held {
  readonly target: string;
  readonly isRetry: boolean;
  /** Since when its script runs; null before and after that. */
  sinceMono: number | null;
  /** Set while it waits for a place. */
  goOn: (() => void) | null;
}

interface Known {
  /** Which start its last one was. */
  lastStart: number;
  answeredMono: number;
  /** Its last call failed after it had hung. */
  hung: boolean;
}

/**
 * Who takes away next, so that a target that hangs holds up no other. A target is a provider with its config.
 *
 * 1. Targets take turns, those of what this runner granted first; at each first tries come first, and what is due first.
 * 2. A call that hangs gives its place to another, up to a number; so the first try at a target that is not known to hang
 *    waits for some seconds at most.
 * 3. Targets that hang have half of the places together, and two each; any other has half of them where there are several.
 * 4. What has failed before uses half of the places at most.
 */
export class RevocationPlaces {
  private readonly clock: Clock;
  private readonly count: number;
  private readonly held = new Map<string, Held>();
  private readonly known = new Map<string, Known>();
  private starts = 0;

  /** `count`: how many scripts run side by side. */
  constructor(clock: Clock, count: number) {
    this.clock = clock;
    this.count = count;
  }

  /** Whether access is being taken away that was not tried before, but where the last try hung until it failed. */
  isEnding(): boolean {
    return this.some(({ isRetry, target }) => !isRetry && !this.known.get(target)?.hung);
  }

  /**
   * Starts what is due and has a place; `leave` gives that back. `all` is in the runner's hands. Returns the milliseconds until
   * there may be more places, because what has them hangs.
   */
  fill(all: Iterable<GrantEntry>, due: readonly GrantEntry[], start: (entry: GrantEntry) => void): number {
    const targets = new Set(Array.from(all, targetOf));
    for (const target of this.known.keys()) if (!targets.has(target)) this.known.delete(target);
    const hanging = this.hanging();
    const queues = this.queuesOf(due);
    for (let started = -1; started !== this.starts;) {
      started = this.starts;
      for (const queue of queues) {
        const next = this.takeFirst(queue, (entry) => this.mayStart(entry, hanging, targets.size > 1));
        if (!next) continue;
        this.hold(next);
        start(next);
      }
    }
    this.letIn();
    const isWaiting = queues.some(({ length }) => length > 0) || this.some(({ goOn }) => goOn !== null);
    return isWaiting ? this.untilNextHangs() : Infinity;
  }

  /** Runs the script of something that was started, when there is a place for it. */
  async run(grantId: string, script: () => Promise<RevokeAttempt>): Promise<RevokeAttempt> {
    const held = this.held.get(grantId);
    if (!held) throw new Error('this revocation was not started');
    await new Promise<void>((resolve) => {
      held.goOn = resolve;
      this.letIn();
    });
    const sinceMono = this.clock.monotonicMs();
    try {
      const result = await script();
      const mono = this.clock.monotonicMs();
      const known = this.knownOf(held.target);
      if (result.kind === 'gone') known.answeredMono = mono;
      known.hung = result.kind === 'failed' && mono - sinceMono >= HANGS_AFTER_MS;
      return result;
    } finally {
      held.sinceMono = null;
      this.letIn();
    }
  }

  leave(grantId: string): void {
    this.held.delete(grantId);
  }

  private get half(): number {
    return Math.max(1, Math.floor(this.count / 2));
  }

  private mayStart(entry: GrantEntry, hanging: ReadonlySet<string>, isShared: boolean): boolean {
    const target = targetOf(entry);
    const all = [...this.held.values()];
    const here = all.filter((each) => each.target === target).length;
    const others = all.filter((each) => !hanging.has(each.target));
    if (hanging.has(target)) return here < TRIES_WHERE_IT_HANGS && all.length - others.length < this.half;
    // Twice as many as may run scripts: while some wait for the disk, others use their places.
    if (others.length >= 2 * this.count || (isShared && here >= this.half)) return false;
    // What is beyond that because others hang is for targets that have none.
    if (all.length >= 2 * this.count && here > 0) return false;
    if (isRetry(entry) && others.filter((each) => each.isRetry).length >= this.half) return false;
    return all.length < this.count * (isOwn(entry) ? MOST_TIMES.own : MOST_TIMES.others);
  }

  private hold(entry: GrantEntry): void {
    const target = targetOf(entry);
    this.starts += 1;
    this.knownOf(target).lastStart = this.starts;
    this.held.set(entry.grantId, { target, isRetry: isRetry(entry), sinceMono: null, goOn: null });
  }

  /** Each target's, in the order in which they take turns. */
  private queuesOf(due: readonly GrantEntry[]): GrantEntry[][] {
    const queues = new Map<string, GrantEntry[]>();
    const inOrder = [...due].sort((a, b) => Number(isRetry(a)) - Number(isRetry(b)) || dueAt(a) - dueAt(b));
    for (const entry of inOrder) {
      const queue = queues.get(targetOf(entry));
      if (queue) queue.push(entry);
      else queues.set(targetOf(entry), [entry]);
    }
    const rank = ([target, queue]: [string, GrantEntry[]]): [number, number] => [
      queue.some(isOwn) ? 0 : 1,
      this.known.get(target)?.lastStart ?? 0,
    ];
    return Array.from(queues, (each) => ({ queue: each[1], rank: rank(each) }))
      .sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1])
      .map(({ queue }) => queue);
  }

  /** Of many that are alike, one is asked about. */
  private takeFirst(queue: GrantEntry[], may: (entry: GrantEntry) => boolean): GrantEntry | undefined {
    const answers = new Map<string, boolean>();
    const index = queue.findIndex((entry) => {
      const kind = `${isRetry(entry)} ${isOwn(entry)}`;
      const answer = answers.get(kind) ?? may(entry);
      answers.set(kind, answer);
      return answer;
    });
    return index < 0 ? undefined : queue.splice(index, 1)[0];
  }

  /** Lets scripts begin, those at targets that do not hang first. */
  private letIn(): void {
    const hanging = this.hanging();
    const all = [...this.held.values()];
    let free = this.count - all.filter((each) => each.sinceMono !== null && !this.hangs(each)).length;
    const waiting = all.filter(({ goOn }) => goOn !== null);
    waiting.sort((a, b) => Number(hanging.has(a.target)) - Number(hanging.has(b.target)));
    for (const each of waiting) {
      if (free <= 0) return;
      free -= 1;
      each.sinceMono = this.clock.monotonicMs();
      each.goOn?.();
      each.goOn = null;
    }
  }

  private hanging(): ReadonlySet<string> {
    const now = Array.from(this.held.values(), (each) => (this.hangs(each) ? each.target : null));
    const before = Array.from(this.known, ([target, { hung }]) => (hung ? target : null));
    return new Set([...now, ...before].filter((each) => each !== null));
  }

  private hangs(held: Held): boolean {
    return this.hangsInMs(held) <= 0;
  }

  private hangsInMs({ sinceMono, target }: Held): number {
    if (sinceMono === null) return Infinity;
    const answeredMono = this.known.get(target)?.answeredMono ?? -Infinity;
    const hangsAtMono = Math.max(sinceMono + HANGS_AFTER_MS, answeredMono + ANSWERED_WITHIN_MS);
    return hangsAtMono - this.clock.monotonicMs();
  }

  private untilNextHangs(): number {
    const waits = Array.from(this.held.values(), (each) => this.hangsInMs(each));
    return Math.min(Infinity, ...waits.filter((ms) => ms > 0));
  }

  private knownOf(target: string): Known {
    const known = this.known.get(target) ?? { lastStart: 0, answeredMono: -Infinity, hung: false };
    this.known.set(target, known);
    return known;
  }

  private some(is: (held: Held) => boolean): boolean {
    return [...this.held.values()].some(is);
  }
}

const isRetry = ({ phase }: GrantEntry): boolean => phase.kind === 'revoking' && phase.attempts > 0;

/** This runner set it up, and knows its deadline by itself. */
const isOwn = ({ granted }: GrantEntry): boolean => granted !== null;

/** So much of the text of a config tells targets apart, in characters: a longer one is kept once only. */
const LONGEST_NAME = 2_000;

/** Worked out once for each. */
const targets = new WeakMap<object, string>();
function targetOf({ job: { provider } }: GrantEntry): string {
  const { id, use, config } = provider;
  const target = targets.get(provider) ?? canonicalText([id, use, config ?? null]).slice(0, LONGEST_NAME);
  targets.set(provider, target);
  return target;
}
