import { join } from 'node:path';
import { z } from 'zod';
import { idSchema, nameSchema } from '../contract/scalars.ts';
import { readFileIfThere, writePrivateFile } from './private-file.ts';

/** Names of members by id. */
export type Names = Readonly<Record<string, string>>;

const namesSchema = z.record(idSchema, nameSchema);
const pathIn = (home: string): string => join(home, 'names.json');

/** Keeps the names, so that history can be read with them while the service is away. */
export const saveNames = (home: string, names: Names): Promise<void> =>
  writePrivateFile(pathIn(home), `${JSON.stringify(names)}\n`);

/** The names kept last. None when they are not there or damaged: ids are shown instead. */
export async function loadNames(home: string): Promise<Names> {
  try {
    const parsed = namesSchema.safeParse(JSON.parse((await readFileIfThere(pathIn(home))) ?? '{}'));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}
