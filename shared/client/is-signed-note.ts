import { isSignedBy, parseNote } from '../log/signed-note.ts';
import type { Identity } from './identity.ts';
import { logIdentity } from './log-identity.ts';

/** Whether `note` is over `text`, signed by the log's key that was pinned. False for what is no note, and for none. */
export function isSignedNote(note: string | null, text: string, identity: Pick<Identity, 'log'>): boolean {
  const parsed = parseNote(note ?? '');
  if (!parsed.ok || parsed.value.text !== text) return false;
  const { key, verify } = logIdentity(identity);
  return isSignedBy(parsed.value, key, verify);
}

/** Whether a note is signed first by another key of the same log than the one that was pinned: it may have got another one. */
export function isOfOtherKey(note: string | null, identity: Pick<Identity, 'log'>): boolean {
  const parsed = parseNote(note ?? '');
  const [first] = parsed.ok ? parsed.value.signatures : [];
  const { key } = logIdentity(identity);
  return first !== undefined && first.name === key.name && first.keyId !== key.keyId;
}
