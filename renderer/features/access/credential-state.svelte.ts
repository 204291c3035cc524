import type { CredentialView } from '../../../shared/contract/snapshot.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { words } from '../../words/words.ts';

/** One credential, while it is shown: gone from here when it is hidden. Copying is main's work. */
export class CredentialState {
  view = $state.raw<CredentialView | null>(null);
  fault = $state<string | null>(null);
  revealed = $state<Record<string, boolean>>({});
  /** What was copied last and when the clipboard is cleared; `field` null is the command. */
  copied = $state.raw<{ readonly field: string | null; readonly clearsAt: number } | null>(null);
  readonly #app: AppState;
  readonly #grantId: string;

  constructor(app: AppState, grantId: string) {
    this.#app = app;
    this.#grantId = grantId;
  }

  async load(): Promise<void> {
    const outcome = await this.#app.ask('grants.credential', { grantId: this.#grantId });
    if (outcome.ok) this.view = outcome.value;
    else this.fault = outcome.message;
  }

  async copy(field: string | null): Promise<void> {
    const outcome = await this.#app.tell('grants.copy', { grantId: this.#grantId, field });
    if (outcome.ok) this.copied = { field, clearsAt: outcome.value.clearsAt };
  }

  /** `Copied, clears in 58 s`, for the field that was copied last; null for others and once it is cleared. */
  copiedWords(field: string | null): string | null {
    if (this.copied === null || this.copied.field !== field) return null;
    const seconds = Math.ceil((this.copied.clearsAt - this.#app.now) / 1_000);
    return seconds > 0 ? words().window.access.credential.clearsIn({ seconds: Math.min(seconds, 60) }) : null;
  }
}
