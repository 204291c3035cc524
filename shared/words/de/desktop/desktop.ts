import type { desktop as en } from '../../en/desktop/desktop.ts';
import type { WordsOf } from '../../words-of.ts';
import { notices } from './notices.ts';
import { tray } from './tray.ts';
import { dialogs } from './dialogs.ts';

export const desktop: WordsOf<typeof en> = { notices, tray, dialogs };
