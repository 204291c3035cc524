import { notices } from './notices.ts';
import { tray } from './tray.ts';
import { dialogs } from './dialogs.ts';

/** What the app says outside of its window: notifications, the tray, menus, dialogs of the system. */
export const desktop = { notices, tray, dialogs };
