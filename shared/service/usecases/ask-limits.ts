import { isOpen } from '../../domain/request/is-open.ts';
import type { Member } from '../../domain/organisation/organisation.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { HOUR_MS, type Instant } from '../../lib/time.ts';

/** How much one member may ask for. */
export interface AskLimit {
  /** Requests that are not finished at the same time. */
  readonly open: number;
  readonly perHour: number;
}

/**
 * So much that nobody who asks for themselves meets it, and so little that one person cannot bury what others wait for.
 * Pipelines ask for each run.
 */
export const ASK_LIMITS: Readonly<Record<Member['kind'], AskLimit>> = {
  person: { open: 100, perHour: 200 },
  service: { open: 2_000, perHour: 5_000 },
};

/**
 * Counts what each member has open and asked for within the hour, from what was committed. After a restart the hour counts
 * what is still open; what is open is always exact.
 */
export class AskLimits {
  readonly #limits: Readonly<Record<Member['kind'], AskLimit>>;
  readonly #open = new Map<string, Set<string>>();
  readonly #asked = new Map<string, Map<string, Instant>>();

  constructor(limits: Readonly<Record<Member['kind'], AskLimit>> = ASK_LIMITS) {
    this.#limits = limits;
  }

  /** Takes in requests as they are after a commit. */
  note(states: Iterable<RequestState>): void {
    for (const state of states) {
      const { requester, requestId, submittedAt } = state.facts;
      const open = setOf(this.#open, requester, () => new Set<string>());
      if (isOpen(state)) open.add(requestId);
      else open.delete(requestId);
      if (open.size === 0) this.#open.delete(requester);
      setOf(this.#asked, requester, () => new Map<string, Instant>()).set(requestId, submittedAt);
    }
  }

  /** Why this member has to wait with another request; null when not. `inBatch`: what is decided with it, not committed yet. */
  refusal(member: Pick<Member, 'id' | 'kind'>, now: Instant, inBatch: number): Refusal | null {
    const { open, perHour } = this.#limits[member.kind];
    if ((this.#open.get(member.id)?.size ?? 0) + inBatch >= open)
      return refuse('tooManyTries', 'tooManyOpen', { open });
    if (this.#askedSince(member.id, now) + inBatch >= perHour)
      return refuse('tooManyTries', 'askedTooOften', { perHour });
    return null;
  }

  #askedSince(id: string, now: Instant): number {
    const asked = this.#asked.get(id);
    if (!asked) return 0;
    // They stand in the order in which they were asked for first: what is too old is at the front.
    for (const [requestId, at] of asked) {
      if (now - at < HOUR_MS) break;
      asked.delete(requestId);
    }
    if (asked.size === 0) this.#asked.delete(id);
    return asked.size;
  }
}

function setOf<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
