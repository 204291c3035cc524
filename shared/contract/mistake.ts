import type { z } from 'zod';
import { shortText } from '../lib/short-text.ts';
import { visibleText } from '../lib/visible-text.ts';
import type { Told } from '../words/told.ts';
import { inEnglish } from '../words/words.ts';
import type { mistakeSchema } from './api-schemas.ts';

/** What is wrong in one of the organisation's files, and where. Lines and columns are one-based. */
export interface Mistake {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** A warning keeps nothing from being published. */
  readonly severity: 'error' | 'warning';
  readonly told: Told;
}

export type SentMistake = z.input<typeof mistakeSchema>;

const LONGEST = 1_000;

/** As it is sent: with its sentence in English, for who does not know the code. */
export const sentMistake = (mistake: Mistake): SentMistake => ({
  ...mistake,
  message: shortText(visibleText(inEnglish(mistake.told)), LONGEST),
});
