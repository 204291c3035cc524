import type { ToldBook } from '../told-book.ts';
import { cli } from './cli/index.ts';
import { desktop } from './desktop/index.ts';
import { refused } from './refused.ts';
import { toldClient } from './told-client.ts';
import { window } from './window/index.ts';

const told: ToldBook = {
  asWritten: ({ text }) => text,
  ...refused,
  ...toldClient,
};

export const de = { told, cli, desktop, window };
