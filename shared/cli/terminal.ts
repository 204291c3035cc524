import type { Clock } from '../ports/clock.ts';

/** All that a command has of the world. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** To stdout, as it is. */
  out(text: string): void;
  /** To stderr, as it is. */
  note(text: string): void;
  /** Columns of the terminal, or null when stdout is none. */
  readonly columns: number | null;
  /** Aborts when the person or the system wants the command to end. */
  readonly stop: AbortSignal;
  /** Keys as they are pressed, one at a time, until `stop`; a whole line with `line`. Null without a keyboard. */
  readonly keyboard: Keyboard | null;
}

export interface Keyboard {
  key(signal: AbortSignal): Promise<string | null>;
  line(prompt: string, signal: AbortSignal): Promise<string | null>;
  close(): void;
}
