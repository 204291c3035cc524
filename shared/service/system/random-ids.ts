import { randomBytes } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** Random bytes are asked for in lots: a call for a few costs as much as one for thousands. */
const LOT_BYTES = 4_096;
let lot = Buffer.alloc(0);
let used = 0;

function randomByte(): number {
  if (used === lot.length) [lot, used] = [randomBytes(LOT_BYTES), 0];
  used += 1;
  return lot[used - 1] ?? 0;
}

/** 16 characters of `[a-z0-9]`: 82 bits, and fit for names at any target. */
export function randomId(): string {
  let id = '';
  while (id.length < 16) {
    const byte = randomByte();
    // Bytes above the last whole multiple of 36 would make some letters likelier.
    if (byte < 252) id += LETTERS[byte % 36];
  }
  return id;
}

/** 32 random bytes, base64url: bearer tokens and invite codes. Never with a `-` in front, which a command line would take for an option. */
export const randomToken = (): string => randomBytes(32).toString('base64url').replace(/^-/, 'x');
