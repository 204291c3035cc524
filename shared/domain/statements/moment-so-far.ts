import type { Instant } from '../../lib/time.ts';
import type { Entry, LogRecord } from '../entry.ts';
import { saysHolderLeft } from '../grant/holder-left.ts';
import type { KnownBefore } from './check-record.ts';
import type { KnownAuthority } from './judge-authority.ts';

/** What a reader knows of the commit in which an entry stands: all of it has one moment, and what follows stands behind its cause. */
export interface MomentSoFar {
  readonly at: Instant | null;
  readonly published: { readonly actor: string; readonly version: number } | null;
  readonly registered: Extract<Entry, { type: 'deviceRegistered' }> | null;
  /** Whose device somebody removed. */
  readonly removedOf: string | null;
  /** The entry before says that this device was signed in, by a key that is used up by that: it has to be the next. */
  readonly used: {
    readonly by: 'invite' | 'recovery';
    readonly person: string;
    readonly deviceId: string;
  } | null;
  /** Only a newer Latchkey knows all of it. */
  readonly isNewer: boolean;
}

export const NO_MOMENT: MomentSoFar = {
  ...{ at: null, published: null, registered: null, removedOf: null, used: null },
  isNewer: false,
};

/** After one more entry that is believed. Pure. */
export function afterMoment(
  before: MomentSoFar,
  { v, at, actor, entry }: Pick<LogRecord, 'v' | 'at' | 'actor' | 'entry'>,
): MomentSoFar {
  const moment = before.at === at ? { ...before, used: null } : { ...NO_MOMENT, at };
  switch (entry.type) {
    case 'organisationPublished':
      return { ...moment, published: { actor, version: entry.organisationVersion } };
    case 'deviceRegistered':
      return { ...moment, registered: entry };
    case 'deviceRemoved':
      return entry.why?.cause === 'removed' ? { ...moment, removedOf: entry.person } : moment;
    case 'recoveryUsed':
    case 'inviteUsed': {
      if (v < 4) return moment;
      const { person, deviceId } = entry;
      return {
        ...moment,
        used: { by: entry.type === 'inviteUsed' ? 'invite' : 'recovery', person, deviceId },
      };
    }
    default:
      return moment;
  }
}

/** After one that only a newer Latchkey knows. `at`: null where it does not say when. */
export const afterNewerMoment = (before: MomentSoFar, at: Instant | null): MomentSoFar => ({
  ...(at === null || before.at === at ? before : { ...NO_MOMENT, at }),
  used: null,
  isNewer: true,
});

type Known = Pick<KnownAuthority, 'founding' | 'invite' | 'isNewerInvite'> &
  Pick<KnownBefore, 'device'> & { isNewerDevice(deviceId: string): boolean };

/**
 * Whether an entry is said to follow from what happened in the same moment, and did not. In logs of before people founded and
 * joined by what they sign, nothing is asked of that. Pure.
 */
export function isUncaused(record: LogRecord, moment: MomentSoFar, known: Known): boolean {
  const { v, at, entry } = record;
  if (v < 4) return false;
  const { used } = moment;
  const isUsedHere = entry.type === 'deviceRegistered' && moment.at === at && isSameDevice(used, entry);
  if (used && !isUsedHere) return true;
  const isSame = moment.at === at;
  if (isSame && moment.isNewer) return false;
  return !isCaused(record, isSame ? moment : NO_MOMENT, known);
}

const isSameDevice = (
  used: MomentSoFar['used'],
  { person, deviceId }: { readonly person: string; readonly deviceId: string },
): boolean => used?.person === person && used.deviceId === deviceId;

function isCaused({ actor, entry }: LogRecord, moment: MomentSoFar, known: Known): boolean {
  const { published, registered, used } = moment;
  const isByPublisher = published?.actor === actor;
  switch (entry.type) {
    case 'organisationChanged':
    case 'memberChanged':
      return isByPublisher && published.version === entry.organisationVersion;
    case 'grantEnding':
      return !saysHolderLeft(entry.reason) || entry.by === null || entry.by === 'latchkey' || isByPublisher;
    case 'deviceRegistered':
      return !entry.recovered || used?.by === 'recovery';
    case 'deviceRenamed':
      return isTheirs(entry, known);
    case 'deviceRemoved': {
      const { why = { cause: 'left' } } = entry;
      if (!isTheirs(entry, known)) return false;
      if (why.cause === 'left') return isByPublisher;
      if (why.cause === 'removed') return true;
      const { deviceId, person } = entry;
      const isByNext = registered?.person === person && registered.deviceId !== deviceId;
      return isByNext && registered.replaces === true && registered.invitedBy === why.by;
    }
    case 'inviteRevoked':
      return isRevoked({ actor, entry }, moment, known);
    default:
      return true;
  }
}

/** Of a person of the organisation, and not removed before. */
function isTheirs(
  { deviceId, person }: { readonly deviceId: string; readonly person: string },
  known: Known,
): boolean {
  const device = known.device(deviceId);
  return device ? device.person === person : known.isNewerDevice(deviceId);
}

function isRevoked(
  { actor, entry }: { readonly actor: string; readonly entry: Extract<Entry, { type: 'inviteRevoked' }> },
  { published, registered, removedOf }: MomentSoFar,
  known: Known,
): boolean {
  const { inviteId, person, because } = entry;
  const invite = known.invite(inviteId);
  // One of before has no key, and nobody joins with it.
  if (!invite && known.founding() !== null && !known.isNewerInvite(inviteId)) return false;
  if (invite && (invite.usedBy !== null || invite.person !== person)) return false;
  if (because === 'left') return published?.actor === actor;
  if (actor !== 'latchkey') return false;
  if (because === 'joined') return registered?.person === person;
  // One moment may hold several commits: of each the last is known.
  const whose = [removedOf, registered?.replaces ? registered.person : null];
  return whose.some((each) => each !== null && (each === person || !invite || invite.by === each));
}
