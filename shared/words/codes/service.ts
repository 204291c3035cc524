import type { CodeTable } from '../kinds.ts';

const none = {} as const;

/** What a service says of what is in force, of what policy says, and of what came of a call. */
export const SERVICE = {
  /** What policy says to a draft, before anybody is asked. */
  policyRefuses: { why: 'told' },
  policyGrants: { mostMs: 'ms' },
  policyDepends: { mostMs: 'ms' },
  /** Nobody counts in two of the steps. */
  policyAsksApart: { steps: 'tolds', mostMs: 'ms' },
  policyAsks: { steps: 'tolds', mostMs: 'ms' },
  /** Of the names the first few; `more`: so many are left out. */
  answeredBy: { need: 'count', names: 'texts', more: 'count' },
  /** The folder that the service was started with. `version`: in force; 0 is nothing. */
  folderDiffers: { version: 'count' },
  folderMistakes: { count: 'count', version: 'count', help: 'told' },
  folderMistakeAt: { count: 'count', version: 'count', file: 'text', line: 'count', mistake: 'told' },
  /** `mend`: an owner can. */
  filesNotRead: { version: 'count', why: 'told', mend: ['byOwner', 'no'] },
  /** Why a version cannot be read: the rest of a sentence that begins with it. */
  notAcceptedNow: none,
  notAcceptedAt: { file: 'text', line: 'count', mistake: 'told' },
  publishedByNewer: none,
  keptOtherwise: none,
  notInStore: none,
  /** `whose` is empty for the device that says so. `grants`: so much access it set up that is not gone yet. */
  deviceSignedOut: { name: 'text', whose: 'text', grants: 'count' },
  hostUnknown: { host: 'text' },
} as const satisfies CodeTable;
