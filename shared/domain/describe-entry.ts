import type { Spoken } from '../words/told.ts';
import { inEnglish, wordsIn } from '../words/words.ts';
import { assertNever } from '../lib/assert-never.ts';
import type { Said } from '../lib/said.ts';
import { shortText } from '../lib/short-text.ts';
import type { Entry, LogRecord } from './entry.ts';
import { listNames } from '../lib/list-names.ts';
import { isHighRisk } from './organisation/high-risk.ts';
import type { EndCause } from './grant/grant.ts';
import type { RequestFacts } from './request/request.ts';
import { wordsOf, type SaidKind } from './request/words-of.ts';

/** What a cause of an ending is called, as in "because …". */
const CAUSES: Readonly<Record<EndCause, string>> = {
  expired: 'the time was over',
  returned: 'it was given back',
  ended: 'it was ended early',
  activationFailed: 'it could not be set up',
};

/**
 * One entry as a sentence for a timeline. `nameOf` turns a member's id into a name, `titleOf` a grant's id into what it
 * gives where a request has several: then every line about a grant says which. Plain text: who shows it escapes it.
 */
export function describeEntry(
  record: LogRecord,
  nameOf: (id: string) => string,
  titleOf: (grantId: string) => string | null = () => null,
): string {
  const { entry } = record;
  const title = 'grantId' in entry ? titleOf(entry.grantId) : null;
  const told = sentence(entry, nameOf(record.actor), nameOf);
  return title === null ? told : `${title}: ${told}`;
}

/** What a grant of this request gives; null where the request has only one, which goes without saying. */
export function titleOfGrant(facts: RequestFacts | null): (grantId: string) => string | null {
  if (facts === null || facts.entitlements.length < 2) return () => null;
  return (grantId) => facts.entitlements.find((each) => each.grantId === grantId)?.title ?? grantId;
}

function sentence(entry: Entry, actor: string, nameOf: (id: string) => string): string {
  switch (entry.type) {
    case 'requestSubmitted':
      return `${nameOf(entry.facts.requester)} asked for ${entry.facts.entitlements.map((each) => each.title).join(', ')}${isHighRisk(entry.facts) ? ' (high risk)' : ''}`;
    case 'requestRefused':
      return `Policy refused: ${inEnglish(entry.refusal.told)}`;
    case 'reviewersNamed':
      return describeNaming(entry, nameOf);
    case 'reviewGiven':
      return `${nameOf(entry.review.reviewer)} ${entry.review.decision === 'approve' ? 'approved' : 'denied'}${after(entry.review.comment, 'comment')}`;
    case 'stepDone':
      return `Step ${entry.step + 1} of the approval is done`;
    case 'requestApproved':
      return entry.by === 'policy' ? 'Policy granted it at once' : 'Approved by everyone who was needed';
    case 'requestDenied':
      return `Denied by ${nameOf(entry.by)}`;
    case 'requestWithdrawn':
      return `${nameOf(entry.by)} withdrew the request`;
    case 'requestCommented':
      return `${nameOf(entry.by)} commented: ${wordsOf(entry.comment, 'comment')}`;
    case 'requestLapsed':
      return 'Nobody answered in time: the request lapsed';
    case 'reviewReminded':
      return `Whoever has not answered yet was told again (reminder ${entry.count})`;
    case 'requestOverruled':
      return `It cannot go on: ${inEnglish(entry.refusal.told)}`;
    case 'grantActivating':
      return 'Access is being set up';
    case 'grantActivated':
      return 'Access works: the clock is running';
    case 'grantFailed':
      return `Access could not be set up, and nothing was left behind: ${wordsIn('en').spoken(entry.message)}`;
    case 'grantEnding':
      if (entry.neverBegan)
        return `Ended before any runner took it up${entry.by ? ` (${nameOf(entry.by)})` : ''}${after(entry.reason, 'reason')}`;
      return `Access is being taken away because ${CAUSES[entry.cause]}${entry.by ? ` (${nameOf(entry.by)})` : ''}${after(entry.reason, 'reason')}`;
    case 'revocationFailed':
      return `Attempt ${entry.attempts} to take access away failed${entry.stuck ? ' and needs a person' : ''}: ${wordsIn('en').spoken(entry.message)}`;
    case 'revocationTaken':
      return 'Another runner takes the access away from here on';
    case 'grantOverdue':
      return 'Access is overdue: it should be gone and is not verified gone';
    case 'grantConfirmedGone':
      return `Not verified: ${nameOf(entry.by)} says that it is gone${after(entry.reason, 'reason')}`;
    case 'grantFoundThere':
      return `It was reported gone, and it was still there. Its runner takes it away: ${wordsIn('en').spoken(entry.message)}`;
    case 'grantRevoked':
      if (entry.neverBegan) return 'Nothing had been set up, so there was nothing to take away';
      return `Verified gone${entry.lateMs > 0 ? `, ${(entry.lateMs / 1000).toFixed(1)} s after it was due` : ''}`;
    case 'organisationCreated':
      return `The organisation ${entry.name} was created`;
    case 'organisationPublished':
      return `${actor} published version ${entry.organisationVersion} of the organisation’s files`;
    case 'organisationChanged':
      return `${actor} changed the organisation’s files: ${[...entry.changes.map(wordsIn('en').spoken), ...(entry.more > 0 ? [`and ${entry.more} more`] : [])].join('; ')}`;
    case 'endsChecked':
      return describeChecks(entry, nameOf);
    case 'memberChanged':
      return `${actor}, in version ${entry.organisationVersion}: ${wordsIn('en').spoken(entry.text)}`;
    case 'memberConfirmed':
      return `${actor} confirmed ${nameOf(entry.person)}`;
    case 'runnerSignedIn':
      return `${actor} signed in the runner ${entry.device} of a service, which signs what it reports from here on`;
    case 'logKeyRotated':
      return `${actor} gave the log another key, by which it is signed from here on`;
    case 'recoveryKeySet':
      return `${actor} made another recovery key. The one before signs nobody in any more`;
    case 'recoveryUsed':
      return `${nameOf(entry.person)} used the recovery key, which signs nobody in any more`;
    case 'textsErased':
      return `${actor} erased what was said in ${entry.seqs.length === 1 ? 'one entry' : `${entry.seqs.length} entries`}`;
    case 'clockAccepted':
      return `The clock of the service was set back by hand from ${new Date(entry.shown).toISOString()}; access that began by the wrong time was ended`;
    case 'inviteCreated':
      return entry.replaces
        ? `${actor} invited ${nameOf(entry.person)} anew: whoever joins with it takes the place of all devices that they have`
        : `${actor} invited ${nameOf(entry.person)}`;
    case 'inviteUsed':
      return `${nameOf(entry.person)} used an invite, which is good for nothing more`;
    case 'inviteRevoked':
      return `An invite for ${nameOf(entry.person)} is good for nothing any more: ${WHY_NO_INVITE[entry.because]}`;
    case 'deviceRenamed':
      return `${nameOf(entry.by)} renamed a device of ${entry.by === entry.person ? 'theirs' : nameOf(entry.person)}. It is called ${entry.name} now`;
    case 'deviceRemoved':
      return describeRemoval(entry, nameOf);
    case 'deviceRegistered':
      return describeJoining(entry, nameOf);
    default:
      return assertNever(entry);
  }
}

const WHY_NO_INVITE: Readonly<Record<Extract<Entry, { type: 'inviteRevoked' }>['because'], string>> = {
  left: 'they are not in this organisation now',
  joined: 'they joined with another one, and invite their next device themselves',
  deviceRemoved: 'a device was signed out that it may have been made on',
};

function describeJoining(
  { person, name, invitedBy, replaces, recovered }: Extract<Entry, { type: 'deviceRegistered' }>,
  nameOf: (id: string) => string,
): string {
  if (replaces)
    return `${nameOf(person)} joined anew with ${name}, invited by ${nameOf(invitedBy)}: all devices that they had before are signed out`;
  if (recovered) return `${nameOf(person)} came back with the recovery key, and joined with ${name}`;
  return invitedBy === person
    ? `${nameOf(person)} joined with another device, ${name}`
    : `${nameOf(person)} joined with ${name}, invited by ${nameOf(invitedBy)}`;
}

function describeRemoval(
  { person, name, why = { cause: 'left' } }: Extract<Entry, { type: 'deviceRemoved' }>,
  nameOf: (id: string) => string,
): string {
  const device = (whose: string): string =>
    name === undefined ? `a device of ${whose}` : `${name}, a device of ${whose}`;
  const signedOut = `Signed out: ${device(nameOf(person))}, who`;
  switch (why.cause) {
    case 'left':
      return `${signedOut} is not in this organisation now`;
    case 'replaced':
      return `${signedOut} joined anew, invited by ${nameOf(why.by)}`;
    case 'removed':
      return `${nameOf(why.by)} removed ${device(why.by === person ? 'theirs' : nameOf(person))}, which is signed out for ever${after(why.reason, 'reason')}`;
    default:
      return assertNever(why);
  }
}

/** What was said, at the end of a sentence. */
function after(said: Said | Spoken, what: SaidKind): string {
  const words = typeof said === 'string' ? said : 'code' in said ? inEnglish(said) : wordsOf(said, what);
  return words && `: ${words}`;
}

/** Those of all steps that are left: which of them answers when is in the request. */
function describeNaming(
  { reviewers, cause }: Extract<Entry, { type: 'reviewersNamed' }>,
  nameOf: (id: string) => string,
): string {
  const names = [...new Set(reviewers.flat())].map(nameOf);
  const why = cause === 'organisation' ? 'The organisation’s files or its people changed. ' : '';
  const shown = [
    ...names.slice(0, MOST_NAMES),
    ...(names.length > MOST_NAMES ? [`${names.length - MOST_NAMES} more`] : []),
  ];
  return `${why}Who may answer it now: ${shown.length === 0 ? 'nobody' : listNames(shown, 'and')}`;
}

/** So many names are shown; the rest are counted. */
const MOST_NAMES = 10;

/** So much is shown of what a runner says, whatever the entry holds: findings, and characters of each. */
const MOST_FINDINGS = 10;
const FINDING_LENGTH = 300;

/**
 * Nobody has such access now: it is what would be missing at its end, so it is not granted. The findings are the words of
 * whoever runs that runner, and are shown as such.
 */
function describeChecks(
  { pool, lines, more, by }: Extract<Entry, { type: 'endsChecked' }>,
  nameOf: (id: string) => string,
): string {
  const who = runnerOf(by, nameOf);
  if (lines.length === 0)
    return `Pool ${pool}: all access in it could be ended again, says ${who}, and is granted again.`;
  const left = more + Math.max(0, lines.length - MOST_FINDINGS);
  const findings = lines.slice(0, MOST_FINDINGS).map(quoted);
  const said = [...findings, ...(left > 0 ? [`and ${left} more`] : [])].join('; ');
  return `Pool ${pool}: access that could not be ended is not granted. These are the words of ${who}: ${said}. When it is mended, latchkey pools check ${pool} looks again.`;
}

function runnerOf(by: string | undefined, nameOf: (id: string) => string): string {
  if (by === undefined) return 'a runner of it';
  return by === 'latchkey' ? 'the service’s own runner' : `the runner of ${nameOf(by)}`;
}

/** Nothing in it ends the quotation. */
const quoted = (text: string): string => `“${shortText(text, FINDING_LENGTH).replace(/[“”„‟]/gu, '"')}”`;
