export const fsck = {
  what: "check a stopped service's database against its log, and make anew what is computed from it",
  database: 'a PostgreSQL that services share; none of them may run',
  rebuild: 'put right what is not as the log says',
  withDatabase: 'With --database the database is not in a data folder: leave out --data.',
  failed: ({ where, why }: { readonly where: string; readonly why: string }) => `${where}: ${why}`,
  headTable: 'table',
  headRow: 'row',
  headProblem: 'what is wrong',
  andMore: ({ count }: { readonly count: number }) => `And ${count} more.`,
  counts: ({
    entries,
    requests,
    root,
  }: {
    readonly entries: number;
    readonly requests: number;
    readonly root: string;
  }) => `${entries} entries, ${requests} requests; the log's root is ${root}`,
  allWell: ({ counts }: { readonly counts: string }) => `All is as the log says: ${counts}.`,
  putRight: ({ counts }: { readonly counts: string }) => `All of it was put right: ${counts}.`,
  folderDamaged:
    'The log itself is damaged, so nothing was written. Keep this folder, and restore a backup: latchkey restore.',
  databaseDamaged:
    'The log itself is damaged, so nothing was written. Keep this database, and restore a backup: latchkey restore.',
  rowsWrong: ({ count }: { readonly count: number }) =>
    `${count} rows are not as the log says. The log is whole: latchkey fsck --rebuild puts them right.`,
};
