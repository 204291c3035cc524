import type { window as en } from '../../en/window/window.ts';
import type { WordsOf } from '../../words-of.ts';
import { inbox } from './inbox.ts';

export const window: WordsOf<typeof en> = { inbox };
