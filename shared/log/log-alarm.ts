import { toBase64 } from './keys.ts';
import type { TrustedHead } from './log-watch.ts';

/** Why a client no longer believes its log. Everything in it is text or a number, so that it can be kept as JSON and shown to others. */
export interface LogAlarm {
  readonly kind: LogAlarmKind;
  /** What happened, for a person. */
  readonly sentence: string;
  /** The same as data, for who says it in another language. */
  readonly told: LogAlarmReason;
  readonly evidence: LogEvidence;
}

/**
 * - `fork`: two histories, both signed: the same size with two roots, or a log that does not begin with what was verified
 * - `shrunk`: a signed head of fewer entries than were verified
 * - `rootMismatch`: the entries that were delivered do not add up to the signed head
 * - `badSignature`, `wrongOrigin`, `malformed`: the head is not the log's
 * - `entry`: the log signed an entry that is not what somebody signed who is said to have done it
 * - `seen`: who signed an entry had verified another log than this
 */
export type LogAlarmKind =
  'fork' | 'shrunk' | 'rootMismatch' | 'badSignature' | 'wrongOrigin' | 'malformed' | 'entry' | 'seen';

/** A code with what it takes. `why` is a sentence about what was delivered, for who examines it. */
export type LogAlarmReason =
  | { readonly code: 'logShrank'; readonly params: { readonly from: number; readonly to: number } }
  | { readonly code: 'logForked' | 'logOtherEntries'; readonly params: { readonly size: number } }
  | { readonly code: 'logNotExtended' | 'logHeadMalformed'; readonly params: { readonly why: string } }
  | {
      readonly code: 'logDelivered';
      readonly params: { readonly signed: number; readonly delivered: number };
    }
  | { readonly code: 'logOtherBeginning'; readonly params: { readonly size: number; readonly of: number } }
  | {
      readonly code: 'logBadHash' | 'logHeadOfOther' | 'logHeadNotSigned';
      readonly params: Readonly<Record<string, never>>;
    }
  /** Of an entry: whoever judged it says what is wrong. */
  | { readonly code: 'entryNotBelieved'; readonly params: object };

/** Hashes are in base64. What is null was not there, or could not be read. */
export interface LogEvidence {
  /** The signed note that was verified last. */
  readonly trustedNote: string | null;
  readonly trustedSize: number;
  readonly trustedRoot: string;
  /** The signed note that was refused, cut off after 10,000 characters. */
  readonly offeredNote: string;
  readonly offeredSize: number | null;
  readonly offeredRoot: string | null;
  /** The root that the delivered entries really give. */
  readonly computedRoot: string | null;
  /** The leaf hashes or proof that were delivered with the note, at most the first 100. */
  readonly delivered: readonly string[];
  /**
   * The entry that is not believed: its place, its leaf's text cut off after 10,000 characters, and the proof that it is one of
   * the offered head's (RFC 9162 §2.1.3.1).
   */
  readonly entry?: { readonly seq: number; readonly text: string; readonly inclusion: readonly string[] };
}

/** Bound of what an alarm keeps of a text, so that a hostile log cannot fill a disk with evidence. */
export const KEPT_CHARACTERS = 10_000;

/** The alarm of who found that an entry of a signed log is not to be believed. `head`: one that has the entry in it. */
export function alarmOfEntry(
  {
    kind,
    sentence,
    told,
  }: Pick<LogAlarm, 'sentence' | 'told'> & { readonly kind: Extract<LogAlarmKind, 'entry' | 'seen'> },
  entry: { readonly seq: number; readonly text: string; readonly inclusion: readonly Uint8Array[] },
  { trusted, head }: { readonly trusted: TrustedHead; readonly head: TrustedHead },
): LogAlarm {
  return {
    kind,
    sentence,
    told,
    evidence: {
      trustedNote: trusted.note,
      trustedSize: trusted.size,
      trustedRoot: toBase64(trusted.rootHash),
      offeredNote: (head.note ?? '').slice(0, KEPT_CHARACTERS),
      offeredSize: head.size,
      offeredRoot: toBase64(head.rootHash),
      computedRoot: toBase64(head.rootHash),
      delivered: [],
      entry: {
        seq: entry.seq,
        text: entry.text.slice(0, KEPT_CHARACTERS),
        inclusion: entry.inclusion.map(toBase64),
      },
    },
  };
}
