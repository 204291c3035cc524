import type { AppState } from '../../state/app-state.svelte.ts';

/** The words of the recovery key, in memory only while they are shown. Copying and forgetting is main's work. */
export class RecoveryKeyState {
  words = $state.raw<readonly string[] | null>(null);
  fault = $state<string | null>(null);
  isBusy = $state(false);
  #clearsAt = $state<number | null>(null);
  readonly #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
  }

  async load(): Promise<void> {
    this.isBusy = true;
    const outcome = await this.#app.ask('recovery.words', undefined);
    this.isBusy = false;
    this.fault = outcome.ok ? null : outcome.message;
    if (outcome.ok) this.words = outcome.value.words.split(' ');
  }

  async copy(): Promise<void> {
    const outcome = await this.#app.tell('recovery.copy', undefined);
    if (outcome.ok) this.#clearsAt = outcome.value.clearsAt;
  }

  async done(): Promise<void> {
    this.isBusy = true;
    await this.#app.tell('recovery.written', undefined);
    this.isBusy = false;
  }

  /** Whether the clipboard still has them, as far as is known here. */
  get isCopied(): boolean {
    return this.#clearsAt !== null && this.#clearsAt > this.#app.now;
  }
}
