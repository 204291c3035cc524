import type { SteadyTime } from '../../lib/steady-time.ts';
import type { Told } from '../../words/told.ts';
import { inEnglish } from '../../words/words.ts';
import { refuse } from '../../domain/refusal.ts';

export const CLOCK_WENT_BACK = refuse('clockWentBack', 'clockWentBack');

/** What is wrong that stops nothing, for operators: with the clock, or else what is given. */
export function problemOfClockOr(time: Pick<SteadyTime, 'isBehind'>, other: Told | null): string | null {
  const told = time.isBehind() ? CLOCK_WENT_BACK.told : other;
  return told && inEnglish(told);
}
