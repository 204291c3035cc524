import type { CodeTable } from '../kinds.ts';

const none = {} as const;

/**
 * What a runner says of a provider, its script and its secrets. It travels as the English sentence, in a journal and in what is
 * signed, and is known again there: see `known-again.ts`.
 */
export const RUNS = {
  scriptTookLong: { seconds: 'count' },
  scriptStopped: none,
  scriptSaidMuch: { mebibytes: 'count' },
  scriptGone: { file: 'text' },
  scriptMayNotRun: { file: 'text' },
  scriptNoProgram: { file: 'text' },
  scriptNotStarted: { file: 'text', code: 'text' },
  /** How a script ended: a part of a sentence. */
  endedWith: { status: 'count' },
  endedBy: { signal: 'text' },
  scriptWithoutAnswer: { how: 'told' },
  scriptUnreadable: { how: 'told' },
  scriptSaidNothing: none,
  scriptNotJson: none,
  answerUnfit: { why: 'text' },
  scriptOkButFailed: { how: 'told' },
  verifyWithoutExists: none,
  listWithoutItems: none,
  /** The files of a provider. */
  executableNoFile: { path: 'text' },
  executableGone: { path: 'text' },
  executableMayNotRun: { path: 'text' },
  providerFolderUnfit: { path: 'text', is: 'told' },
  providerFolderLinked: { path: 'text' },
  isLinkItself: none,
  isLargerThan: { mebibytes: 'count' },
  holdsOther: { path: 'text' },
  hasManyFiles: { most: 'count' },
  manifestNotYaml: { path: 'text', why: 'text' },
  manifestMissing: { path: 'text' },
  manifestWrong: { path: 'text', why: 'text' },
  manifestWrongAndMore: { path: 'text', why: 'text', more: 'count' },
  providerWithoutDigest: { id: 'text' },
  providerFilesOther: { id: 'text', folder: 'text' },
  noShippedProvider: { name: 'text' },
  providerUseForm: { use: 'text' },
  providerPathOutside: { use: 'text' },
  providerNotHere: { use: 'text', places: 'text' },
  providerNowhere: { use: 'text' },
  nodeMissing: { provider: 'text' },
  /** A call of one. */
  verbNotDone: { provider: 'text', verb: 'text' },
  callNotMade: { why: 'text' },
  providerValueWrong: { part: 'text', provider: 'text', at: 'text', why: 'text' },
  /** Secrets of the runner. */
  secretNameForm: none,
  secretMisplaced: { name: 'text' },
  secretUnread: { name: 'text', why: 'told' },
  secretNotMeant: { name: 'text', path: 'text', provider: 'text' },
  secretMissing: { name: 'text', path: 'text' },
  secretsNotYaml: { path: 'text' },
  secretsForm: { path: 'text' },
  /** A file that is no text. */
  fileUtf16: { path: 'text' },
  fileWithNul: { path: 'text' },
  fileNotUtf8: { path: 'text' },
  /** What came of access. */
  saidGrantedNotThere: none,
  saidRevokedStillThere: none,
  endedBeforeBegun: none,
  providerGivesLess: { mostMs: 'ms' },
  runnerClockBack: none,
  grantingTooLong: none,
  grantingFailed: none,
  endedAsUnclear: none,
} as const satisfies CodeTable;
