import { canonicalBytes } from '../../lib/canonical-json.ts';
import { hexOf } from '../../lib/hex-of.ts';
import type { Hash } from '../../lib/said.ts';
import type { Instant } from '../../lib/time.ts';
import { isRequestRecord, type LogRecord } from '../entry.ts';
import type { RequestEntry } from '../request/request-entry.ts';
import { reviewedContent } from '../request/reviewed-content.ts';
import { checkRecord, type KnownBefore, type RecordFault } from './check-record.ts';
import type { SignatureToCheck } from './check-statement.ts';
import {
  isByNewerInvite,
  isFoundedOtherwise,
  judgeAuthority,
  judgeUnsigned,
  type AuthorityFault,
  type AuthorityTools,
  type KnownAuthority,
} from './judge-authority.ts';
import { evidenceOf } from './evidence-of.ts';
import { isUntrueOfGrant, saysNeverBegan, type GrantSoFar } from './grant-so-far.ts';
import { hasItsAuthor } from './has-its-author.ts';
import { doesNotContinue, isUnfounded, type RequestSoFar } from './request-so-far.ts';
import { isNamedWrongly } from './is-named-wrongly.ts';
import { isUncaused, type MomentSoFar } from './moment-so-far.ts';
import type { SignedStatement, Statement, StatementType } from './statement.ts';
import { isTakenUpWrongly, type TakingUpFault } from './taking-up.ts';

/**
 * Why an entry is not to be believed, although it is one of the signed log.
 *
 * - `place`: it says that it stands elsewhere. `actor`: it names somebody else than who signed it.
 * - `seen`: who signed it had verified another log. `seenLater`: entries that did not exist yet.
 * - `replay`: what was signed stands in an entry before already.
 * - `hash`: what it shows of a request is not what reviewers sign. `quorum`: fewer approved than it says.
 * - `gap`: entries of its request are missing before it. `again`: a device of that number joined before.
 * - `closed`: its request did not wait any more. `denial`: nobody denied it so. `began`: a runner had taken the access up.
 * - `uncaused`: it follows from nothing that stands before it in the same moment.
 * - `author`: it names somebody by whom the service writes no such entry.
 * - `named`: it says that somebody may answer whom the plan does not mean, or who asked.
 */
export type EntryFault =
  | RecordFault
  | AuthorityFault
  | TakingUpFault
  | 'place'
  | 'actor'
  | 'seen'
  | 'seenLater'
  | 'replay'
  | 'hash'
  | 'quorum'
  | 'gap'
  | 'again'
  | 'closed'
  | 'denial'
  | 'began'
  | 'author'
  | 'named'
  | 'uncaused';

/**
 * What a reader found of an entry. `signed`: by whoever did it; `id` is the hash of what was signed, in lower case hex.
 * `computed`, `imported`: see `evidenceOf`. `earlier`: from before people signed. `newer`: it cannot be checked, since its signer
 * joined in a way that only a newer Latchkey knows: nothing that it says is to be acted upon. `unchecked`: it follows from entries
 * of which not all are known here.
 */
export type Verdict =
  | { readonly kind: 'signed'; readonly id: string }
  | { readonly kind: 'computed' | 'imported' | 'earlier' | 'newer' | 'unchecked' }
  | { readonly kind: 'fault'; readonly fault: EntryFault };

/** Where a statement was found for the first time. */
export interface Use {
  readonly seq: number;
  readonly at: Instant;
}

/** What a reader of the log has to know of the entries before one. */
export interface KnownToReader extends KnownBefore, KnownAuthority {
  /** Whether it ever joined, also where it was removed since. */
  wasDevice(deviceId: string): boolean;
  /** It joined by an entry that is not known here, and by none that is. */
  isNewerDevice(deviceId: string): boolean;
  /** The root of the log's first `size` entries, in lower case hex. Only asked for sizes up to the entry's place. */
  rootAt(size: number): string;
  /** Where a statement was used first, by the hash of what was signed. */
  use(id: string): Use | undefined;
  /** A request as the entries before say; undefined where none may be read here. */
  request(requestId: string): RequestSoFar | undefined;
  /** What happened to access; undefined where nothing did that may be read here. */
  grant(requestId: string, grantId: string): GrantSoFar | undefined;
  /** What stands before it in its commit. */
  moment(): MomentSoFar;
  /** Whether so many of the entries before this one, and after that of the number `after`, may not be read here. */
  isHidden(count: number, after: number): boolean;
}

/** `fits`: strict Ed25519 (RFC 8032), the public key and the signature in base64url. */
export type ReadersTools = AuthorityTools;

export interface Placed {
  readonly seq: number;
  readonly record: LogRecord;
}

/** Whether an entry at this place is what somebody signed, or what follows. Pure, but for what it is given. */
export function judgeRecord(tools: ReadersTools, placed: Placed, known: KnownToReader): Verdict {
  const { seq, record } = placed;
  if (isFoundedOtherwise(tools, { ...record, seq }, known)) return fault('founding');
  const left = checkRecord(tools.hash, record, known);
  const { signed } = record;
  if (left === 'unknownDevice' && signed && known.isNewerDevice(signed.statement.device))
    return { kind: 'newer' };
  if (typeof left === 'string') return fault(left);
  // Nothing that was written then was ever checked by a reader.
  if (record.v === 2) return { kind: 'earlier' };
  if (record.seq !== seq) return fault('place');
  const unfounded = doesNotFollow(tools.hash, record, known);
  if (unfounded === 'unchecked') return { kind: 'unchecked' };
  if (unfounded) return fault(unfounded);
  if (!signed || !left) {
    const wrong = judgeUnsigned(record, known);
    if (wrong) return fault(wrong);
    return { kind: evidenceOf(record) === 'imported' ? 'imported' : 'computed' };
  }
  return judgeSigned(tools, { seq, record, signed, left }, known);
}

function judgeSigned(
  tools: ReadersTools,
  {
    seq,
    record,
    signed,
    left,
  }: Placed & { readonly signed: SignedStatement; readonly left: SignatureToCheck },
  known: KnownToReader,
): Verdict {
  const { hash, fits } = tools;
  const { statement } = signed;
  if (record.actor !== actorOf(statement)) return fault('actor');
  // First: what nobody signed says nothing of who saw what.
  if (!fits(left)) return fault('signature');
  const { size, root } = statement.seen;
  if (size > seq) return fault('seenLater');
  if (known.rootAt(size) !== root) return fault('seen');
  const id = hexOf(hash(left.message));
  const before = known.use(id);
  const isOneOfSeveral = SEVERAL.has(statement.type) && before?.at === record.at;
  if (before && before.seq !== seq && !isOneOfSeveral) return fault('replay');
  if (isByNewerInvite(hash, statement, known)) return { kind: 'newer' };
  const unauthorised = judgeAuthority(tools, { record: { ...record, signed }, id }, known);
  return unauthorised ? fault(unauthorised) : { kind: 'signed', id };
}

/** A runner is named by its device, since an account may have several. */
const actorOf = ({ type, by, device }: Statement): string =>
  type === 'reportGrant' ? `runner:${device}` : by;

/** One statement with an entry for each thing that came of it, in one moment. */
const SEVERAL: ReadonlySet<StatementType> = new Set<StatementType>([
  'endAllGrants',
  'reportGrant',
  'foundOrganisation',
]);

/** What the entry says beside what anybody signed, and entries before do not bear out. */
function doesNotFollow(hash: Hash, record: LogRecord, known: KnownToReader): EntryFault | 'unchecked' | null {
  if (!record.signed && !hasItsAuthor(record)) return 'author';
  if (isUncaused(record, known.moment(), known)) return 'uncaused';
  if (record.entry.type === 'deviceRegistered')
    return known.wasDevice(record.entry.deviceId) ? 'again' : null;
  if (record.entry.type === 'runnerSignedIn') return known.wasDevice(record.entry.device) ? 'again' : null;
  if (!isRequestRecord(record)) return null;
  const { entry } = record;
  const requestId = record.stream.slice(REQUEST);
  const before = known.request(requestId);
  const misplaced = doesNotContinue(before, record, known.isHidden);
  if (misplaced) return misplaced;
  // Of before, plans were made by other rules.
  if (record.v >= 4 && isNamedWrongly(entry, before?.waiting?.facts)) return 'named';
  if (entry.type === 'requestSubmitted') {
    const { requestHash, ...facts } = entry.facts;
    return hexOf(hash(canonicalBytes(reviewedContent(hash, facts)))) === requestHash ? null : 'hash';
  }
  if ('grantId' in entry)
    return isTakenUpWrongly(requestId, record, known) ?? isUntrue(record, { ...entry, requestId }, known);
  return isUnfounded(hash, before, record);
}

/** What it says of access, beside what is signed of it. */
function isUntrue(
  record: LogRecord & { readonly entry: RequestEntry },
  { requestId, grantId }: { readonly requestId: string; readonly grantId: string },
  known: KnownToReader,
): EntryFault | null {
  const { entry } = record;
  if (entry.type === 'grantEnding' && entry.by !== null) {
    const requester = known.asked(requestId)?.requester ?? null;
    const cause = entry.by === requester ? 'returned' : 'ended';
    if (requester !== null && entry.cause !== cause) return 'other';
  }
  return saysNeverBegan(record) ? isUntrueOfGrant(known.grant(requestId, grantId), record) : null;
}

const REQUEST = 'request/'.length;

const fault = (what: EntryFault): Verdict => ({ kind: 'fault', fault: what });
