import { assertNever } from '../lib/assert-never.ts';
import { instant, type Instant } from '../lib/time.ts';
import type { GrantRecord, Job, RevokeCause, SealedBox } from '../formats/journal/journal-format.ts';
import type { UnknownLine } from '../formats/journal/journal-line.ts';
import { told } from '../words/told.ts';
import { inEnglish } from '../words/words.ts';

/** `unclear`: a newer Latchkey wrote something about it that this one does not know. */
export type EndCause = RevokeCause | 'unclear';

const ENDED_AS_UNCLEAR = inEnglish(told('endedAsUnclear'));

/** Where a grant is in this runner's hands. It leaves the journal when the service has heard of its end. */
export type EntryPhase =
  /** Intent is written; whether the script ran is not known. */
  | { readonly kind: 'granting' }
  | { readonly kind: 'active' }
  | {
      readonly kind: 'revoking';
      readonly cause: EndCause;
      /** Not before this. Mostly past: only what another runner may have waits for the end that it has at the latest. */
      readonly dueAt: Instant;
      readonly message: string | null;
      /** Another runner reported it gone, and this one has not looked yet. */
      readonly isToLook: boolean;
      /** It was reported gone, and this runner found it. */
      readonly wasThere: boolean;
      readonly attempts: number;
      readonly lastMessage: string | null;
    }
  | {
      readonly kind: 'gone';
      readonly wasThere: boolean;
      readonly cause: EndCause;
      readonly dueAt: Instant;
      readonly message: string | null;
      readonly verifiedAt: Instant;
      readonly evidence: string | null;
    };

/** What is known of access that worked. */
export interface Granted {
  readonly startsAt: Instant;
  readonly expiresAt: Instant;
  readonly evidence: string | null;
  /** Kept until the service has them. */
  readonly sealed: readonly SealedBox[];
  readonly reported: boolean;
}

/** The fold of one grant's records in the journal. */
export interface GrantEntry {
  readonly grantId: string;
  readonly job: Job;
  /** When the intent was written. */
  readonly since: Instant;
  readonly granted: Granted | null;
  /** What the provider left for the next call. */
  readonly state: Readonly<Record<string, unknown>>;
  readonly phase: EntryPhase;
  /** The job was read from a line that is not known: what the service orders says it better. */
  readonly isSalvaged: boolean;
}

/** When the access of an entry should have ended. */
export function dueAt({ phase, granted, since }: GrantEntry): Instant {
  return phase.kind === 'revoking' || phase.kind === 'gone' ? phase.dueAt : (granted?.expiresAt ?? since);
}

/** What a journal says of one grant, one line. */
export type GrantLine = GrantRecord | UnknownLine;

/**
 * The entry after one more line; null when it is done, or when the line belongs to nothing that is known. `readAt`: when the
 * journal was opened.
 */
export function applyLine(entry: GrantEntry | null, record: GrantLine, readAt: Instant): GrantEntry | null {
  if (record.type === 'unknown') return unclear(entry, record, readAt);
  if (record.type === 'grantIntent') return entry ?? begun(record.job, record.at);
  if (record.type === 'revokeIntent') return revoking(entry, record);
  if (!entry) return null;
  const { phase } = entry;
  switch (record.type) {
    case 'granted': {
      const { startsAt, expiresAt, evidence, sealed, state } = record;
      const granted = { startsAt, expiresAt, evidence, sealed, reported: false };
      return { ...entry, granted, state, phase: phase.kind === 'granting' ? { kind: 'active' } : phase };
    }
    case 'grantReported':
      return entry.granted ? { ...entry, granted: { ...entry.granted, sealed: [], reported: true } } : entry;
    case 'foundThere':
      return phase.kind === 'revoking'
        ? { ...entry, phase: { ...phase, isToLook: false, wasThere: true, lastMessage: record.message } }
        : entry;
    case 'attemptFailed':
      return phase.kind === 'revoking'
        ? { ...entry, phase: { ...phase, attempts: record.attempts, lastMessage: record.message } }
        : entry;
    case 'revoked':
      return phase.kind === 'revoking' ? { ...entry, phase: gone(phase, record) } : entry;
    case 'done':
      return null;
    default:
      return assertNever(record);
  }
}

type RecordOf<T extends GrantRecord['type']> = Extract<GrantRecord, { type: T }>;

const begun = (job: Job, since: Instant): GrantEntry => ({
  grantId: job.grantId,
  job,
  since,
  granted: null,
  state: {},
  phase: { kind: 'granting' },
  isSalvaged: false,
});

/**
 * Ends it now: the line may say that it was ended, or ends earlier, and access that ends too early can be asked for again.
 * What was verified gone is looked at again: something may have come after that.
 */
function unclear(entry: GrantEntry | null, line: UnknownLine, readAt: Instant): GrantEntry | null {
  const known = entry ?? (line.job && { ...begun(line.job, readAt), isSalvaged: true });
  if (!known) return null;
  const { granted, phase } = known;
  // What is known comes before what was read from such a line.
  const isStateKnown = granted !== null || Object.keys(known.state).length > 0;
  const state = isStateKnown ? known.state : (line.state ?? known.state);
  if (phase.kind === 'revoking') return { ...known, state };
  const end =
    phase.kind === 'gone'
      ? { cause: phase.cause, dueAt: phase.dueAt, message: phase.message, wasThere: phase.wasThere }
      : {
          cause: 'unclear' as const,
          dueAt: instant(Math.min(readAt, granted?.expiresAt ?? readAt)),
          message: ENDED_AS_UNCLEAR,
          wasThere: false,
        };
  return {
    ...known,
    state,
    phase: { kind: 'revoking', ...end, isToLook: false, attempts: 0, lastMessage: null },
  };
}

/**
 * The first intent counts: what has begun to end for one reason does not end for another. A later one with a job only
 * says how the target is reached now, and by which lease, and makes what waits (`dueAt` is still to come) due now. What was
 * salvaged may have been of another target: it begins anew.
 */
function revoking(entry: GrantEntry | null, record: RecordOf<'revokeIntent'>): GrantEntry | null {
  const first = entry?.isSalvaged && record.job ? null : entry;
  const state = record.state ?? entry?.state ?? {};
  const granted = entry?.granted ?? null;
  const known = first ?? (record.job && { ...begun(record.job, record.at), state, granted });
  if (!known) return null;
  if (known.phase.kind === 'gone' || known.phase.kind === 'revoking') {
    const phase = known.phase.cause === 'unclear' ? { ...known.phase, cause: record.cause } : known.phase;
    const { provider, fence } = record.job ?? known.job;
    const job = { ...known.job, provider, fence };
    const isWaiting = phase.kind === 'revoking' && phase.dueAt > record.at;
    return { ...known, job, phase: isWaiting ? { ...phase, dueAt: record.dueAt } : phase };
  }
  const { cause, dueAt, message, reportedGone: isToLook } = record;
  const phase = { kind: 'revoking' as const, cause, dueAt, message, isToLook, wasThere: false };
  return { ...known, phase: { ...phase, attempts: 0, lastMessage: null } };
}

const gone = (
  { cause, dueAt, message, wasThere }: Extract<EntryPhase, { kind: 'revoking' }>,
  { verifiedAt, evidence }: RecordOf<'revoked'>,
): EntryPhase => ({ kind: 'gone', cause, dueAt, message, wasThere, verifiedAt, evidence });
