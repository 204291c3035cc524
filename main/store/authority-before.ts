import type Database from 'libsql';
import type { LogRecord } from '../../shared/domain/entry.ts';
import {
  afterAuthority,
  inviteIn,
  keyUsedIn,
  NO_AUTHORITY,
  type AuthoritySoFar,
} from '../../shared/domain/statements/authority-so-far.ts';
import { inviteIdOf } from '../../shared/domain/statements/joining.ts';
import type { KnownInvite } from '../../shared/domain/statements/judge-authority.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { prepared } from './prepared.ts';

interface InviteRow {
  readonly invite: string;
  readonly usedBy: string | null;
}

/** An invite as it was before an entry. */
export function inviteBefore(db: Database.Database, inviteId: string, seq: number): KnownInvite | undefined {
  const row = prepared(
    db,
    `SELECT invite, CASE WHEN used_at < ? THEN used_by END AS usedBy FROM invites WHERE invite_id = ? AND since < ?`,
  ).get(seq, inviteId, seq) as InviteRow | undefined;
  return row && { ...(JSON.parse(row.invite) as KnownInvite), usedBy: row.usedBy };
}

interface AuthorityRow {
  readonly founding: string | null;
  readonly version: number | null;
  readonly owners: string | null;
}

/** Who had a say before an entry. */
export function authorityBefore(db: Database.Database, seq: number): AuthoritySoFar {
  const row = prepared(
    db,
    'SELECT founding, version, owners FROM authority WHERE since < ? ORDER BY since DESC LIMIT 1',
  ).get(seq) as AuthorityRow | undefined;
  if (!row) return NO_AUTHORITY;
  const { founding, version, owners } = row;
  const isKnown = version !== null && owners !== null;
  return { founding, documents: isKnown ? { version, owners: JSON.parse(owners) as string[] } : null };
}

/** Takes in what an entry says of invites, and of who has a say where it is signed (`id`: by the statement with this hash). */
export function takeInAuthority(
  db: Database.Database,
  { seq, record, id }: { readonly seq: number; readonly record: LogRecord; readonly id: string | null },
): void {
  const made = inviteIn(record);
  if (made)
    prepared(db, 'INSERT OR IGNORE INTO invites VALUES (?, ?, ?, NULL, NULL)').run(
      ...[made.inviteId, JSON.stringify(made.invite), seq],
    );
  const key = keyUsedIn(record);
  if (key !== null)
    prepared(db, 'UPDATE invites SET used_by = ?, used_at = ? WHERE invite_id = ? AND used_by IS NULL').run(
      ...[record.signed?.statement.device ?? '', seq, inviteIdOf(sha256, key)],
    );
  if (id === null) return;
  const before = authorityBefore(db, seq);
  const after = afterAuthority(before, record, id);
  if (after === before) return;
  const { founding, documents } = after;
  prepared(db, 'INSERT OR REPLACE INTO authority VALUES (?, ?, ?, ?)').run(
    ...[seq, founding, documents?.version ?? null, documents && JSON.stringify(documents.owners)],
  );
}

/** Forgets what entries from `size` on said. */
export function forgetAuthority(db: Database.Database, size: number): void {
  db.prepare('DELETE FROM invites WHERE since >= ?').run(size);
  db.prepare('UPDATE invites SET used_by = NULL, used_at = NULL WHERE used_at >= ?').run(size);
  db.prepare('DELETE FROM authority WHERE since >= ?').run(size);
}
