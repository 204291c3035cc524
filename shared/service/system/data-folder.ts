import { readdirSync } from 'node:fs';
import { makeFolder } from '../../system/make-folder.ts';
import { told } from '../../words/told.ts';
import { ToldError } from '../../words/told-error.ts';
import { LOG_KEY, RUNNER_KEY } from './signing-key-file.ts';

/** One of these makes a folder that of a service, whatever else somebody put into it. */
const ITS_OWN: ReadonlySet<string> = new Set(['service.db', LOG_KEY]);

/** What is in the folder before one of those is: of a start or a restore that was interrupted. */
const BEGUN: ReadonlySet<string> = new Set([
  ...['lock', 'runner', 'runner-name', RUNNER_KEY, `${LOG_KEY}.new`],
  ...['service.db-wal', 'service.db-shm', 'service.db-journal'],
]);
const BEGUN_WITH: readonly string[] = [`${LOG_KEY}.`, `${RUNNER_KEY}.`, '.restoring-'];
/** What systems put into any folder, and file systems into their topmost one. */
const NOBODYS: ReadonlySet<string> = new Set(['lost+found', '.DS_Store', 'desktop.ini', 'Thumbs.db']);

const isExpected = (name: string): boolean =>
  BEGUN.has(name) || NOBODYS.has(name) || BEGUN_WITH.some((begin) => name.startsWith(begin));

/**
 * Makes the data folder of a service, mode 0700, where there is none. Throws a sentence, before anything is written, when the folder
 * is there for something else: keys that get among the organisation's files are soon in a repository.
 */
export function makeDataFolder(folder: string): void {
  makeFolder(folder);
  const names = readdirSync(folder);
  if (names.some((name) => ITS_OWN.has(name)) || names.every(isExpected)) return;
  const other = names.filter((name) => !isExpected(name)).sort()[0] ?? '';
  throw new ToldError(told('folderOfOtherThings', { folder, other }));
}
