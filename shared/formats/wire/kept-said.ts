import { saidListSchema } from '../../contract/said-schemas.ts';
import type { SaidText } from '../../lib/said.ts';

/** How what was said in an entry is kept beside it: a JSON list. Null: nothing. */
export const saidColumn = (said: readonly SaidText[]): string | null =>
  said.length === 0 ? null : JSON.stringify(said);

/** What is kept of what was said in an entry, as it is kept beside it: a JSON list. Null where the column holds none. */
export function keptSaid(column: string | null): readonly SaidText[] | null {
  if (column === null) return [];
  try {
    return saidListSchema.safeParse(JSON.parse(column)).data ?? null;
  } catch {
    return null;
  }
}
