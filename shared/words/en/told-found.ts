import type { FOUND } from '../codes/found.ts';
import type { BookOf } from '../told-book.ts';

const DAMAGE = 'Stop it first: what it is writing would look like damage.';

export const found: BookOf<keyof typeof FOUND> = {
  rowMissing: 'is missing',
  rowOfNothing: 'is of nothing that the log has',
  rowDiffers: ({ columns }) => `has another ${columns.join(', ')} than the log says`,
  credentialOfPast: 'is a credential of access that is over',
  credentialOfNoDevice: 'is a credential for a device that is not signed in',
  markBehind: 'is before the last entry: the clock would go back',
  entryMissing: 'is missing, and with it the history from there on cannot be proven',
  entryOtherHash: 'does not have the hash that it was committed with',
  entryUnread: 'does not read: it was made by a newer Latchkey, or altered',
  entryOfOther: ({ seq }) => `has the text of entry ${seq}`,
  entryOutOfTurn: ({ version, stream, before }) =>
    `is number ${version} of ${stream}, after number ${before}`,
  entryNotFollowing: ({ stream }) => `does not follow from what is before it in ${stream}`,
  entryUnbelieved: ({ why }, tell) => `is not to be believed: ${tell(why)}`,
  saidOtherwise: 'has a text beside it that is not the one that was said',
  saidLost: 'has lost what was said in it, and no entry says that it was erased',
  textIsOther: ({ than }, tell) => `is another text than ${tell(than)}`,
  textMissing: ({ was }, tell) => `is missing: it was ${tell(was)}`,
  fileOfVersion: ({ file, version, seq }) =>
    `the ${file} of version ${version}, which entry ${seq} published`,
  readOfVersion: ({ version }) => `what version ${version} was parsed to`,
  keptBefore: 'what was kept',
  noDatabaseFile: 'there is no service.db in it.',
  folderBusy: `a service uses it. ${DAMAGE}`,
  databaseBusy:
    'a service uses it, or another fsck or restore. Stop every service on it first: what it is writing would look like damage.',
};
