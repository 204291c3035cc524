import type { DESKTOP } from '../codes/desktop.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('en');

const HELPS = { makeRoom: 'Make room', letWrite: 'Let this user write there', mend: 'Mend that' };

const SYSTEM = {
  noRoom: 'no space left on device',
  denied: 'permission denied',
  readOnly: 'read-only file system',
  isFolder: 'illegal operation on a directory',
  noFolder: 'not a directory',
  missing: 'no such file or directory',
  tooManyOpen: 'too many open files',
  inUse: 'another program uses it',
  diskFault: 'the disk cannot be read or written',
};

const unreadable = (why: string): string =>
  `The history on this device cannot be read now: ${why}. It is tried again by itself.`;

export const toldDesktop: BookOf<keyof typeof DESKTOP> = {
  passphraseOffer:
    'This computer has no keyring that encrypts: whoever reads its disk or a backup has the keys of this device. Protect them with a passphrase under Settings, This device.',
  poolsWanted: ({ pools }) =>
    `Your organisation wants this computer to set up access for ${pools.length === 1 ? 'the pool' : 'the pools'} ${pools.join(', ')}. It does so only when you allow it: Settings, Device.`,
  foundingUnderPassphrase:
    'Latchkey ended while it made your organisation, and its keys are under the passphrase that you chose. Make it once more with the same passphrase: it goes on where it was, and nothing is lost.',
  soloRestarting: 'The service on this computer ended and is being started again.',
  systemSays: ({ what }) => SYSTEM[what],
  replicaNotOpened: ({ path, why }, tell) =>
    `${path} cannot be opened${why.map((each) => ` (${tell(each)})`).join('')}`,
  replicaOfNewer: ({ path }) =>
    `${path} was made by a newer Latchkey. Start that one, or move the file away: then the history is fetched again`,
  storeNotRead: ({ path, why }, tell) => `${path} cannot be read (${tell(why)})`,
  filesNotWritten: ({ why, help }, tell) =>
    `Latchkey cannot write to its folder: ${tell(why)}. What changes is lost when it stops. ${HELPS[help]}, and it is written by itself.`,
  historyUnreadable: ({ why }, tell) => unreadable(tell(why)),
  historyUnreadableElse: ({ why }, tell) => `${unreadable(tell(why))} Everything else works.`,
  moreHappened: 'More happened before these: latchkey history has all of it.',
  tooManyRequestsHere:
    'The service says that more requests concern you than this device keeps, so not all are shown here. Tell whoever runs it; latchkey requests --all reads on.',
  answeredWithEarlier:
    'This was answered with an earlier Latchkey, and was not sent. Look at the request again, and answer it again.',
  storeDamaged: ({ parts, kept, isUnsent }) =>
    `What this device had stored was damaged (${parts.join(', ')}). It was set aside as ${kept}. What the service has is read from it again.${isUnsent === 'yes' ? ' What waited to be sent and is not shown any more will not be sent: do it again if it is still needed.' : ''}`,
  historyDamaged: ({ kept }) =>
    `The copy of the history on this device was damaged. It was set aside as ${kept} and is fetched again.`,
  historyFetchedAgain:
    'The copy of the history on this device was lost or damaged. It is fetched again, and must continue what this device verified before.',
  strangerAnswers:
    'Somebody answers there who does not know this device, and could not prove to be the service that you joined. Nothing was wiped and nothing is sent to them.',
  signOutDoubted:
    'The service says that this device is signed out, but its history does not verify, so that is not believed. Nothing was wiped and nothing is sent.',
  entriesUnfit: ({ why }, tell) => `${tell(why)} Nothing of that is taken in. Tell who runs the service.`,
  evidenceNotKept: ({ sentence, why }, tell) =>
    `${tell(sentence)} The evidence could not be kept (${tell(why)}). Make room for it; it is tried again.`,
  identityUnreadable: 'The identity of this device cannot be read.',
  notMadeHere: 'The organisation could not be made here. The log says why.',
  keysNotKept: 'The keys of this device could not be kept: is its disk full? Ask for another invite.',
  catalogOfNewer: 'What can be asked for only a newer Latchkey can show. Update Latchkey to see it.',
  answersOddly: 'The service does not answer as it should.',
  requestsPutRight: ({ count }) =>
    `${f.plural(count, { one: 'One request of the list was not what the entries say, and was put right', other: '# requests of the list were not what the entries say, and were put right' })}. Somebody may have changed files on this device.`,
  entriesNotAsSigned:
    'The entries kept on this device are not those that the log signed. They are fetched again when the service can be reached.',
  trustedUnfit: ({ why }, tell) =>
    `${tell(why)} The history is fetched again when the service can be reached.`,
  requestsUnchecked: ({ why }, tell) =>
    `The entries verify, but the list of requests could not be checked and put right (${tell(why)}). Make room on this disk, then verify again.`,
  reviewRefused: ({ decision, why }, tell) =>
    `Your ${decision === 'approve' ? 'approval' : 'denial'} was refused: ${tell(why)}`,
  waitingRequest: ({ forMs, reason }) => `for ${f.exactDuration(forMs)}: ${reason}`,
  keysNotLocked: 'The keys of this device are not locked any more.',
  passphraseOfNowFirst: 'Say the passphrase of now first.',
  notJoinedHere: 'This device has not joined an organisation.',
  couldNotDo: 'Latchkey could not do that. Its log says why; try again in a moment.',
  mistakeAt: ({ file, line, what }, tell) => `${file}:${line}: ${tell(what)}`,
};
