import type { ToldBook } from '../told-book.ts';
import { refused } from './refused.ts';

const told: ToldBook = {
  asWritten: ({ text }) => text,
  ...refused,
};

export const de = { told };
