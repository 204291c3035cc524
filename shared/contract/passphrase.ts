import { z } from 'zod';
import { LIMITS } from './limits.ts';

/** Who has the file can try as often as they like, so that it has to be hard to guess. */
export const SHORTEST_PASSPHRASE = 12;

/** One that is tried: whatever somebody chose once. */
export const passphraseSchema = z.string().min(1).max(LIMITS.passphraseLength);

/** One that is chosen. */
export const newPassphraseSchema = passphraseSchema.min(SHORTEST_PASSPHRASE);

/** Why this is not to be chosen as a passphrase, as a sentence; null when it may. Nothing of it is in the sentence. */
export function passphraseProblem(text: string): string | null {
  if (text.length < SHORTEST_PASSPHRASE)
    return `A passphrase has at least ${SHORTEST_PASSPHRASE} characters: several words are hard to guess and easy to remember.`;
  if (text.length > LIMITS.passphraseLength)
    return `A passphrase has at most ${LIMITS.passphraseLength.toLocaleString('en')} characters.`;
  return null;
}
