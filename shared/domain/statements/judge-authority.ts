import type { LogRecord } from '../entry.ts';
import { isInTime } from '../invite/invite-life.ts';
import type { Hash } from '../../lib/said.ts';
import type { KnownBefore } from './check-record.ts';
import { evidenceOf } from './evidence-of.ts';
import type { SignatureToCheck } from './check-statement.ts';
import { inviteIdOf, inviteSignature } from './joining.ts';
import type { SignedStatement, Statement, StatementBodies } from './statement.ts';
import type { Instant } from '../../lib/time.ts';

/**
 * Why somebody could not say what they signed. `invite`: no invite for them that was open. `owner`: they were no owner. `follows`:
 * what they published was written after another version, or the log had another key than the one that they replaced. `founding`: the organisation was founded otherwise.
 */
export type AuthorityFault = 'invite' | 'owner' | 'follows' | 'founding';

/** An invite as its entry says, and with which device somebody joined by it. */
export interface KnownInvite {
  readonly person: string;
  readonly by: string;
  readonly inviteKey: string;
  readonly replaces: boolean;
  readonly expiresAt: Instant;
  readonly usedBy: string | null;
}

/** The documents in force, as whoever published them signed. */
export interface KnownDocuments {
  readonly version: number;
  readonly owners: readonly string[];
}

export interface KnownAuthority {
  /** The hash of the statement by which it was founded, in lower case hex; null: a service of before began the log by itself. */
  founding(): string | null;
  /** Null while no owner has signed who they are. */
  documents(): KnownDocuments | null;
  /** The verifier keys of the log, the latest first; null: it is not known which one it has now. */
  logKeys(): readonly string[] | null;
  invite(inviteId: string): KnownInvite | undefined;
  /** It was made in a way that only a newer Latchkey can check. */
  isNewerInvite(inviteId: string): boolean;
  /** What may sign in one device of an owner; null: nothing does, or it is not known what. */
  recoveryKey(): string | null;
}

export interface AuthorityTools {
  readonly hash: Hash;
  readonly fits: (toCheck: SignatureToCheck) => boolean;
  /** The founding that the reader pinned when it joined; null: none. */
  readonly pinned?: string | null;
}

type Signed = LogRecord & { readonly signed: SignedStatement };

/** Whether somebody joins by an invite that only a newer Latchkey can check. */
export const isByNewerInvite = (
  hash: Hash,
  { type, body }: Statement,
  known: Pick<KnownAuthority, 'invite' | 'isNewerInvite'>,
): boolean => {
  if (type !== 'joinOrganisation') return false;
  const inviteId = inviteIdOf(hash, (body as StatementBodies['joinOrganisation']).inviteKey);
  return known.invite(inviteId) === undefined && known.isNewerInvite(inviteId);
};

/** Whether a log goes on as the one that was founded as the reader pinned it: its first entry says so, or none after it counts. */
export const isFoundedOtherwise = (
  { pinned = null }: Pick<AuthorityTools, 'pinned'>,
  { v, seq, entry }: Pick<LogRecord, 'v' | 'seq' | 'entry'>,
  known: Pick<KnownAuthority, 'founding'>,
): boolean =>
  pinned !== null &&
  (seq === 0 ? v < 4 || entry.type !== 'organisationCreated' : known.founding() !== pinned);

/** Whether somebody who signed an entry could say so, by who the owners are and whom they invited. `id`: of the statement. Pure. */
export function judgeAuthority(
  tools: AuthorityTools,
  { record, id }: { readonly record: Signed; readonly id: string },
  known: KnownAuthority,
): AuthorityFault | null {
  const { statement } = record.signed;
  const { by } = statement;
  const owners = known.documents()?.owners ?? null;
  const byOwner = owners === null || owners.includes(by) ? null : 'owner';
  switch (statement.type) {
    case 'foundOrganisation':
      return judgeFounding(tools, { record, id }, known);
    case 'joinOrganisation':
      return judgeJoining(tools, record, known);
    case 'publishOrganisation': {
      const { follows } = statement.body as StatementBodies['publishOrganisation'];
      const isNext =
        follows === undefined ? record.v < 4 : (known.documents()?.version ?? follows) === follows;
      return byOwner ?? (isNext ? null : 'follows');
    }
    case 'inviteDevice': {
      const { expiresAt } = statement.body as StatementBodies['inviteDevice'];
      if (expiresAt !== undefined && !isInTime(expiresAt, record.at)) return 'invite';
      return 'person' in record.entry && record.entry.person === by ? null : byOwner;
    }
    case 'renameDevice':
    case 'removeDevice':
      return 'person' in record.entry && record.entry.person === by ? null : byOwner;
    case 'rotateLogKey': {
      const { follows, logKey } = statement.body as StatementBodies['rotateLogKey'];
      const keys = known.logKeys() ?? [follows];
      return byOwner ?? (keys[0] === follows && !keys.includes(logKey) ? null : 'follows');
    }
    case 'confirmMember':
    case 'signInRunner':
    case 'setRecoveryKey':
    case 'eraseTexts':
      return byOwner;
    case 'endGrant':
      return record.entry.type === 'grantConfirmedGone' ? byOwner : null;
    default:
      return null;
  }
}

/** The first entry of a log, or one that follows from it in the same moment. */
function judgeFounding(
  { pinned = null }: AuthorityTools,
  { record, id }: { readonly record: Signed; readonly id: string },
  known: KnownAuthority,
): AuthorityFault | null {
  if (record.entry.type !== 'organisationCreated') return known.founding() === id ? null : 'founding';
  return record.seq === 0 && (pinned === null || pinned === id) ? null : 'founding';
}

function judgeJoining(
  { hash, fits }: AuthorityTools,
  { at, entry, signed }: Signed,
  known: KnownAuthority,
): AuthorityFault | null {
  const statement = signed.statement as Statement<'joinOrganisation'>;
  const { by, device, body } = statement;
  if (entry.type === 'deviceRegistered' && entry.recovered) {
    const isTheOne = body.inviteKey === known.recoveryKey() && entry.invitedBy === by && !entry.replaces;
    const isOwner = known.documents()?.owners.includes(by) ?? true;
    return isTheOne && isOwner && fits(inviteSignature(statement)) ? null : 'invite';
  }
  const invite = known.invite(inviteIdOf(hash, body.inviteKey));
  if (!invite || entry.type !== 'deviceRegistered') return 'invite';
  const isMeant =
    invite.person === by &&
    invite.inviteKey === body.inviteKey &&
    invite.by === entry.invitedBy &&
    invite.replaces === (entry.replaces === true) &&
    at <= invite.expiresAt;
  const owners = known.documents()?.owners ?? null;
  const mayInvite = invite.by === by || owners === null || owners.includes(invite.by);
  if (!isMeant || !mayInvite || (invite.usedBy !== null && invite.usedBy !== device)) return 'invite';
  return fits(inviteSignature(statement)) ? null : 'invite';
}

/** What nobody signs where the log was founded: the service invites nobody. Of what the first entry is not, too. */
export function judgeUnsigned(
  { v, seq, actor, entry }: LogRecord,
  known: Pick<KnownAuthority, 'founding'> & Pick<KnownBefore, 'device'>,
): 'unsigned' | null {
  // The service's own runner has a key where somebody signed it in.
  const isReport = 'grantId' in entry && evidenceOf({ v, actor, entry }) === 'imported';
  if (isReport && known.device(actor.slice('runner:'.length))) return 'unsigned';
  return entry.type === 'inviteCreated' && known.founding() !== null ? 'unsigned' : null;
}
