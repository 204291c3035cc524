import { randomBytes } from 'node:crypto';
import type { SaidText } from '../lib/said.ts';

/** A text of a person who uses this device, with a salt of its own: see lib/said.ts. */
export const say = (text: string): SaidText => ({ text, salt: randomBytes(16).toString('base64url') });
