import { fileURLToPath } from 'node:url';

/** The checkout's top folder, without a trailing slash. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
