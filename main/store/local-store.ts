import { Low, type Adapter } from 'lowdb';
import type { z } from 'zod';
import { readFileIfThere, writePrivateFile } from '../../shared/client/private-file.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { DataOf } from './local-data.ts';
import { parseSections } from './parse-sections.ts';
import { notRead } from './not-read.ts';
import { setAside } from './set-aside.ts';
import { told, type Told } from '../../shared/words/told.ts';
import { ToldError } from '../../shared/words/told-error.ts';

/**
 * A small JSON file in memory.
 *
 * 1. The file is always whole: written beside, flushed to the disk, then renamed.
 * 2. `flush` resolves when everything that was changed before it is on the disk.
 * 3. A file or section that is damaged is set aside and begins anew, without the lines of a list that are damaged; `damage`
 *    says so in a sentence, and what the service has not. What cannot be read now says nothing of what is in it: opening
 *    throws, and sets nothing aside.
 */
export interface LocalStore<D> {
  data(): D;
  update(change: Partial<D>): void;
  flush(): Promise<void>;
  /** `listener` is told when it cannot be written, and with null when it can be again. */
  onTrouble(listener: (fault: unknown) => void): void;
  readonly damage: Told | null;
}

interface LocalFile<S> {
  readonly path: string;
  readonly sections: S;
  readonly clock: Pick<Clock, 'now'>;
}

export async function openLocalStore<S extends Readonly<Record<string, z.ZodType>>>(
  options: LocalFile<S>,
): Promise<LocalStore<DataOf<S>>> {
  const file = sectionsIn(options);
  const low = new Low<DataOf<S>>(file, parseSections(options.sections, {}).data);
  // Once: what is in memory is the truth from then on.
  await low.read();
  let isDirty = false;
  let writing: Promise<void> | null = null;
  let isInTrouble = false;
  const listeners: ((fault: unknown) => void)[] = [];
  const tell = (fault: unknown): void => {
    if (fault === null && !isInTrouble) return;
    isInTrouble = fault !== null;
    for (const listener of listeners) listener(fault);
  };

  const writeAll = async (): Promise<void> => {
    while (isDirty) {
      // Whoever else is told of the change comes first, above all the notification: writing takes its time.
      await new Promise((resolve) => setImmediate(resolve));
      isDirty = false;
      try {
        await low.write();
        tell(null);
      } catch (fault) {
        isDirty = true;
        tell(fault);
        throw fault;
      }
    }
  };
  const flush = (): Promise<void> => {
    writing ??= writeAll().finally(() => (writing = null));
    return writing;
  };
  return {
    damage: file.damage(),
    data: () => low.data,
    update(change) {
      low.data = { ...low.data, ...change };
      isDirty = true;
      // Whoever listens is told; it is tried again with the next change.
      flush().catch(() => undefined);
    },
    onTrouble: (listener) => void listeners.push(listener),
    flush: async () => {
      while (isDirty || writing) await flush();
    },
  };
}

/** What lowdb reads and writes through. */
function sectionsIn<S extends Readonly<Record<string, z.ZodType>>>({
  path,
  sections,
  clock,
}: LocalFile<S>): Adapter<DataOf<S>> & { damage(): Told | null } {
  let damage: Told | null = null;
  return {
    damage: () => damage,
    async read() {
      const text = await readText(path);
      if (text === null) return null;
      const { data, damaged } = parseSections(sections, parseJson(text));
      if (damaged.length > 0) {
        const kept = await setAside(path, 'copy', clock.now());
        damage = told('storeDamaged', {
          ...{ parts: damaged, kept },
          isUnsent: isUnsent(sections, damaged) ? 'yes' : 'no',
        });
      }
      return data;
    },
    write: (data) => writePrivateFile(path, JSON.stringify(data)),
  };
}

/** Null when there is no file. Throws what people are told when it cannot be read now. */
async function readText(path: string): Promise<string | null> {
  return readFileIfThere(path).catch((fault: unknown) => {
    throw new ToldError(notRead(fault, path), { cause: fault });
  });
}

/** What was not sent yet is nowhere else. */
const isUnsent = (sections: Readonly<Record<string, z.ZodType>>, damaged: readonly string[]): boolean =>
  'outbox' in sections && damaged.some((name) => name === 'outbox' || name === 'everything');

/** Undefined for what is not JSON: no section can be read from it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
