import type { CodeTable } from '../kinds.ts';

const none = {} as const;

/** What is wrong with an option of a service, or why it could not start. */
export const OPTIONS = {
  listenForm: none,
  listenInClear: { host: 'text' },
  tlsOrProxy: none,
  tlsNeedsBoth: none,
  tlsUnreadable: { why: 'told' },
  socketAlone: none,
  formerNeedsSocket: none,
  formerForm: none,
  poolForm: { pool: 'text' },
  hostForm: { host: 'text' },
  advertiseForm: { text: 'text', why: 'told' },
  tooManyAdvertised: { most: 'count', count: 'count' },
  ownerIs: { is: 'told' },
  organisationNameLength: none,
  databaseMissing: none,
  databaseForm: none,
  databasePasswordInUrl: none,
  databaseParameter: { name: 'text', known: 'texts' },
  databasePasswordUnreadable: { why: 'text' },
  noOrganisationFolder: { folder: 'text' },
  noOrganisationFile: { path: 'text' },
  serviceNotStarted: { why: 'told' },
  keyNotOfCertificate: none,
  certificateUnusable: { why: 'text' },
  portTaken: { where: 'text' },
  noSuchAddress: { where: 'text' },
  portForbidden: { where: 'text' },
  dataFolderUnusable: {
    folder: 'text',
    why: ['readOnly', 'forbidden', 'fileInWay', 'notMade'],
    path: 'text',
  },
} as const satisfies CodeTable;
