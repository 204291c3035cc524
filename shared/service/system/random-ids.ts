import { randomBytes, randomInt } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** 16 characters of `[a-z0-9]`: 82 bits, and fit for names at any target. */
export const randomId = (): string =>
  Array.from({ length: 16 }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** 32 random bytes, base64url: codes of invites. Never with a `-` in front, which a command line would take for an option. */
export const randomCode = (): string => randomBytes(32).toString('base64url').replace(/^-/, 'x');
