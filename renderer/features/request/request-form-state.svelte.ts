import type { CatalogItem, PolicyPreview } from '../../../shared/contract/api-types.ts';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { knownText } from '../../../shared/domain/request/words-of.ts';
import type { RequestFacts, RequestState } from '../../../shared/domain/request/request.ts';
import { exactDuration, formatDuration } from '../../../shared/lib/duration-text.ts';
import { parseDuration } from '../../../shared/contract/parse-duration.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { fieldProblems, type FormField } from './field-problems.ts';
import { limitsOf } from './limits-of.ts';
import { words } from '../../words/words.ts';

/** After the last key, before main is asked: long enough for a word, short enough to feel live. */
const DEBOUNCE_MS = 180;
/** What is proposed, the first that policy allows. */
const PROPOSALS = ['1h', '30m', '15m'] as const;

/** What is typed and chosen for a request, what policy says to it, and what became of it. */
export class RequestFormState {
  chosen = $state.raw<readonly CatalogItem[]>([]);
  duration = $state<string>(PROPOSALS[0]);
  reason = $state('');
  ticket = $state('');
  preview = $state.raw<PolicyPreview | null>(null);
  previewFault = $state<string | null>(null);
  isSending = $state(false);
  /** Counts forms: what is shown of an earlier one is not kept. */
  number = $state(0);
  error = $state<string | null>(null);
  /** Set once it was sent, until another form is begun. */
  sent = $state.raw<{
    readonly requestId: string;
    readonly queued: boolean;
    readonly state: RequestState | null;
  } | null>(null);
  #touched = $state<Partial<Record<FormField, boolean>>>({});
  /** The draft that `preview` is about. */
  #previewOf = $state('');
  #proposed: string = PROPOSALS[0];
  #previewNumber = 0;
  readonly #app: AppState;

  readonly durationMs = $derived.by(() => {
    const parsed = parseDuration(this.duration);
    return parsed.ok ? parsed.value : null;
  });
  readonly limits = $derived(limitsOf(this.chosen, this.preview));
  /** What policy said about exactly what is typed now: an older answer must not hold anybody up. */
  readonly #freshPreview = $derived.by(() =>
    this.#previewOf === JSON.stringify(this.#draft(this.durationMs)) ? this.preview : null,
  );
  readonly problems = $derived.by(() => fieldProblems(this, this.limits, this.#freshPreview));

  constructor(app: AppState) {
    this.#app = app;
  }

  /** An empty form, after this one was sent or put away. */
  clear(): void {
    this.chosen = [];
    this.#proposed = PROPOSALS[0];
    this.duration = PROPOSALS[0];
    this.reason = '';
    this.ticket = '';
    this.error = null;
    this.sent = null;
    this.#touched = {};
    this.number += 1;
  }

  /** The form as it was filled in for an earlier request, with what the catalog still has of it. */
  fillFrom({ entitlements, durationMs, reason, ticket }: RequestFacts): void {
    this.clear();
    const ids = entitlements.map(({ entitlementId }) => entitlementId);
    this.chosen = this.#app.snapshot.catalog.items.filter(({ id }) => ids.includes(id));
    this.duration = exactDuration(durationMs).replaceAll(' ', '');
    // One that was erased has to be said again.
    this.reason = knownText(reason);
    this.ticket = ticket ?? '';
  }

  toggle(item: CatalogItem): void {
    const without = this.chosen.filter(({ id }) => id !== item.id);
    if (without.length < this.chosen.length) this.chosen = without;
    else if (this.chosen.length < LIMITS.entitlementsPerRequest) this.chosen = [...this.chosen, item];
    this.#propose();
  }

  touch(field: FormField): void {
    this.#touched[field] = true;
  }

  /** What to say at a field: nothing before somebody was there. */
  shownProblem(field: FormField): string | null {
    return this.#touched[field] ? this.problems[field] : null;
  }

  /** Asks policy about the draft a moment after it last changed. Returns what takes it back. */
  schedulePreview(): () => void {
    // Asked again when the service is back, and when policy may have changed.
    void [this.#app.isOnline, this.#app.snapshot.catalog.version];
    const draft = this.#draft(this.durationMs);
    this.#previewNumber += 1;
    const number = this.#previewNumber;
    if (draft.entitlementIds.length === 0) {
      this.preview = null;
      this.previewFault = null;
      return () => undefined;
    }
    return this.#app.clock.after(DEBOUNCE_MS, () => {
      void this.#app.ask('policy.preview', draft).then((outcome) => {
        // An older question may be answered after a newer one.
        if (number !== this.#previewNumber) return;
        this.#previewOf = JSON.stringify(draft);
        this.preview = outcome.ok ? outcome.value : null;
        this.previewFault = outcome.ok ? null : outcome.message;
      });
    });
  }

  /** Returns the first field to mend, or null when it was sent or main said why not. */
  async send(): Promise<FormField | null> {
    const fields: readonly FormField[] = ['entitlements', 'duration', 'reason', 'ticket'];
    for (const field of fields) this.touch(field);
    const wrong = fields.find((field) => this.problems[field] !== null);
    if (wrong !== undefined || this.durationMs === null || this.isSending) return wrong ?? null;
    this.isSending = true;
    this.error = null;
    const { number } = this;
    const outcome = await this.#app.ask('requests.submit', {
      ...this.#draft(null),
      durationMs: this.durationMs,
    });
    this.isSending = false;
    // Whoever has gone on since is taken nowhere, and what they fill in now is another form.
    const say = words().window.request;
    const isSameForm = number === this.number;
    if (outcome.ok) {
      if (isSameForm) this.sent = outcome.value;
      if (isSameForm && this.#isInView) this.#app.navigation.go('request', outcome.value.requestId);
      else this.#app.announcer.say(outcome.value.queued ? say.queued : say.wasSent, 'good');
    } else {
      if (isSameForm) this.error = outcome.message;
      if (!isSameForm || !this.#isInView)
        this.#app.announcer.say(say.notSent({ why: outcome.message }), 'bad');
    }
    return null;
  }

  /** Whether the form is what is shown. */
  get #isInView(): boolean {
    const { view, requestId } = this.#app.navigation;
    return view === 'request' && requestId === null;
  }

  /** Proposes a duration that what is chosen allows, until a person says another. */
  #propose(): void {
    if (this.duration !== this.#proposed) return;
    const max = limitsOf(this.chosen, null).maxDurationMs;
    const fits = (text: string): boolean => {
      const parsed = parseDuration(text);
      return parsed.ok && (max === null || parsed.value <= max);
    };
    this.#proposed = PROPOSALS.find(fits) ?? formatDuration(max ?? 0).replaceAll(' ', '');
    this.duration = this.#proposed;
  }

  #draft(durationMs: number | null): {
    entitlementIds: string[];
    durationMs: number | null;
    reason: string;
    ticket: string | null;
  } {
    return {
      entitlementIds: this.chosen.map(({ id }) => id),
      durationMs,
      reason: this.reason.trim(),
      ticket: this.ticket.trim() || null,
    };
  }
}
