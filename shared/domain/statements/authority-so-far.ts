import type { LogRecord } from '../entry.ts';
import type { KnownDocuments, KnownInvite } from './judge-authority.ts';
import type { StatementBodies } from './statement.ts';

/** Who has a say, as far as entries that were believed tell: see `KnownAuthority`. */
export interface AuthoritySoFar {
  readonly founding: string | null;
  readonly documents: KnownDocuments | null;
  readonly recoveryKey: string | null;
  /** The latest first. */
  readonly logKeys: readonly string[] | null;
}

export const NO_AUTHORITY: AuthoritySoFar = {
  founding: null,
  documents: null,
  recoveryKey: null,
  logKeys: null,
};

/** After an entry that was found to be signed. `id`: the hash of its statement. Pure. */
export function afterAuthority(
  before: AuthoritySoFar,
  { entry, signed }: Pick<LogRecord, 'entry' | 'signed'>,
  id: string,
): AuthoritySoFar {
  if (!signed) return before;
  const { type, by, body } = signed.statement;
  if (entry.type === 'organisationCreated') {
    const { recoveryKey = null, logKey } = entry;
    return { founding: id, documents: { version: 0, owners: [by] }, recoveryKey, logKeys: [logKey] };
  }
  if (entry.type === 'logKeyRotated')
    return { ...before, logKeys: [entry.logKey, ...(before.logKeys ?? [entry.follows])] };
  if (entry.type === 'recoveryKeySet') return { ...before, recoveryKey: entry.recoveryKey };
  if (entry.type === 'deviceRegistered' && entry.recovered) return { ...before, recoveryKey: null };
  if (entry.type !== 'organisationPublished') return before;
  const said =
    type === 'foundOrganisation'
      ? (body as StatementBodies['foundOrganisation']).documents
      : (body as StatementBodies['publishOrganisation']);
  const owners = said?.owners;
  return owners ? { ...before, documents: { version: entry.organisationVersion, owners } } : before;
}

/** An invite, by its number, as an entry makes it; null where it makes none that anybody could join with. Pure. */
export function inviteIn({
  entry,
}: Pick<LogRecord, 'entry'>): { readonly inviteId: string; readonly invite: KnownInvite } | null {
  if (entry.type !== 'inviteCreated') return null;
  const { inviteId, inviteKey, person, invitedBy: by, replaces = false, expiresAt } = entry;
  if (inviteId === undefined || inviteKey === undefined || by === undefined) return null;
  return { inviteId, invite: { person, by, inviteKey, replaces, expiresAt, usedBy: null } };
}

/** The invite that an entry makes good for nothing; null where it is none. */
export const revokedIn = ({ entry }: Pick<LogRecord, 'entry'>): string | null =>
  entry.type === 'inviteRevoked' ? entry.inviteId : null;

/** What stands for who used an invite that nobody uses any more. */
export const REVOKED = 'revoked';

/** After an entry of the organisation that only a newer Latchkey can check: who has a say is not known any more. */
export const afterNewer = (before: AuthoritySoFar): AuthoritySoFar => ({
  ...before,
  documents: null,
  logKeys: null,
});

/** The key of the invite that an entry used up; null where it used none. */
export function keyUsedIn({ signed }: Pick<LogRecord, 'signed'>): string | null {
  if (signed?.statement.type !== 'joinOrganisation') return null;
  return (signed.statement.body as StatementBodies['joinOrganisation']).inviteKey;
}
