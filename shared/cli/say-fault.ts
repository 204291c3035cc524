import { toldIn } from '../words/told-error.ts';
import type { Words } from '../words/words.ts';

/** What went wrong, in the language of who reads it where it is ours to say; a system's own words as they are. */
export function sayFault({ spoken }: Words, fault: unknown): string {
  const told = toldIn(fault);
  if (told !== null) return spoken(told);
  return fault instanceof Error ? fault.message : String(fault);
}
