import { notices } from './notices.ts';

/** What the app says outside of its window: notifications, the tray, menus, dialogs of the system. */
export const desktop = { notices };
