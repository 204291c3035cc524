import type { desktop as en } from '../../en/desktop/desktop.ts';
import type { WordsOf } from '../../words-of.ts';
import { notices } from './notices.ts';

export const desktop: WordsOf<typeof en> = { notices };
