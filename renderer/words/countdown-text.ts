import { words } from './words.ts';

/** What is left as a clock, rounded up to whole seconds so that 0:00 means over: `4:59`, `1:05:09`, `2 d 03:00:00`. */
export function countdownText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  const two = (count: number): string => String(count).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3_600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  const clock = `${two(minutes)}:${two(seconds % 60)}`;
  if (days > 0) return words().window.times.daysAndClock({ days, clock: `${two(hours)}:${clock}` });
  return hours > 0 ? `${hours}:${clock}` : `${minutes}:${two(seconds % 60)}`;
}
