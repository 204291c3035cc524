import type { Clock } from '../ports/clock.ts';
import type { Words } from '../words/words.ts';

/** All that a command has of the world. */
export interface Terminal extends World {
  /** What it says, in the language of who reads it. */
  readonly words: Words;
}

export interface World {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** To stdout, as it is. */
  out(text: string): void;
  /** To stderr, as it is. */
  note(text: string): void;
  /** To stderr, for commands that run for long: nothing waits for it, and what nobody reads is lost. */
  tell(text: string): void;
  /** Waits until stdout has taken all that went out: null, or why it did not. */
  written(): Promise<OutputFault | null>;
  /** Columns of the terminal, or null when stdout is none. */
  readonly columns: number | null;
  /** Aborts when the person or the system wants the command to end. */
  readonly stop: AbortSignal;
  /** Keys as they are pressed, one at a time, until `stop`; a whole line with `line`. Null without a keyboard. */
  readonly keyboard: Keyboard | null;
  /** The file of `--passphrase-file`, where the command line names one. */
  readonly passphraseFile?: () => string | undefined;
  /** What a pipe or a file gives on stdin; null where stdin is a terminal or nothing (`/dev/null`). */
  readonly piped: PipedInput | null;
}

/** `closed`: who read stdout has gone (`| head`), which is theirs to do. `failed`: it could not be kept (a full disk). */
export interface OutputFault {
  readonly kind: 'closed' | 'failed';
  readonly message: string;
}

export interface PipedInput {
  /** All of it, or its first `max` characters and one more, so that who reads sees that it is too long. */
  read(max: number): Promise<string>;
}

export interface Keyboard {
  key(signal: AbortSignal): Promise<string | null>;
  /** `hidden`: nothing of what is typed is shown. */
  line(prompt: string, signal: AbortSignal, echo?: 'hidden'): Promise<string | null>;
  close(): void;
}
