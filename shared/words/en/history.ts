import { formatsOf } from '../formats.ts';

const f = formatsOf('en');

interface Who {
  readonly who: string;
}
interface Person extends Who {
  readonly person: string;
}
interface Said {
  readonly said: string;
}
/** `said` is empty where nothing was. */
const after = (said: string): string => said && `: ${said}`;
const by = (who: string | null): string => (who === null ? '' : ` (${who})`);

/** One entry each, for a timeline: no full stop at the end. */
export const history = {
  ofGrant: ({ title, told }: { readonly title: string; readonly told: string }) => `${title}: ${told}`,
  requestSubmitted: ({
    who,
    titles,
    risk,
  }: Who & { readonly titles: readonly string[]; readonly risk: 'high' | 'ordinary' }) =>
    `${who} asked for ${titles.join(', ')}${risk === 'high' ? ' (high risk)' : ''}`,
  requestRefused: ({ why }: { readonly why: string }) => `Policy refused: ${why}`,
  reviewersNamed: ({ names, isNew }: { readonly names: readonly string[]; readonly isNew: boolean }) =>
    `${isNew ? 'The organisation’s files or its people changed. ' : ''}Who may answer it now: ${f.all(names)}`,
  reviewGiven: ({ who, decision, said }: Who & Said & { readonly decision: 'approve' | 'deny' }) =>
    `${who} ${decision === 'approve' ? 'approved' : 'denied'}${after(said)}`,
  stepDone: ({ step }: { readonly step: number }) => `Step ${step} of the approval is done`,
  approvedByPolicy: 'Policy granted it at once',
  approvedByReviews: 'Approved by everyone who was needed',
  requestDenied: ({ who }: Who) => `Denied by ${who}`,
  requestWithdrawn: ({ who }: Who) => `${who} withdrew the request`,
  requestCommented: ({ who, said }: Who & Said) => `${who} commented: ${said}`,
  requestLapsed: 'Nobody answered in time: the request lapsed',
  reviewReminded: ({ count }: { readonly count: number }) =>
    `Whoever has not answered yet was told again (reminder ${count})`,
  requestOverruled: ({ why }: { readonly why: string }) => `It cannot go on: ${why}`,
  grantActivating: 'Access is being set up',
  grantActivated: 'Access works: the clock is running',
  grantFailed: ({ said }: Said) => `Access could not be set up, and nothing was left behind: ${said}`,
  endedUntaken: ({ who, said }: Said & { readonly who: string | null }) =>
    `Ended before any runner took it up${by(who)}${after(said)}`,
  grantEnding: ({
    cause,
    who,
    said,
  }: Said & {
    readonly cause: 'expired' | 'returned' | 'ended' | 'activationFailed';
    readonly who: string | null;
  }) => `Access is being taken away because ${CAUSES[cause]}${by(who)}${after(said)}`,
  revocationFailed: ({
    attempts,
    stuck,
    said,
  }: Said & { readonly attempts: number; readonly stuck: boolean }) =>
    `Attempt ${attempts} to take access away failed${stuck ? ' and needs a person' : ''}: ${said}`,
  revocationTaken: 'Another runner takes the access away from here on',
  grantOverdue: 'Access is overdue: it should be gone and is not verified gone',
  grantConfirmedGone: ({ who, said }: Who & Said) =>
    `Not verified: ${who} says that it is gone${after(said)}`,
  grantFoundThere: ({ said }: Said) =>
    `It was reported gone, and it was still there. Its runner takes it away: ${said}`,
  nothingToRevoke: 'Nothing had been set up, so there was nothing to take away',
  grantRevoked: ({ lateMs }: { readonly lateMs: number }) =>
    `Verified gone${lateMs > 0 ? `, ${(lateMs / 1000).toFixed(1)} s after it was due` : ''}`,
  organisationCreated: ({ name }: { readonly name: string }) => `The organisation ${name} was created`,
  organisationPublished: ({ who, version }: Who & { readonly version: number }) =>
    `${who} published version ${version} of the organisation’s files`,
  organisationChanged: ({
    who,
    changes,
    more,
  }: Who & { readonly changes: readonly string[]; readonly more: number }) =>
    `${who} changed the organisation’s files: ${listed(changes, more)}`,
  endsMended: ({ pool, whose }: { readonly pool: string; readonly whose: string }) =>
    `Pool ${pool}: all access in it could be ended again, says ${whose}, and is granted again.`,
  endsMissing: ({
    pool,
    whose,
    findings,
    more,
  }: {
    readonly pool: string;
    readonly whose: string;
    readonly findings: readonly string[];
    readonly more: number;
  }) =>
    `Pool ${pool}: access that could not be ended is not granted. These are the words of ${whose}: ${listed(findings, more)}. When it is mended, latchkey pools check ${pool} looks again.`,
  someRunner: 'a runner of it',
  ownRunner: 'the service’s own runner',
  runnerOf: ({ who }: Who) => `the runner of ${who}`,
  quoted: ({ text }: { readonly text: string }) => `“${text}”`,
  memberChanged: ({ who, version, text }: Who & { readonly version: number; readonly text: string }) =>
    `${who}, in version ${version}: ${text}`,
  memberConfirmed: ({ who, person }: Person) => `${who} confirmed ${person}`,
  runnerSignedIn: ({ who, runner }: Who & { readonly runner: string }) =>
    `${who} signed in the runner ${runner} of a service, which signs what it reports from here on`,
  logKeyRotated: ({ who }: Who) => `${who} gave the log another key, by which it is signed from here on`,
  recoveryKeySet: ({ who }: Who) =>
    `${who} made another recovery key. The one before signs nobody in any more`,
  recoveryUsed: ({ who }: Who) => `${who} used the recovery key, which signs nobody in any more`,
  textsErased: ({ who, count }: Who & { readonly count: number }) =>
    `${who} erased what was said in ${count === 1 ? 'one entry' : `${count} entries`}`,
  clockAccepted: ({ shown }: { readonly shown: string }) =>
    `The clock of the service was set back by hand from ${shown}; access that began by the wrong time was ended`,
  inviteCreated: ({ who, person }: Person) => `${who} invited ${person}`,
  invitedOwn: ({ who }: Who) => `${who} made an invite for another device of their own`,
  invitedAnew: ({ who, person }: Person) =>
    `${who} invited ${person} anew: whoever joins with it takes the place of all devices that they have`,
  inviteUsed: ({ who }: Who) => `${who} used an invite, which is good for nothing more`,
  inviteRevoked: ({ who, because }: Who & { readonly because: 'left' | 'joined' | 'deviceRemoved' }) =>
    `An invite for ${who} is good for nothing any more: ${WHY_NO_INVITE[because]}`,
  /** `whose` is null where it is a device of `who`. */
  deviceRenamed: ({ who, whose, name }: Who & { readonly whose: string | null; readonly name: string }) =>
    `${who} renamed a device of ${whose ?? 'theirs'}. It is called ${name} now`,
  leftWithDevice: ({ whose, device }: Device) =>
    `Signed out: ${deviceOf(device, whose)}, who is not in this organisation now`,
  deviceReplaced: ({ who, whose, device }: Who & Device) =>
    `Signed out: ${deviceOf(device, whose)}, who joined anew, invited by ${who}`,
  deviceRemoved: ({
    who,
    whose,
    device,
    said,
  }: Who & Said & { readonly whose: string | null; readonly device: string | null }) =>
    `${who} removed ${deviceOf(device, whose ?? 'theirs')}, which is signed out for ever${after(said)}`,
  joinedAnew: ({ who, device, inviter }: Joined) =>
    `${who} joined anew with ${device}, invited by ${inviter}: all devices that they had before are signed out`,
  joinedByRecovery: ({ who, device }: Omit<Joined, 'inviter'>) =>
    `${who} came back with the recovery key, and joined with ${device}`,
  joinedAgain: ({ who, device }: Omit<Joined, 'inviter'>) => `${who} joined with another device, ${device}`,
  joined: ({ who, device, inviter }: Joined) => `${who} joined with ${device}, invited by ${inviter}`,
  /** In the place of what an entry tells. */
  byNewer: 'Made by a newer Latchkey: update this one to see it',
};

interface Device {
  readonly whose: string;
  /** Null where its name is not known. */
  readonly device: string | null;
}
interface Joined extends Who {
  readonly device: string;
  readonly inviter: string;
}

const listed = (lines: readonly string[], more: number): string =>
  [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');

const deviceOf = (name: string | null, whose: string): string =>
  name === null ? `a device of ${whose}` : `${name}, a device of ${whose}`;

/** As in "because …". */
const CAUSES = {
  expired: 'the time was over',
  returned: 'it was given back',
  ended: 'it was ended early',
  activationFailed: 'it could not be set up',
};

const WHY_NO_INVITE = {
  left: 'they are not in this organisation now',
  joined: 'they joined with another one, and invite their next device themselves',
  deviceRemoved: 'a device was signed out that it may have been made on',
};
