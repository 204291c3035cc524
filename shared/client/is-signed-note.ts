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
