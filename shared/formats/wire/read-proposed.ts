import type { z } from 'zod';
import { proposedOutput } from '../../contract/api-schemas.ts';
import { isTold, type Spoken } from '../../words/told.ts';

/** What the service was started with and is not in force. `changes`: where only a newer Latchkey knows the code, its sentence. */
export type Proposed = Omit<NonNullable<z.output<typeof proposedOutput>>, 'changes' | 'told'> & {
  readonly changes: readonly Spoken[];
};

/** Null: there is nothing to publish. Throws when that cannot be read. */
export function readProposed(raw: unknown): Proposed | null {
  const read = proposedOutput.parse(raw);
  if (read === null) return null;
  const { changes, told = [], ...rest } = read;
  return {
    ...rest,
    changes: changes.map((sentence, index) => {
      const each = told[index];
      return isTold(each) ? each : sentence;
    }),
  };
}
