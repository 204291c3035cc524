import type { Decision, RequestState } from '../../../shared/domain/request.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { groupInbox } from './group-inbox.ts';

/** Which request is chosen, and the answer that is being written for it. A comment stays with its request. */
export class InboxState {
  readonly #app: AppState;
  #chosenId = $state<string | null>(null);
  /** What the next confirmation will do; null while nothing was chosen. */
  intent = $state<Decision | null>(null);
  problem = $state<string | null>(null);
  #sending = $state<Record<string, true>>({});
  /** Where the keys go on after an answer, which moves its request to another group. */
  #resumeId: string | null = null;
  comments = $state<Record<string, string>>({});

  readonly groups = $derived.by(() => groupInbox(this.#app.snapshot));
  readonly all = $derived(this.groups.flatMap(({ requests }) => requests));
  /** The first one until one was chosen. A chosen one that is gone is not replaced by another under the pointer. */
  readonly chosen = $derived(
    this.#chosenId === null
      ? (this.all[0] ?? null)
      : (this.all.find(({ facts }) => facts.requestId === this.#chosenId) ?? null),
  );

  constructor(app: AppState) {
    this.#app = app;
    this.#chosenId = app.navigation.requestId;
  }

  get isSending(): boolean {
    return this.chosen !== null && Object.hasOwn(this.#sending, this.chosen.facts.requestId);
  }

  get comment(): string {
    return this.chosen ? (this.comments[this.chosen.facts.requestId] ?? '') : '';
  }

  set comment(text: string) {
    if (this.chosen) this.comments[this.chosen.facts.requestId] = text;
  }

  choose(requestId: string): void {
    if (requestId !== this.chosen?.facts.requestId) this.cancel();
    this.#chosenId = requestId;
    this.#resumeId = null;
  }

  /** Keeps what is shown chosen, also when the list changes around it. What is gone cannot be answered any more. */
  pin(): void {
    if (this.chosen === null) this.cancel();
    if (this.all.length === 0) this.#chosenId = null;
    else if (this.chosen !== null) this.#chosenId = this.chosen.facts.requestId;
  }

  move(by: number): void {
    const resumed = this.all.find(({ facts }) => facts.requestId === this.#resumeId);
    if (resumed) return this.choose(resumed.facts.requestId);
    const index = this.all.findIndex((each) => each === this.chosen);
    const next = this.all[Math.min(this.all.length - 1, Math.max(0, index + by))];
    if (next) this.choose(next.facts.requestId);
  }

  cancel(): void {
    this.intent = null;
    this.problem = null;
  }

  /** Sends the review of exactly `seen`. Returns whether it was sent and is still in view; `problem` says why not. */
  async give(seen: RequestState, decision: Decision): Promise<boolean> {
    const comment = this.comment.trim();
    this.intent = decision;
    this.problem = null;
    if (Object.hasOwn(this.#sending, seen.facts.requestId) || seen.phase.kind !== 'submitted') return false;
    if (decision === 'deny' && comment === '') {
      this.problem = `Say why, so that ${shortName(seen)} knows what to do next.`;
      return false;
    }
    const { requestId, requestHash } = seen.facts;
    this.#sending[requestId] = true;
    const next = this.#nextWaiting(requestId);
    const step = seen.phase.step;
    const outcome = await this.#app.ask('reviews.give', { requestId, decision, comment, requestHash, step });
    delete this.#sending[requestId];
    const isStillChosen = this.chosen?.facts.requestId === requestId;
    if (!outcome.ok) {
      if (isStillChosen) this.problem = outcome.message;
      else this.#app.announcer.say(`${seen.facts.requesterName}: ${outcome.message}`, 'bad');
      return false;
    }
    if (isStillChosen) {
      this.cancel();
      this.#resumeId = next;
    }
    delete this.comments[requestId];
    const done = decision === 'approve' ? 'Approved' : 'Denied';
    this.#app.announcer.say(
      outcome.value.queued ? `${done}. Will be sent when the service can be reached.` : `${done}.`,
      'good',
    );
    return isStillChosen;
  }

  /** The request that waits after this one, or else before it. */
  #nextWaiting(requestId: string): string | null {
    const waiting = this.groups.find(({ id }) => id === 'waiting')?.requests ?? [];
    const index = waiting.findIndex(({ facts }) => facts.requestId === requestId);
    return (waiting[index + 1] ?? waiting[index - 1])?.facts.requestId ?? null;
  }
}

const shortName = ({ facts }: RequestState): string => facts.requesterName.split(/\s/)[0] ?? facts.requester;
