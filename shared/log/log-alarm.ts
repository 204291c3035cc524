/** Why a client no longer believes its log. Everything in it is text or a number, so that it can be kept as JSON and shown to others. */
export interface LogAlarm {
  readonly kind: LogAlarmKind;
  /** What happened, for a person. */
  readonly sentence: string;
  readonly evidence: LogEvidence;
}

/**
 * - `fork`: two histories, both signed: the same size with two roots, or a log that does not begin with what was verified
 * - `shrunk`: a signed head of fewer entries than were verified
 * - `rootMismatch`: the entries that were delivered do not add up to the signed head
 * - `badSignature`, `wrongOrigin`, `malformed`: the head is not the log's
 */
export type LogAlarmKind = 'fork' | 'shrunk' | 'rootMismatch' | 'badSignature' | 'wrongOrigin' | 'malformed';

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
}
