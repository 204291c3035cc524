import type { KEPT } from '../codes/kept.ts';
import { ended } from '../../lib/ended.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('en');

const ELSEWHERE = 'choose another path with --listen unix:/PATH.';

export const kept: BookOf<keyof typeof KEPT> = {
  pathInUse: ({ path }) =>
    `Another Latchkey process is using ${path}. Close it first, or give this one another LATCHKEY_HOME.`,
  folderInUse: ({ folder }) =>
    `another service uses ${folder} already. Stop it, if it is not to run (the desktop app has one of its own), or name another folder with --data DIR.`,
  keyAlone: ({ folder }) =>
    `${folder} has the key of a log (log-key) and no database (service.db). If it is a folder of a service on --database, say --database URL again. Otherwise the log was lost: restore the whole folder from a backup with latchkey restore; to begin another organisation, with another log, move the key away.`,
  otherLogThere: ({ folder }) =>
    `${folder} has a database of its own (service.db), with the log of another organisation. Name another folder with --data DIR for a service on --database.`,
  folderOfOtherThings: ({ folder, other }) =>
    `${folder} is not empty, and no data folder of a service: there is ${other} in it. Keys and the database would get among that: name another folder with --data DIR, one that is not there yet.`,
  namelessStart:
    'this is its first start, and nothing says how the organisation is called. Say it with --name "Example Inc.": everybody who joins reads it, and it stays.',
  logLost: ({ keyFile }) =>
    `There is the key of a log (${keyFile}), and the database (service.db beside it, or that of --database) is empty: the log was lost. Restore the whole folder from a backup: latchkey restore. To begin another organisation, with another log, move the key away.`,
  logKeyMissing: ({ keyFile }) =>
    `the log in the database has a key, and ${keyFile} is missing. Copy the files log-key and log-key.* of a service that uses the same database there, or restore it from a backup.`,
  logKeyOfOther: ({ keyFile }) => `${keyFile} is not the key of this log. Restore the one that was there.`,
  logKeyGone: ({ keyFile }) =>
    `${keyFile}, the key that the log has now, is missing. Restore it from a backup, or copy it from the data folder of the service that made it: nothing is signed here until then.`,
  logKeyUnused: ({ why }, tell) =>
    `the key that the log has now cannot be used: ${ended(tell(why))} Restore its file from a backup, or copy it from the data folder of the service that made it: nothing is signed here until then.`,
  noLogKey: 'This is no key of the log.',
  keyShownToOthers: ({ why }, tell) => `a key that others may read is not used: ${tell(why)}`,
  fileWithoutKey: ({ file }) => `${file} does not hold a key.`,
  runnerNameDamaged: ({ file }) =>
    `${file} does not hold the name of a runner. Remove it: another name is made.`,
  versionUnread: ({ version, why }, tell) => `version ${version} of the organisation ${ended(tell(why))}`,
  versionTextLost: ({ version }) => `a text of version ${version} is lost. Restore a backup.`,
  filesHaveMistakes: ({ mistakes }, tell) =>
    `the files of --org have mistakes. Correct them, then start it again. ${mistakes.map(tell).join(' ')}`,
  notDurableHere: ({ journal, synchronous }) =>
    `this file system cannot hold a durable database (${journal}, ${synchronous}).`,
  notBroughtUp: ({ why }, tell) => `the database could not be brought up to date: ${tell(why)}`,
  databaseUnknown: ({ file }) =>
    `${file} is damaged, or no database of Latchkey. Keep it, move its folder away, and restore a backup: latchkey restore DIR.`,
  databaseOfNewer: 'the database was made by a newer Latchkey. Use that one, or a later one.',
  madeByNewer: 'it was made by a newer Latchkey. Start that one, or a later one.',
  databaseOfEarlier: 'the database was made by an earlier Latchkey. Use that one.',
  databaseBehind:
    'the database was made by an earlier Latchkey. Start the service once, which brings it up to date.',
  logOfEarlier:
    'its log was begun by an earlier Latchkey, which kept reasons and comments in the log itself. Go on with that Latchkey, or begin anew with another data folder or database.',
  usedByEarlier:
    'services of an earlier Latchkey use it. Stop all of them, then start this one, which brings it up to date.',
  noSchemaToUse: 'there is no schema that this user may use.',
  databasePooled:
    'something between this service and the database keeps back what a session sets, as a pooler does. Services need sessions of their own: give the address of the database itself.',
  databaseWantsPassword:
    'the database wants a password. Give it with --database-password-file FILE, or in PGPASSFILE (mode 0600).',
  databaseRefusesUser: ({ said }) =>
    `the database does not let this user in (${said}). Check the user in the URL, and --database-password-file FILE or PGPASSFILE.`,
  databaseNotThere: ({ said }) => `${said}. Make it with: CREATE DATABASE NAME ENCODING 'UTF8'`,
  noDatabaseAnswers: ({ said }) =>
    `no PostgreSQL answers there (${said}). Check that it runs, and host and port of the URL.`,
  databaseWithoutTls:
    'the database is on another machine and has no TLS. Turn that on there; where the way to it is private, put ?sslmode=disable at the end of its URL.',
  databaseCertificateUnknown: ({ said }) =>
    `the certificate of the database is not trusted here (${said}). Put ?sslrootcert=FILE at the end of its URL, with the certificate of who signed it; the URL has to have the name that it is for.`,
  databaseForgets:
    'the database answers before it has written (synchronous_commit is off), so what was acknowledged could be lost. Set it to on.',
  databaseEncoding: ({ encoding }) =>
    `the database keeps text as ${encoding}. Make one with the encoding UTF8.`,
  databaseTakenAlone:
    'latchkey fsck or latchkey restore is at work on the database. Start the service once that is done.',
  runnerNameTaken:
    'another service on this database runs from a copy of this data folder, by the same name (runner-name), or an earlier connection of this one is not over yet, which ends by itself. Stop the other one if there is one, and give a further service a folder of its own, with a copy of log-key and log-key.* alone.',
  clockOffDatabase: ({ byMs, which }) =>
    `the clock of this machine is ${f.duration(byMs)} ${which === 'ahead' ? 'ahead of' : 'behind'} that of the database.`,
  setClockAndStart: ({ apart }, tell) =>
    `${tell(apart)} Set the one that is wrong, with NTP for example, and start the service again.`,
  noSocketFolder: ({ folder, why }) =>
    `no folder for its socket can be made at ${folder} (${why}). Choose another path with --listen unix:/PATH.`,
  socketFolderOfOther: ({ folder, uid }) =>
    `the folder of its socket, ${folder}, is of another user (${uid}). Choose one that is yours with --listen unix:/PATH.`,
  socketFolderOpen: ({ folder }) =>
    `others can write in the folder of its socket, ${folder}. Make it yours alone (chmod 700), or choose another one with --listen unix:/PATH.`,
  noSocketThere: ({ path }) =>
    `what is at ${path} is no socket, and is not deleted. Move it away, or ${ELSEWHERE}`,
  socketFileOfOther: ({ path, uid }) =>
    `the socket at ${path} is of another user (${uid}), and is not deleted. Choose another path with --listen unix:/PATH.`,
  socketInUse: ({ address }) =>
    `another program listens on ${address}. End it, if it is another service, or ${ELSEWHERE}`,
  noBackup: ({ why }, tell) => `Nothing was backed up: ${tell(why)}`,
  backupUndone: ({ why }, tell) =>
    `There is no backup, and what was written of it was removed again: ${ended(tell(why))}`,
  folderOfNoService: ({ folder }) =>
    `${folder} is not the data folder of a service: there is no service.db. Say with --data where it is, and with --database where a service on PostgreSQL has its own.`,
  folderHasDatabase: ({ folder }) =>
    `${folder} has a database of its own (service.db). Say with --data the folder of a service on --database, or leave out --database.`,
  folderOfOtherDatabase: ({ folder }) =>
    `${folder} is not the data folder of a service on this database: there is no log-key. Say with --data where it is.`,
  backupFolderFull: ({ folder }) =>
    `${folder} is not empty. A backup goes to a folder of its own: name one that is not there yet.`,
  backupFolderWithin: ({ folder }) => `${folder} is in the data folder itself. Name a folder elsewhere.`,
  backupFolderOfOther: ({ folder }) =>
    `${folder} belongs to somebody else. Name a folder that is not there yet, or one of your own.`,
  backupFolderIsFile: ({ folder }) =>
    `${folder} is a file, or below one. A backup goes to a folder of its own: name one that is not there yet.`,
  tooManyFiles: ({ most }) => `the data folder has more than ${f.count(most)} files.`,
  restoreWouldRefuse: ({ at }) => `restoring would refuse it (${at}).`,
  organisationNotBegun: 'there is no organisation in the database yet.',
  databaseDamaged: 'service.db is damaged.',
  logKeyNotOfDatabase: 'log-key is not the key of the log in service.db.',
  logEntryDamaged: ({ seq }) => `entry ${seq} of the log is damaged or missing.`,
  logNotWhole: 'the log did not come over whole.',
  logEntryIs: ({ seq, is }, tell) => `entry ${seq} of the log ${ended(tell(is))}`,
  logTextIs: ({ which, is }, tell) => `${which} ${ended(tell(is))}`,
  notRestored: ({ why }, tell) => `This backup cannot be restored: ${ended(tell(why))} Use another backup.`,
  restoreFolderInUse: ({ folder }) =>
    `Nothing was restored: another service uses ${folder}. Stop it first, and move its folder away.`,
  restoreFolderFull: ({ folder }) =>
    `${folder} has data already, and nothing is written over it. Move it away first, and keep it.`,
  restoreDatabaseInUse:
    'Nothing was restored: a service uses the database, or another fsck or restore. Stop it first.',
  restoreDatabaseFull: ({ table }) =>
    `The database has data already (in the table ${table}), and nothing is written over it. Name an empty one, and keep this one.`,
  backedUpOtherwise: ({ path }) =>
    `${path} is not as it was backed up: it is no file any more, or of another length. Use another backup.`,
  backedUpChecksum: ({ path }) =>
    `${path} is not as it was backed up: its checksum differs. Use another backup.`,
  backupNotWhole: ({ folder, manifest }) =>
    `${folder} is no whole backup: there is no ${manifest}, which is written last. Use another one.`,
  backupLacks: ({ path }) =>
    `The backup is not whole: ${path === '' ? 'a file' : path} is missing. Use another one.`,
  manifestUnread: ({ path }) => `${path} does not read: it is damaged, or was made by a newer Latchkey.`,
  logNotAsSigned: 'its log is not the one that was signed.',
  logNotAsSignedBy: ({ why }, tell) => `its log is not the one that was signed: ${tell(why)}`,
};
