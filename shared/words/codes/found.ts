import type { CodeTable } from '../kinds.ts';

const none = {} as const;

/** What `latchkey fsck` finds. Of a row or an entry: the rest of a sentence that begins with it. */
export const FOUND = {
  rowMissing: none,
  rowOfNothing: none,
  rowDiffers: { columns: 'texts' },
  credentialOfPast: none,
  credentialOfNoDevice: none,
  markBehind: none,
  entryMissing: none,
  entryOtherHash: none,
  entryUnread: none,
  entryOfOther: { seq: 'count' },
  entryOutOfTurn: { version: 'count', stream: 'text', before: 'count' },
  entryNotFollowing: { stream: 'text' },
  entryUnbelieved: { why: 'told' },
  saidOtherwise: none,
  saidLost: none,
  textIsOther: { than: 'told' },
  textMissing: { was: 'told' },
  /** What a text was. */
  fileOfVersion: { file: 'text', version: 'count', seq: 'count' },
  readOfVersion: { version: 'count' },
  keptBefore: none,
  /** Why nothing was looked at. */
  noDatabaseFile: none,
  folderBusy: none,
  databaseBusy: none,
} as const satisfies CodeTable;
