import { logLine } from '../../formats/wire/log-line.ts';
import { NO_AUTHORITY, afterAuthority } from '../../domain/statements/authority-so-far.ts';
import { sha256 } from '../../system/node-crypto.ts';
import type { EntryRow } from '../store/rows.ts';

/** The owners in the last version that these entries publish, as they were signed with it; null where they were not. */
export function signedOwners(
  rows: readonly Pick<EntryRow, 'text' | 'said' | 'type'>[],
): readonly string[] | null {
  const last = rows.findLast(({ type }) => type === 'organisationPublished');
  const record = last && logLine(sha256, last).record;
  return record ? (afterAuthority(NO_AUTHORITY, record, '').documents?.owners ?? null) : null;
}
