import type { Words } from '../words/words.ts';
import type { Spoken } from '../words/told.ts';
import { assertNever } from '../lib/assert-never.ts';
import type { Said } from '../lib/said.ts';
import { shortText } from '../lib/short-text.ts';
import type { Entry, LogRecord } from './entry.ts';
import { isHighRisk } from './organisation/high-risk.ts';
import type { RequestEntry } from './request/request-entry.ts';
import type { RequestFacts } from './request/request.ts';
import { wordsOf, type SaidKind } from './request/words-of.ts';

/** How a reader is told of entries. */
export interface EntryReader {
  readonly words: Words;
  /** A member's name by their id. */
  readonly nameOf: (id: string) => string;
  /** What a grant gives, by its id, where a request has several: then every line about a grant says which. */
  readonly titleOf?: (grantId: string) => string | null;
}

/** One entry as a sentence for a timeline. Plain text: who shows it escapes it. */
export function describeEntry(record: Pick<LogRecord, 'entry' | 'actor'>, reader: EntryReader): string {
  const { entry } = record;
  const title = 'grantId' in entry ? (reader.titleOf?.(entry.grantId) ?? null) : null;
  const told = sentence(entry, reader.nameOf(record.actor), reader);
  return title === null ? told : reader.words.history.ofGrant({ title, told });
}

/** What a grant of this request gives; null where the request has only one, which goes without saying. */
export function titleOfGrant(facts: RequestFacts | null): (grantId: string) => string | null {
  if (facts === null || facts.entitlements.length < 2) return () => null;
  return (grantId) => facts.entitlements.find((each) => each.grantId === grantId)?.title ?? grantId;
}

type Tell = Pick<EntryReader, 'words' | 'nameOf'>;
type EntryOf<T extends Entry['type']> = Extract<Entry, { type: T }>;

function sentence(entry: Entry, who: string, { words, nameOf }: Tell): string {
  const say = words.history;
  const said = (text: Said | Spoken, kind: SaidKind): string => inWords(text, kind, words);
  const named = (id: string | null): string | null => (id === null || id === '' ? null : nameOf(id));
  switch (entry.type) {
    case 'requestSubmitted':
      return say.requestSubmitted({
        who: nameOf(entry.facts.requester),
        titles: entry.facts.entitlements.map((each) => each.title),
        risk: isHighRisk(entry.facts) ? 'high' : 'ordinary',
      });
    case 'requestRefused':
      return say.requestRefused({ why: words.tell(entry.refusal.told) });
    case 'reviewersNamed':
      return say.reviewersNamed({
        // Those of all steps that are left: which of them answers when is in the request.
        names: [...new Set(entry.reviewers.flat())].map(nameOf),
        isNew: entry.cause === 'organisation',
      });
    case 'reviewGiven': {
      const { reviewer, decision, comment } = entry.review;
      return say.reviewGiven({ who: nameOf(reviewer), decision, said: said(comment, 'comment') });
    }
    case 'stepDone':
      return say.stepDone({ step: entry.step + 1 });
    case 'requestApproved':
      return entry.by === 'policy' ? say.approvedByPolicy : say.approvedByReviews;
    case 'requestDenied':
      return say.requestDenied({ who: nameOf(entry.by) });
    case 'requestWithdrawn':
      return say.requestWithdrawn({ who: nameOf(entry.by) });
    case 'requestCommented':
      return say.requestCommented({ who: nameOf(entry.by), said: said(entry.comment, 'comment') });
    case 'requestLapsed':
      return say.requestLapsed;
    case 'reviewReminded':
      return say.reviewReminded({ count: entry.count });
    case 'requestOverruled':
      return say.requestOverruled({ why: words.tell(entry.refusal.told) });
    case 'grantActivating':
      return say.grantActivating;
    case 'grantActivated':
      return say.grantActivated;
    case 'grantFailed':
      return say.grantFailed({ said: words.ofRunner(entry.message) });
    case 'grantEnding': {
      const why = { who: named(entry.by), said: said(entry.reason, 'reason') };
      return entry.neverBegan ? say.endedUntaken(why) : say.grantEnding({ ...why, cause: entry.cause });
    }
    case 'revocationFailed': {
      const { attempts, stuck } = entry;
      return say.revocationFailed({ attempts, stuck, said: words.ofRunner(entry.message) });
    }
    case 'revocationTaken':
      return say.revocationTaken;
    case 'grantOverdue':
      return say.grantOverdue;
    case 'grantConfirmedGone':
      return say.grantConfirmedGone({ who: nameOf(entry.by), said: said(entry.reason, 'reason') });
    case 'grantFoundThere':
      return say.grantFoundThere({ said: words.ofRunner(entry.message) });
    case 'grantRevoked':
      return entry.neverBegan ? say.nothingToRevoke : say.grantRevoked({ lateMs: entry.lateMs });
    default:
      return ofOthers(entry, who, { words, nameOf });
  }
}

/** So much is shown of one change. A cut is shown as one. */
const CHANGE_LENGTH = 1_000;

/** Outside of requests. */
function ofOthers(entry: Exclude<Entry, RequestEntry>, who: string, { words, nameOf }: Tell): string {
  const say = words.history;
  const inFew = (text: Spoken): string => shortText(words.spoken(text), CHANGE_LENGTH);
  switch (entry.type) {
    case 'organisationCreated':
      return say.organisationCreated({ name: entry.name });
    case 'organisationPublished':
      return say.organisationPublished({ who, version: entry.organisationVersion });
    case 'organisationChanged': {
      const { changes, more } = entry;
      return say.organisationChanged({ who, changes: changes.map(inFew), more });
    }
    case 'endsChecked':
      return describeChecks(entry, { words, nameOf });
    case 'memberChanged':
      return say.memberChanged({ who, version: entry.organisationVersion, text: inFew(entry.text) });
    case 'memberConfirmed':
      return say.memberConfirmed({ who, person: nameOf(entry.person) });
    case 'runnerSignedIn':
      return say.runnerSignedIn({ who, runner: entry.device });
    case 'logKeyRotated':
      return say.logKeyRotated({ who });
    case 'recoveryKeySet':
      return say.recoveryKeySet({ who });
    case 'recoveryUsed':
      return say.recoveryUsed({ who: nameOf(entry.person) });
    case 'textsErased':
      return say.textsErased({ who, count: entry.seqs.length });
    case 'clockAccepted':
      return say.clockAccepted({ shown: new Date(entry.shown).toISOString() });
    case 'inviteCreated': {
      const person = nameOf(entry.person);
      if (entry.replaces) return say.invitedAnew({ who, person });
      return entry.person === entry.invitedBy ? say.invitedOwn({ who }) : say.inviteCreated({ who, person });
    }
    case 'inviteUsed':
      return say.inviteUsed({ who: nameOf(entry.person) });
    case 'inviteRevoked':
      return say.inviteRevoked({ who: nameOf(entry.person), because: entry.because });
    case 'deviceRenamed':
      return say.deviceRenamed({
        who: nameOf(entry.by),
        whose: entry.by === entry.person ? null : nameOf(entry.person),
        name: entry.name,
      });
    case 'deviceRemoved':
      return describeRemoval(entry, { words, nameOf });
    case 'deviceRegistered':
      return describeJoining(entry, { words, nameOf });
    default:
      return assertNever(entry);
  }
}

function describeJoining(
  { person, name: device, invitedBy, replaces, recovered }: EntryOf<'deviceRegistered'>,
  { words, nameOf }: Tell,
): string {
  const say = words.history;
  const [who, inviter] = [nameOf(person), nameOf(invitedBy)];
  if (replaces) return say.joinedAnew({ who, device, inviter });
  if (recovered) return say.joinedByRecovery({ who, device });
  return invitedBy === person ? say.joinedAgain({ who, device }) : say.joined({ who, device, inviter });
}

function describeRemoval(
  { person, name, why = { cause: 'left' } }: EntryOf<'deviceRemoved'>,
  { words, nameOf }: Tell,
): string {
  const say = words.history;
  const [whose, device] = [nameOf(person), name ?? null];
  switch (why.cause) {
    case 'left':
      return say.leftWithDevice({ whose, device });
    case 'replaced':
      return say.deviceReplaced({ who: nameOf(why.by), whose, device });
    case 'removed': {
      const said = inWords(why.reason, 'reason', words);
      return say.deviceRemoved({
        who: nameOf(why.by),
        whose: why.by === person ? null : whose,
        device,
        said,
      });
    }
    default:
      return assertNever(why);
  }
}

/** Empty where nothing was said. */
function inWords(said: Said | Spoken, kind: SaidKind, words: Words): string {
  if (typeof said === 'string') return said;
  return 'code' in said ? words.tell(said) : wordsOf(said, kind, words);
}

/** So much is shown of what a runner says, whatever the entry holds: findings, and characters of each. */
const MOST_FINDINGS = 10;
const FINDING_LENGTH = 300;

/**
 * Nobody has such access now: it is what would be missing at its end, so it is not granted. The findings are the words of
 * whoever runs that runner, and are shown as such.
 */
function describeChecks(
  { pool, lines, more: unlisted, by }: EntryOf<'endsChecked'>,
  { words, nameOf }: Tell,
): string {
  const say = words.history;
  const whose = runnerOf(by, { words, nameOf });
  if (lines.length === 0) return say.endsMended({ pool, whose });
  const more = unlisted + Math.max(0, lines.length - MOST_FINDINGS);
  const findings = lines.slice(0, MOST_FINDINGS).map((line) => say.quoted({ text: quotable(line) }));
  return say.endsMissing({ pool, whose, findings, more });
}

function runnerOf(by: string | undefined, { words, nameOf }: Tell): string {
  const say = words.history;
  if (by === undefined) return say.someRunner;
  return by === 'latchkey' ? say.ownRunner : say.runnerOf({ who: nameOf(by) });
}

/** Nothing in it ends the quotation. */
const quotable = (text: string): string => shortText(text, FINDING_LENGTH).replace(/[“”„‟]/gu, '"');
