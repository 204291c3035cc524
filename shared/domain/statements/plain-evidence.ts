import type { Entry, LogRecord, RecordVersion } from '../entry.ts';
import type { GrantEntry } from '../grant/grant-entry.ts';
import { evidenceOf } from './evidence-of.ts';
import { saysNeverBegan } from './grant-so-far.ts';
import { hasItsAuthor } from './has-its-author.ts';
import type { KnownToReader } from './judge-record.ts';
import { doesNotContinue } from './request-so-far.ts';
import { requestStream } from '../request/request-entry.ts';
import { isTakenUpWrongly, type KnownOfAccess } from './taking-up.ts';

/** What happens to access once it was approved: most entries of a log. */
const PLAIN: ReadonlySet<Entry['type']> = new Set<Entry['type']>([
  ...(['grantActivating', 'grantActivated', 'grantFailed', 'grantEnding', 'grantRevoked'] as const),
  ...(['grantOverdue', 'grantFoundThere', 'revocationTaken', 'revocationFailed'] as const),
]);

/** What is known of such an entry, and what it says, for who has to know which access was taken up. */
export interface PlainEntry {
  readonly evidence: 'computed' | 'imported';
  readonly requestId: string;
  readonly record: Pick<LogRecord, 'v' | 'seq' | 'stream' | 'version' | 'at' | 'actor'> & {
    readonly entry: GrantEntry;
  };
}

/**
 * How an entry is known that nobody signed and nobody has to sign, from its leaf's text: so that it need not be read in full,
 * which takes ten times as long. Null: it is not as simple, and is to be judged. `level`: of the form that entries before it have.
 */
export function plainEvidence(text: string, seq: number, level: RecordVersion): PlainEntry | null {
  if (level === 2 || text.includes('"signed":{')) return null;
  const raw = parse(text);
  if (raw?.v !== level || raw.seq !== seq || typeof raw.actor !== 'string') return null;
  const { actor, stream, version, at, entry } = raw;
  if (typeof entry !== 'object' || entry === null || !isPlain(entry)) return null;
  if (typeof stream !== 'string' || typeof entry.grantId !== 'string') return null;
  if (typeof version !== 'number' || typeof at !== 'number' || !stream.startsWith(REQUEST)) return null;
  const record = { v: level, seq, stream, version, at, actor, entry };
  // What is said in somebody's name, or that nothing ever began, is looked at beside what came before.
  const isMore = (entry.type === 'grantEnding' && entry.by !== null) || saysNeverBegan(record);
  if (isMore || !hasItsAuthor(record)) return null;
  const evidence = evidenceOf(record);
  // What the service says for its runner is looked at beside who was signed in.
  const isKnown = evidence === 'computed' || (evidence === 'imported' && level < 4);
  return isKnown ? { evidence, requestId: stream.slice(REQUEST.length), record } : null;
}

/** Whether such an entry may stand where it does. Else it is to be judged as all others, which says why. */
export function isBorneOut(
  { requestId, record }: PlainEntry,
  known: KnownOfAccess & Pick<KnownToReader, 'isHidden' | 'moment'>,
): boolean {
  if (known.moment().used) return false;
  const before = known.request(requestId);
  if (!before?.isClosed || doesNotContinue(before, record, known.isHidden)) return false;
  return isTakenUpWrongly(requestId, record, known) === null;
}

const REQUEST = requestStream('');

const isPlain = (entry: Entry): entry is GrantEntry => PLAIN.has(entry.type);

/** Whatever it says it is. */
function parse(text: string): Partial<LogRecord> | null {
  try {
    return JSON.parse(text) as Partial<LogRecord> | null;
  } catch {
    return null;
  }
}
