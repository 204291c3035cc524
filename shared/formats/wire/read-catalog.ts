import { z } from 'zod';
import { catalogItemSchema, catalogOutput } from '../../contract/api-schemas.ts';
import type { CatalogItem } from '../../contract/api-types.ts';
import { LIMITS } from '../../contract/limits.ts';
import { idSchema, nameSchema } from '../../contract/scalars.ts';
import { shortText } from '../../lib/short-text.ts';
import { isTold, type Spoken } from '../../words/told.ts';
import type { Mistake } from '../../contract/mistake.ts';
import { readEach, type Read } from '../format.ts';
import { readBy } from './read-by.ts';
import { readMistakes } from './read-published.ts';

export interface Catalog {
  readonly version: number;
  readonly items: readonly CatalogItem[];
  /** So many are of a newer Latchkey, and left out. */
  readonly newer: number;
  readonly names: Readonly<Record<string, string>>;
  readonly problem?: Spoken | undefined;
  /** In the files that the service was started with, for owners: the first of them. */
  readonly folderMistakes: readonly Mistake[];
}

const catalogSchema = catalogOutput.extend({
  items: z.array(z.unknown()).max(20_000),
  names: z.record(z.string(), z.unknown()),
  problem: z.string().optional().catch(undefined),
  folderMistakes: z.array(z.unknown()).max(1_000).optional().catch(undefined),
});
const readWhole = readBy(catalogSchema);
const readItem = readBy<CatalogItem>(catalogItemSchema);

/** Item by item and name by name. Never throws. */
export function readCatalog(raw: unknown): Read<Catalog> {
  const read = readWhole(raw);
  if (read.kind === 'unknown') return read;
  const { version, items, names, problem, problemTold, folderMistakes } = read.value;
  const { known, unknown } = readEach(items, readItem);
  const isName = ([id, name]: [string, unknown]): boolean =>
    idSchema.safeParse(id).success && nameSchema.safeParse(name).success;
  const value = {
    version,
    items: known,
    newer: unknown.length,
    names: Object.fromEntries(Object.entries(names).filter(isName)) as Record<string, string>,
    folderMistakes: readMistakes(folderMistakes ?? []).slice(0, LIMITS.folderMistakes),
    ...(problem === undefined
      ? {}
      : { problem: isTold(problemTold) ? problemTold : shortText(problem, LIMITS.messageLength) }),
  };
  return { kind: 'known', value };
}
