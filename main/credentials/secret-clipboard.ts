import { addMs, durationMs, type Instant } from '../../shared/lib/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { sleepLong } from '../../shared/system/sleep-long.ts';

/** A secret is not left where every program and the clipboard's history reads it. */
const CLEARED_AFTER_MS = durationMs(60_000);

/** Electron's own, whose calls answered at once before version 44 and promise to since. */
export interface Clipboard {
  readText(): string | Promise<string>;
  writeText(text: string): unknown;
  clear(): unknown;
}

/** Copies secrets, and clears them again unless something else was copied meanwhile. */
export interface SecretClipboard {
  /** Answers with when it is cleared. */
  copy(text: string): Promise<Instant>;
  /** Clears at once what was copied and is still there. */
  stop(): Promise<void>;
}

export function createSecretClipboard(clipboard: Clipboard, clock: Clock): SecretClipboard {
  let copied: string | null = null;
  let timer = new AbortController();
  const clear = async (): Promise<void> => {
    const ours = copied;
    copied = null;
    if (ours !== null && (await clipboard.readText()) === ours) await clipboard.clear();
  };
  const clearLater = async (signal: AbortSignal): Promise<void> => {
    await sleepLong(clock, CLEARED_AFTER_MS, signal);
    if (!signal.aborted) await clear();
  };
  return {
    async copy(text) {
      timer.abort();
      timer = new AbortController();
      await clipboard.writeText(text);
      copied = text;
      void clearLater(timer.signal);
      return addMs(clock.now(), CLEARED_AFTER_MS);
    },
    stop() {
      timer.abort();
      return clear();
    },
  };
}
