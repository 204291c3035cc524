import { assertNever } from '../../lib/assert-never.ts';
import { ownValue } from '../../lib/own-value.ts';
import { err, ok } from '../../lib/result.ts';
import { NOTHING, type Decided } from '../decided.ts';
import { refuse } from '../refusal.ts';
import { describeChanges } from './describe-changes.ts';
import type { OrganisationCommand } from './organisation-command.ts';
import type { OrganisationEntry } from './organisation-entry.ts';
import type { OrganisationState } from './organisation-state.ts';

type Decision = Decided<OrganisationEntry>;
type CommandOf<T extends OrganisationCommand['type']> = Extract<OrganisationCommand, { type: T }>;

/** What a command leads to. Pure. */
export function decideOrganisation(
  state: OrganisationState | undefined,
  command: OrganisationCommand,
): Decision {
  switch (command.type) {
    case 'create': {
      const { type: _type, ...founded } = command;
      return state ? err(THERE_IS_ONE) : ok([{ type: 'organisationCreated', ...founded }]);
    }
    case 'publish':
      return publish(command);
    case 'confirm':
      return confirm(command);
    case 'setRecoveryKey': {
      const { recoveryKey, byOwner } = command;
      return byOwner ? ok([{ type: 'recoveryKeySet', recoveryKey }]) : err(ONLY_OWNERS_RECOVER);
    }
    case 'signInRunner':
      return signInRunner(state, command);
    case 'rotateLogKey':
      return rotate(state, command);
    case 'recover': {
      const { recoveryKey, person, isOwner, deviceId } = command;
      const isTheOne = state?.recoveryKey === recoveryKey && isOwner;
      return isTheOne ? ok([{ type: 'recoveryUsed', person, deviceId }]) : err(BAD_RECOVERY);
    }
    case 'eraseTexts':
      return erase(command);
    case 'acceptClock':
      return ok([{ type: 'clockAccepted', shown: command.shown }]);
    default:
      return assertNever(command);
  }
}

/** Publishing is told to all owners, with what differs, and each member what it means for them. */
function publish({ byOwner, before, after, ...hashes }: CommandOf<'publish'>): Decision {
  if (!byOwner) return err(ONLY_OWNERS);
  const { files, document, providerDigests } = hashes;
  const organisationVersion = after.version;
  const { lines, members } = describeChanges(before, after);
  const changes = lines.slice(0, MOST_LINES);
  const more = lines.length - changes.length;
  return ok([
    { type: 'organisationPublished', organisationVersion, files, document, providerDigests },
    ...(lines.length > 0
      ? [{ type: 'organisationChanged', organisationVersion, changes, more } as const]
      : []),
    ...members.map((change) => ({ type: 'memberChanged', organisationVersion, ...change }) as const),
  ]);
}

/** Never by who brought them in, and not by somebody who is new, too. */
function confirm({ person, by, ...asked }: CommandOf<'confirm'>): Decision {
  if (!asked.byOwner) return err(ONLY_OWNERS_CONFIRM);
  if (!asked.isMember) return err(refuse('notFound', 'noSuchPerson', { person }));
  if (!asked.isNew) return NOTHING;
  const isOther = person !== by && !asked.broughtIn && !asked.byIsNew;
  return isOther ? ok([{ type: 'memberConfirmed', person }]) : err(ANOTHER);
}

/** Under one name one key is heard, for ever. */
function signInRunner(
  state: OrganisationState | undefined,
  { device, signingKey, byOwner, isOffered }: CommandOf<'signInRunner'>,
): Decision {
  if (!byOwner) return err(ONLY_OWNERS_RUNNERS);
  const known = ownValue(state?.runners ?? {}, device);
  if (known === signingKey) return NOTHING;
  if (known !== undefined || !isOffered) return err(NO_SUCH_RUNNER);
  return ok([{ type: 'runnerSignedIn', device, signingKey }]);
}

/** In the place of the key that whoever signs it knows, so that each reader can go from one to the next. */
function rotate(
  state: OrganisationState | undefined,
  { logKey, follows, byOwner, isHere }: CommandOf<'rotateLogKey'>,
): Decision {
  if (!byOwner) return err(ONLY_OWNERS_ROTATE);
  const { logKeys = [] } = state ?? {};
  if (logKeys[0] !== follows) return err(ROTATED_MEANWHILE);
  if (logKeys.includes(logKey)) return err(NO_NEW_KEY);
  return isHere ? ok([{ type: 'logKeyRotated', logKey, follows }]) : err(KEY_ELSEWHERE);
}

function erase({ seqs, byOwner }: CommandOf<'eraseTexts'>): Decision {
  if (!byOwner) return err(ONLY_OWNERS_ERASE);
  if (seqs.length > MOST_ERASED) return err(TOO_MUCH_TO_ERASE);
  return seqs.length === 0 ? NOTHING : ok([{ type: 'textsErased', seqs }]);
}

/** What is not listed is counted: the files themselves say the rest. */
const MOST_LINES = 100;

const THERE_IS_ONE = refuse('alreadyExists', 'organisationThere');
/** Asked also before anything is parsed. */
export const ONLY_OWNERS = refuse('notAllowed', 'onlyOwnersPublish');
const ONLY_OWNERS_CONFIRM = refuse('notAllowed', 'onlyOwnersConfirm');
/** Entries that one names whose texts were erased. */
export const MOST_ERASED = 1_000;

const TOO_MUCH_TO_ERASE = refuse('badInput', 'tooMuchToErase', { most: MOST_ERASED });
const ONLY_OWNERS_ERASE = refuse('notAllowed', 'onlyOwnersErase');
const ONLY_OWNERS_RECOVER = refuse('notAllowed', 'onlyOwnersRecover');
/** Asked also before they are listed. */
export const ONLY_OWNERS_RUNNERS = refuse('notAllowed', 'onlyOwnersRunners');
const NO_SUCH_RUNNER = refuse('notFound', 'noSuchRunner');
/** Asked also before a key is made. */
export const ONLY_OWNERS_ROTATE = refuse('notAllowed', 'onlyOwnersRotate');
const ROTATED_MEANWHILE = refuse('otherVersion', 'rotatedMeanwhile');
const NO_NEW_KEY = refuse('badInput', 'logKeyUsed');
const KEY_ELSEWHERE = refuse('notFound', 'logKeyNotHere');
/** One sentence for all: who guesses learns nothing. */
export const BAD_RECOVERY = refuse('badInvite', 'badRecovery');
const ANOTHER = refuse('notAllowed', 'anotherConfirms');
