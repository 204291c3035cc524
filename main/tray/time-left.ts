import { MINUTE_MS } from '../../shared/lib/time.ts';
import type { Words } from '../../shared/words/words.ts';

/** How long something still lasts: whole minutes, rounded up, and seconds only in the last minute. */
export function timeLeft(ms: number, { desktop, formats }: Words): string {
  if (ms <= 0) return desktop.tray.ending;
  const rounded = ms > MINUTE_MS ? Math.ceil(ms / MINUTE_MS) * MINUTE_MS : Math.ceil(ms / 1_000) * 1_000;
  return desktop.tray.left({ duration: formats.duration(rounded) });
}
