import type Database from 'libsql';
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
import type { Placed } from '../../shared/domain/statements/judge-record.ts';
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
  readonly since: number;
  readonly founding: string | null;
  readonly version: number | null;
  readonly owners: string | null;
  readonly recoveryKey: string | null;
  /** As a JSON list. */
  readonly logKeys: string | null;
}

/** Whether it was made in a way that only a newer Latchkey can check. */
export const isNewerInvite = (db: Database.Database, inviteId: string, seq: number): boolean =>
  prepared(db, "SELECT 1 FROM invites WHERE invite_id = ? AND since < ? AND invite = 'null'").get(
    inviteId,
    seq,
  ) !== undefined;

/**
 * Who had a say before an entry. There is a row for each version, founding and recovery, so that all are kept in memory: each entry
 * asks several times.
 */
export class Authority {
  readonly #db: Database.Database;
  /** In the order of the log. */
  readonly #known: { readonly since: number; readonly authority: AuthoritySoFar }[];

  constructor(db: Database.Database) {
    this.#db = db;
    const rows = prepared(
      db,
      'SELECT since, founding, version, owners, recovery AS recoveryKey, log_keys AS logKeys FROM authority ORDER BY since',
    ).all() as AuthorityRow[];
    this.#known = rows.map((row) => ({ since: row.since, authority: authorityIn(row) }));
  }

  before(seq: number): AuthoritySoFar {
    return this.#known.findLast(({ since }) => since < seq)?.authority ?? NO_AUTHORITY;
  }

  /** What an entry says of invites, and of who has a say where it is signed (`id`: by the statement with this hash). */
  takeIn({ seq, record }: Placed, id: string | null): void {
    const made = inviteIn(record);
    if (made) this.#addInvite(made.inviteId, seq, made.invite);
    const revoked = revokedIn(record);
    if (revoked !== null) this.#use(revoked, { by: REVOKED, seq });
    const key = keyUsedIn(record);
    if (key !== null) this.#use(inviteIdOf(sha256, key), { by: record.signed?.statement.device ?? '', seq });
    if (id === null) return;
    const before = this.before(seq);
    const after = afterAuthority(before, record, id);
    if (after !== before) this.#keep(seq, after);
  }

  /** An entry of the organisation, or of an invite, that only a newer Latchkey can check. */
  takeInNewer(seq: number, stream: string): void {
    const [kind, id] = stream.split('/');
    if (kind === 'organisation') this.#keep(seq, afterNewer(this.before(seq)));
    if (kind === 'invite' && id !== undefined) this.#addInvite(id, seq, null);
  }

  #addInvite(inviteId: string, seq: number, invite: KnownInvite | null): void {
    prepared(this.#db, 'INSERT OR IGNORE INTO invites VALUES (?, ?, ?, NULL, NULL)').run(
      ...[inviteId, JSON.stringify(invite), seq],
    );
  }

  #use(inviteId: string, { by, seq }: { readonly by: string; readonly seq: number }): void {
    prepared(
      this.#db,
      'UPDATE invites SET used_by = ?, used_at = ? WHERE invite_id = ? AND used_by IS NULL',
    ).run(by, seq, inviteId);
  }

  #keep(seq: number, authority: AuthoritySoFar): void {
    const { founding, documents, recoveryKey, logKeys } = authority;
    prepared(this.#db, 'INSERT OR REPLACE INTO authority VALUES (?, ?, ?, ?, ?, ?)').run(
      ...[seq, founding, documents?.version ?? null, documents && JSON.stringify(documents.owners)],
      ...[recoveryKey, logKeys && JSON.stringify(logKeys)],
    );
    const at = this.#known.findLastIndex(({ since }) => since <= seq);
    const isSame = this.#known[at]?.since === seq;
    this.#known.splice(isSame ? at : at + 1, isSame ? 1 : 0, { since: seq, authority });
  }
}

function authorityIn({ founding, version, owners, recoveryKey, ...row }: AuthorityRow): AuthoritySoFar {
  const isKnown = version !== null && owners !== null;
  const documents = isKnown ? { version, owners: JSON.parse(owners) as string[] } : null;
  const logKeys = row.logKeys === null ? null : (JSON.parse(row.logKeys) as string[]);
  return { founding, documents, recoveryKey, logKeys };
}

/** The verifier keys that the log has had, the latest first, as far as entries that were checked say; none where that is not known. */
export function logKeysIn(db: Database.Database): readonly string[] {
  const row = prepared(db, 'SELECT log_keys AS logKeys FROM authority ORDER BY since DESC LIMIT 1').get() as
    Pick<AuthorityRow, 'logKeys'> | undefined;
  return JSON.parse(row?.logKeys ?? '[]') as string[];
}

/** Forgets what entries from `size` on said. */
export function forgetAuthority(db: Database.Database, size: number): void {
  db.prepare('DELETE FROM invites WHERE since >= ?').run(size);
  db.prepare('UPDATE invites SET used_by = NULL, used_at = NULL WHERE used_at >= ?').run(size);
  db.prepare('DELETE FROM authority WHERE since >= ?').run(size);
}
