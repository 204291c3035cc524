import type Database from 'libsql';
import type { LogRecord } from '../../shared/domain/entry.ts';
import {
  afterAuthority,
  inviteIn,
  afterNewer,
  keyUsedIn,
  NO_AUTHORITY,
  REVOKED,
  revokedIn,
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
  if (!row || row.invite === 'null') return undefined;
  return { ...(JSON.parse(row.invite) as KnownInvite), usedBy: row.usedBy };
}

interface AuthorityRow {
  readonly founding: string | null;
  readonly version: number | null;
  readonly owners: string | null;
  readonly recoveryKey: string | null;
}

/** Whether it was made in a way that only a newer Latchkey can check. */
export const isNewerInvite = (db: Database.Database, inviteId: string, seq: number): boolean =>
  prepared(db, "SELECT 1 FROM invites WHERE invite_id = ? AND since < ? AND invite = 'null'").get(
    inviteId,
    seq,
  ) !== undefined;

/** Who had a say before an entry. */
export function authorityBefore(db: Database.Database, seq: number): AuthoritySoFar {
  const row = prepared(
    db,
    'SELECT founding, version, owners, recovery AS recoveryKey FROM authority WHERE since < ? ORDER BY since DESC LIMIT 1',
  ).get(seq) as AuthorityRow | undefined;
  if (!row) return NO_AUTHORITY;
  const { founding, version, owners, recoveryKey } = row;
  const isKnown = version !== null && owners !== null;
  const documents = isKnown ? { version, owners: JSON.parse(owners) as string[] } : null;
  return { founding, documents, recoveryKey };
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
  const revoked = revokedIn(record);
  if (revoked !== null) use(db, revoked, { by: REVOKED, seq });
  const key = keyUsedIn(record);
  if (key !== null) use(db, inviteIdOf(sha256, key), { by: record.signed?.statement.device ?? '', seq });
  if (id === null) return;
  const before = authorityBefore(db, seq);
  const after = afterAuthority(before, record, id);
  if (after !== before) keep(db, seq, after);
}

/** Takes in an entry of the organisation, or of an invite, that only a newer Latchkey can check. */
export function takeInNewerAuthority(db: Database.Database, seq: number, stream: string): void {
  const [kind, id] = stream.split('/');
  if (kind === 'organisation') keep(db, seq, afterNewer(authorityBefore(db, seq)));
  if (kind === 'invite' && id !== undefined)
    prepared(db, 'INSERT OR IGNORE INTO invites VALUES (?, ?, ?, NULL, NULL)').run(id, 'null', seq);
}

const use = (
  db: Database.Database,
  inviteId: string,
  { by, seq }: { readonly by: string; readonly seq: number },
): unknown =>
  prepared(db, 'UPDATE invites SET used_by = ?, used_at = ? WHERE invite_id = ? AND used_by IS NULL').run(
    ...[by, seq, inviteId],
  );

function keep(
  db: Database.Database,
  seq: number,
  { founding, documents, recoveryKey }: AuthoritySoFar,
): void {
  prepared(db, 'INSERT OR REPLACE INTO authority VALUES (?, ?, ?, ?, ?)').run(
    ...[
      seq,
      founding,
      documents?.version ?? null,
      documents && JSON.stringify(documents.owners),
      recoveryKey,
    ],
  );
}

/** Forgets what entries from `size` on said. */
export function forgetAuthority(db: Database.Database, size: number): void {
  db.prepare('DELETE FROM invites WHERE since >= ?').run(size);
  db.prepare('UPDATE invites SET used_by = NULL, used_at = NULL WHERE used_at >= ?').run(size);
  db.prepare('DELETE FROM authority WHERE since >= ?').run(size);
}
