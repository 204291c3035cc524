import { inbox } from './inbox.ts';

/** What the window says by itself, by feature. */
export const window = { inbox };
