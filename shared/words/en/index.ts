import type { ToldBook } from '../told-book.ts';
import { refused } from './refused.ts';

const told: ToldBook = {
  asWritten: ({ text }) => text,
  ...refused,
};

/** English, and what every language has to have. */
export const en = { told };
