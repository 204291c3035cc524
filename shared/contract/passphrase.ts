import { z } from 'zod';
import { told, type Told } from '../words/told.ts';
import { LIMITS } from './limits.ts';

/** Who has the file can try as often as they like, so that it has to be hard to guess. */
export const SHORTEST_PASSPHRASE = 12;

/** One that is tried: whatever somebody chose once. */
export const passphraseSchema = z.string().min(1).max(LIMITS.passphraseLength);

/** One that is chosen. */
export const newPassphraseSchema = passphraseSchema.min(SHORTEST_PASSPHRASE);

/** Why this is not to be chosen as a passphrase; null when it may. Nothing of it is in there. */
export function passphraseProblem(text: string): Told | null {
  if (text.length < SHORTEST_PASSPHRASE) return told('passphraseShort', { least: SHORTEST_PASSPHRASE });
  if (text.length > LIMITS.passphraseLength) return told('passphraseLong', { most: LIMITS.passphraseLength });
  return null;
}
