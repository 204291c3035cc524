import { isHighRisk } from '../../../shared/domain/organisation/high-risk.ts';
import type { Decision, RequestState } from '../../../shared/domain/request/request.ts';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { tooLong } from '../../../shared/lib/too-long.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { SteadyList } from '../../state/steady-list.svelte.ts';
import { groupInbox, type InboxGroup } from './group-inbox.ts';
import { words } from '../../words/words.ts';

/** A person needs about this long to see that something has changed and to hold the finger back. */
const SEEING_MS = 700;

/**
 * Which request is chosen, and the answer that is being written for it.
 *
 * 1. What is on the screen stays there until the person goes on: a request that no list has any more is kept as it was,
 *    with what became of it, and its comment stays with it. Who has answered it goes on to what waits next.
 * 2. An answer is given to exactly the state that was looked at: what has changed since the answer was begun, or a moment
 *    ago, is said first, and sending takes another press.
 * 3. What is high risk is approved only after exactly what is shown was confirmed; what changes, or is left, is confirmed anew.
 * 4. Nothing moves in the list while the pointer or the focus is in it (SteadyList).
 */
export class InboxState {
  readonly #app: AppState;
  #chosenId = $state<string | null>(null);
  /** What the next confirmation will do; null while nothing was chosen. */
  intent = $state<Decision | null>(null);
  problem = $state<string | null>(null);
  /** Why nothing was approved: what is high risk was not confirmed. */
  confirmProblem = $state<string | null>(null);
  /** What was confirmed: a request at a stage. */
  #confirmed = $state<string | null>(null);
  #sending = $state<Record<string, true>>({});
  comments = $state<Record<string, string>>({});
  /** The chosen request as it was seen last, or as the history tells it: what is shown once no list has it. */
  #kept = $state.raw<RequestState | null>(null);
  /** What of a request decides what an answer does, as it was when the answer was begun. */
  readonly #begun: Record<string, string> = {};
  #seen = { requestId: '', stage: '', changedAt: 0 };
  /** What came up after an answer, until the person chooses something: a second press was meant for the one before. */
  #arrived = { requestId: '', at: 0 };
  /** What was answered here: such a request has no answer that waits to be finished. */
  #given = $state.raw<ReadonlySet<string>>(new Set());

  readonly groups = $derived.by(() => groupInbox(this.#app.snapshot));
  readonly all = $derived(this.groups.flatMap(({ requests }) => requests));
  readonly #listed = $derived(
    this.#chosenId === null
      ? (this.all[0] ?? null)
      : (this.all.find(({ facts }) => facts.requestId === this.#chosenId) ?? null),
  );
  /** The first one until one was chosen. One that is gone is never replaced by another under the pointer. */
  readonly chosen = $derived(
    this.#listed ?? (this.#kept?.facts.requestId === this.#chosenId ? this.#kept : null),
  );
  /** Whether the chosen one is in no list any more. */
  readonly isGone = $derived(this.#chosenId !== null && this.#listed === null);
  /** The list as it is shown: each row with its group. */
  readonly rows: SteadyList<{
    readonly id: InboxGroup['id'];
    readonly request: RequestState;
  }>;

  constructor(app: AppState) {
    this.#app = app;
    this.rows = new SteadyList({
      clock: app.clock,
      items: () => this.groups.flatMap(({ id, requests }) => requests.map((request) => ({ id, request }))),
      idOf: ({ request }) => request.facts.requestId,
    });
    // Which request a notice of another view is about says nothing here.
    this.#chosenId = app.navigation.view === 'inbox' ? app.navigation.requestId : null;
  }

  get isSending(): boolean {
    return this.chosen !== null && Object.hasOwn(this.#sending, this.chosen.facts.requestId);
  }

  get comment(): string {
    return this.chosen ? (this.comments[this.chosen.facts.requestId] ?? '') : '';
  }

  set comment(text: string) {
    if (!this.chosen) return;
    this.#begin(this.chosen);
    this.comments[this.chosen.facts.requestId] = text;
  }

  get isConfirmed(): boolean {
    return this.chosen !== null && this.#confirmed === stageOf(this.chosen);
  }

  set isConfirmed(is: boolean) {
    if (!this.chosen) return;
    this.#begin(this.chosen);
    this.#confirmed = is ? stageOf(this.chosen) : null;
    this.confirmProblem = null;
    // Only an approval is confirmed: whoever ticks it means one, also after a denial was begun.
    if (is) this.intent = 'approve';
    if (is) this.problem = null;
  }

  /** What will be done with what is shown now. */
  intend(decision: Decision | null): void {
    if (this.chosen) this.#begin(this.chosen);
    this.intent = decision;
    this.problem = null;
    this.confirmProblem = null;
  }

  /** Whether an answer to this request was begun and not given. */
  isUnfinished({ facts }: RequestState): boolean {
    return !this.#given.has(facts.requestId) && (this.comments[facts.requestId] ?? '') !== '';
  }

  wasGiven({ facts }: RequestState): boolean {
    return this.#given.has(facts.requestId);
  }

  choose(requestId: string): void {
    if (requestId !== this.#chosenId) this.cancel();
    this.#chosenId = requestId;
    this.#arrived = { requestId: '', at: 0 };
  }

  /** Goes on from a request that is gone. */
  leave(): void {
    this.cancel();
    this.#chosenId = null;
    this.#kept = null;
  }

  /** A new visit to this view: what was gone is not shown again, unless an answer to it is unfinished. */
  visit(): void {
    if (this.isGone && (this.chosen === null || !this.isUnfinished(this.chosen))) this.leave();
  }

  /** Keeps what is shown chosen, also when the list changes around it. */
  pin(): void {
    if (this.#listed === null) return;
    this.#chosenId = this.#listed.facts.requestId;
    this.#kept = this.#listed;
    const seen = { requestId: this.#chosenId, stage: stageOf(this.#listed) };
    if (this.#seen.requestId !== seen.requestId) this.#seen = { ...seen, changedAt: 0 };
    else if (this.#seen.stage !== seen.stage) this.#seen = { ...seen, changedAt: this.#app.clock.now() };
  }

  /** What became of the chosen request that no list has any more: the history knows. */
  async lookUp(): Promise<void> {
    const requestId = this.#chosenId;
    if (requestId === null || !this.isGone) return;
    const outcome = await this.#app.ask('history.timeline', { requestId });
    const found = outcome.ok ? outcome.value.state : null;
    if (found === null || this.#chosenId !== requestId || found.facts.requestId !== requestId) return;
    if (this.#kept?.facts.requestId !== requestId || this.#kept.version < found.version) this.#kept = found;
  }

  move(by: number): void {
    const order = this.rows.rows.filter(({ isGone }) => !isGone).map(({ item }) => item.request);
    const index = order.findIndex(({ facts }) => facts.requestId === this.chosen?.facts.requestId);
    const next = order[Math.min(order.length - 1, Math.max(0, index + by))];
    if (next) this.choose(next.facts.requestId);
  }

  cancel(): void {
    this.intent = null;
    this.problem = null;
    this.confirmProblem = null;
    this.#confirmed = null;
  }

  /** Sends the review of exactly `seen`. Returns whether it was sent and is still in view; `problem` says why not. */
  async give(seen: RequestState, decision: Decision): Promise<boolean> {
    const say = words().window.inbox.problems;
    const comment = this.comment.trim();
    this.intent = decision;
    this.problem = null;
    this.confirmProblem = null;
    if (Object.hasOwn(this.#sending, seen.facts.requestId) || seen.phase.kind !== 'submitted') return false;
    if (this.isGone || this.#hasChanged(seen)) {
      this.problem = say.changed;
      return false;
    }
    const over = tooLong(comment, LIMITS.commentLength);
    if (over !== null) {
      this.problem = `${words().requests.tooLong(over)}.`;
      return false;
    }
    if (decision === 'deny' && comment === '') {
      this.problem = say.sayWhy({ who: shortName(seen) });
      return false;
    }
    const isConfirmed = this.#confirmed === stageOf(seen);
    if (decision === 'approve' && isHighRisk(seen.facts) && !isConfirmed) {
      this.confirmProblem = say.confirm;
      return false;
    }
    const { requestId, requestHash } = seen.facts;
    this.#sending[requestId] = true;
    const next = this.#nextWaiting(requestId);
    const step = seen.phase.step;
    const review = {
      ...{ requestId, decision, comment, requestHash, step },
      ...(isHighRisk(seen.facts) ? { isConfirmed } : {}),
    };
    const outcome = await this.#app.ask('reviews.give', review);
    delete this.#sending[requestId];
    const isStillChosen = this.chosen?.facts.requestId === requestId;
    if (!outcome.ok) {
      if (isStillChosen) this.problem = outcome.message;
      else this.#app.announcer.say(`${seen.facts.requesterName}: ${outcome.message}`, 'bad');
      return false;
    }
    // What waits to be sent stays in view, with what takes it back.
    if (isStillChosen) this.#goOnTo(outcome.value.queued ? null : next, requestId);
    delete this.comments[requestId];
    this.#given = new Set([...this.#given, requestId]);
    const { done, doneQueued } = words().window.inbox;
    this.#app.announcer.say((outcome.value.queued ? doneQueued : done)[decision], 'good');
    return isStillChosen;
  }

  /** To what waits next. */
  #goOnTo(next: string | null, from: string): void {
    this.cancel();
    const waiting = this.all.find(({ facts }) => facts.requestId === next);
    if (!waiting || this.#chosenId !== from) return;
    this.choose(waiting.facts.requestId);
    this.#arrived = { requestId: waiting.facts.requestId, at: this.#app.clock.now() };
  }

  #begin(request: RequestState): void {
    this.#begun[request.facts.requestId] ??= stageOf(request);
  }

  /** Whether `request` is not what the person looked at. Said once: from then on they have seen it. */
  #hasChanged(request: RequestState): boolean {
    const { requestId } = request.facts;
    const stage = stageOf(request);
    const isOther = (this.#begun[requestId] ?? stage) !== stage;
    const now = this.#app.clock.now();
    const isFresh =
      (this.#seen.requestId === requestId && now - this.#seen.changedAt < SEEING_MS) ||
      (this.#arrived.requestId === requestId && now - this.#arrived.at < SEEING_MS);
    this.#arrived = { requestId: '', at: 0 };
    this.#begun[requestId] = stage;
    this.#seen = { requestId, stage, changedAt: 0 };
    return isOther || isFresh;
  }

  /** The request that waits after this one, or else before it. */
  #nextWaiting(requestId: string): string | null {
    const waiting = this.groups.find(({ id }) => id === 'waiting')?.requests ?? [];
    const index = waiting.findIndex(({ facts }) => facts.requestId === requestId);
    return (waiting[index + 1] ?? waiting[index - 1])?.facts.requestId ?? null;
  }
}

/** What of a request decides what an answer to it does: which step it is at, and who has answered. */
const stageOf = ({ phase, reviews, facts }: RequestState): string =>
  `${facts.requestHash} ${phase.kind === 'submitted' ? phase.step : phase.kind} ${reviews.length}`;

const shortName = ({ facts }: RequestState): string => facts.requesterName.split(/\s/)[0] ?? facts.requester;
