import { formatsOf } from '../../formats.ts';

const f = formatsOf('en');

/** `backup` and `restore`. */
export const backup = {
  what: "copy the service's data folder, also while it runs: database, keys, its runner's journal",
  dir: 'where to; not there yet, or empty',
  data: "the service's data folder (a folder in LATCHKEY_HOME)",
  database: 'the PostgreSQL that the service shares, if it does: backed up and restored with the folder',
  passwordFile: 'where its password is, for you alone; otherwise PGPASSFILE',
  noFile: ({ path }: { readonly path: string }) => `Not in the backup, since it is no file: ${path}`,
  name: ({ path }: { readonly path: string }) => `Not in the backup, since its name cannot be kept: ${path}`,
  done: ({ dir, what }: { readonly dir: string; readonly what: string }) =>
    `Backed up to ${dir}: ${what}. Keep it as secret as the service itself.`,
  restore: "make the service's data folder anew from a backup, where there is none",
  from: 'what `latchkey backup` wrote',
  restored: ({ dir, what }: { readonly dir: string; readonly what: string }) =>
    `Restored to ${dir}: ${what}. The log verifies.`,
  restoredBoth: ({ dir, what }: { readonly dir: string; readonly what: string }) =>
    `Restored to ${dir} and the database: ${what}. The log verifies.`,
  afterwards: ({ page }: { readonly page: string }) =>
    `Whoever has seen later entries will raise an alarm, and what was granted later is unknown here. What to do: ${page}`,
  entries: ({ organisation, count }: { readonly organisation: string; readonly count: number }) =>
    `${organisation}, ${count} ${count === 1 ? 'entry' : 'entries'}`,
  entriesUpTo: ({
    organisation,
    count,
    lastAt,
  }: {
    readonly organisation: string;
    readonly count: number;
    readonly lastAt: number;
  }) => `${organisation}, ${count} ${count === 1 ? 'entry' : 'entries'} up to ${f.moment(lastAt)}`,
};
