import { commitmentOf, type Hash } from '../../lib/said.ts';
import type { LogRecord } from '../entry.ts';
import { evolveKnown, type Step } from '../request/evolve-known.ts';
import { lacksApprovals } from '../request/lacks-approvals.ts';
import type { RequestEntry } from '../request/request-entry.ts';
import type { RequestState } from '../request/request.ts';
import type { DurationMs } from '../../lib/time.ts';

/** What a reader knows of a request by those of its entries that may be read here, up to one. */
export interface RequestSoFar {
  /** Null where it does not wait, or how it began is not known here. */
  readonly waiting: RequestState | null;
  /** It was decided, or its requester took it back: it never waits again. */
  readonly isClosed: boolean;
  /** An entry of it may not be read here, or is known to a newer Latchkey only. */
  readonly isPartial: boolean;
  /** What may be taken up; null where it was not approved, as far as is known here. */
  readonly approved: ApprovedSoFar | null;
  /** Of the last of these entries, until it is closed in another way than approved: nothing is asked of the number of those after that. */
  readonly version: number;
  readonly seq: number;
}

/** What was approved. `hasGap`: entries after that may not be read here. */
export interface ApprovedSoFar {
  readonly grantIds: readonly string[];
  readonly durationMs: DurationMs;
  readonly hasGap: boolean;
}

/** One more of its entries, and where it is in the log. `version`: null where a newer Latchkey says it in its own way. */
export interface StepOfLog extends Omit<Step, 'version'> {
  readonly version: number | null;
  readonly seq: number;
}

/** All that is kept of what nobody approved. */
const CLOSED = [false, true].map((isPartial): RequestSoFar => {
  return { waiting: null, isClosed: true, isPartial, approved: null, version: 0, seq: 0 };
});

const closed = (isPartial: boolean): RequestSoFar => CLOSED[Number(isPartial)]!;

const isFirst = ({ type }: RequestEntry): boolean => type === 'requestSubmitted' || type === 'requestRefused';

/** The request after one more entry that may be read. Pure. */
export function afterStep(before: RequestSoFar | undefined, step: StepOfLog): RequestSoFar {
  const { seq, at, entry } = step;
  const next = (before?.version ?? 0) + 1;
  const version = step.version ?? next;
  if (before?.isClosed) {
    const { approved, isPartial } = before;
    if (!approved) return closed(isPartial || !entry);
    const hasGap = approved.hasGap || version !== next;
    const same = hasGap === approved.hasGap ? approved : { ...approved, hasGap };
    return { ...before, isPartial: isPartial || !entry, approved: same, version, seq };
  }
  const isPartial = before?.isPartial || version !== next || !entry;
  const was = before?.waiting ?? undefined;
  const state = evolveKnown(was, { version: (was?.version ?? 0) + 1, at, entry });
  if (state?.phase.kind === 'approved')
    return { waiting: null, isClosed: true, isPartial, approved: approvedOf(state), version, seq };
  if (state && state.phase.kind !== 'submitted') return closed(isPartial);
  return { waiting: state ?? null, isClosed: false, isPartial, approved: null, version, seq };
}

const approvedOf = ({ facts: { entitlements, durationMs } }: RequestState): ApprovedSoFar => ({
  ...{ grantIds: entitlements.map(({ grantId }) => grantId), durationMs },
  hasGap: false,
});

/**
 * Whether an entry cannot be the next of its request. `place`: there is one with its number, or it begins what began, or does
 * not begin what did not. `gap`: others are missing before it, more than there are that may not be read here.
 *
 * @param isHidden whether so many entries after this one may not be read here
 */
export function doesNotContinue(
  before: RequestSoFar | undefined,
  { version, entry }: Pick<LogRecord, 'version'> & { readonly entry: RequestEntry },
  isHidden: (count: number, after: number) => boolean,
): 'place' | 'gap' | null {
  if (before?.isClosed && (isFirst(entry) || !before.approved)) return isFirst(entry) ? 'place' : null;
  if (isFirst(entry) ? before?.waiting : version === 1) return 'place';
  const missing = version - (before?.version ?? 0) - 1;
  if (missing < 0) return 'place';
  return missing === 0 || isHidden(missing, before?.seq ?? -1) ? null : 'gap';
}

/**
 * Whether an entry says what became of a request, and what is known here does not bear that out. `unchecked`: what is not known
 * here may.
 */
export function isUnfounded(
  hash: Hash,
  before: RequestSoFar | undefined,
  record: OfRequest,
): 'quorum' | 'denial' | 'closed' | 'author' | 'unchecked' | null {
  const lack = whatIsLacking(hash, before, record);
  if (lack === null) return null;
  if (!before) return 'unchecked';
  const isNext = before.isClosed || record.version === before.version + 1;
  return before.isPartial || !isNext ? 'unchecked' : lack;
}

type OfRequest = Pick<LogRecord, 'v' | 'version' | 'actor'> & { readonly entry: RequestEntry };

function whatIsLacking(
  hash: Hash,
  before: RequestSoFar | undefined,
  { v, actor, entry }: OfRequest,
): 'quorum' | 'denial' | 'closed' | 'author' | null {
  const waiting = before?.waiting ?? null;
  switch (entry.type) {
    case 'requestApproved':
    case 'stepDone': {
      if (!waiting || lacksApprovals(waiting, entry)) return 'quorum';
      const isOfPolicy = entry.type === 'requestApproved' && entry.by === 'policy';
      const author = isOfPolicy ? waiting.facts.requester : waiting.reviews.at(-1)?.reviewer;
      // Whose entry it follows from, in the same moment.
      return actor === 'latchkey' || actor === author ? null : 'author';
    }
    case 'requestDenied': {
      const { by, comment } = entry;
      const said = commitmentOf(hash, comment);
      const isSaid = waiting?.reviews.some(
        (each) =>
          each.decision === 'deny' && each.reviewer === by && commitmentOf(hash, each.comment) === said,
      );
      if (!isSaid) return 'denial';
      return actor === by ? null : 'author';
    }
    case 'reviewersNamed':
    case 'requestOverruled':
      if (before?.isClosed) return 'closed';
      return v < 4 || actor === 'latchkey' || mayHaveFound(waiting, entry, actor) ? null : 'author';
    case 'requestLapsed':
    case 'reviewReminded':
      return before?.isClosed ? 'closed' : null;
    default:
      return null;
  }
}

/** Whether who else may answer, or that it cannot go on, was found as this person answered it: by who may answer it now. */
function mayHaveFound(waiting: RequestState | null, entry: RequestEntry, person: string): boolean {
  if (waiting?.phase.kind !== 'submitted') return false;
  const named = entry.type === 'reviewersNamed' ? entry.reviewers : waiting.reviewers;
  return (named[waiting.phase.step] ?? []).includes(person);
}
