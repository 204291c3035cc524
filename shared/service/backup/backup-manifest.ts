import { sep } from 'node:path';
import { z } from 'zod';
import { instantSchema, sha256HexSchema } from '../../contract/scalars.ts';

/** Written last, so that a folder which has it is a whole backup. */
export const MANIFEST = 'backup.json';

/** No data folder has more; it is read into memory. */
export const MOST_FILES = 100_000;

/** A path below the folder, with slashes: neither absolute nor able to leave it. */
export const backupPathSchema = z
  .string()
  .max(1_000)
  .refine((path) => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'))
  // A backslash is a letter like others, but where it parts folders.
  .refine((path) => sep === '/' || !path.includes('\\'))
  .refine((path) => !path.includes('\0') && path !== MANIFEST);

/** What a backup is of, and a checksum for each of its files. */
export const backupManifestSchema = z.object({
  format: z.literal('latchkey-backup'),
  version: z.literal(1),
  madeAt: instantSchema,
  organisation: z.string().max(200),
  /** How many entries the log has, and when the last one was made. */
  entries: z.number().int().nonnegative(),
  lastEntryAt: instantSchema.nullable(),
  /** The log's signed note over exactly those entries (C2SP tlog-checkpoint). */
  checkpoint: z.string().max(10_000),
  files: z
    .array(
      z.object({ path: backupPathSchema, bytes: z.number().int().nonnegative(), sha256: sha256HexSchema }),
    )
    .max(MOST_FILES),
});

export type BackupManifest = z.output<typeof backupManifestSchema>;
