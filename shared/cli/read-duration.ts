import { parseDuration } from '../contract/parse-duration.ts';
import type { DurationMs } from '../lib/time.ts';
import { wrongUsage } from './cli-failure.ts';

/** A length of time as an option says it (`30m`). Throws wrong usage, with what is wrong with it. */
export function readDuration(text: string): DurationMs {
  const parsed = parseDuration(text);
  if (!parsed.ok) throw wrongUsage(parsed.error);
  return parsed.value;
}
