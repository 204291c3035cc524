import type { ToldBook } from '../told-book.ts';
import { cli } from './cli/cli.ts';
import { desktop } from './desktop/desktop.ts';
import { refused } from './refused.ts';
import { toldDesktop } from './told-desktop.ts';
import { window } from './window/window.ts';

const told: ToldBook = {
  asWritten: ({ text }) => text,
  ...refused,
  ...toldDesktop,
};

/** English, and what every language has to have. */
export const en = { told, cli, desktop, window };
