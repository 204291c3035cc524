import { isBound } from '../lib/said.ts';
import { appendFile } from 'node:fs/promises';
import { z } from 'zod';
import type { LogItem } from '../contract/api-types.ts';
import { saidListSchema } from '../contract/said-schemas.ts';
import { seqSchema } from '../contract/scalars.ts';
import { leafHash } from '../log/hashes.ts';
import type { LogIdentity } from '../log/log-watch.ts';
import type { KeptEntry } from './log-files.ts';
import { readFileIfThere } from './private-file.ts';

const lineSchema = z.object({ seq: seqSchema, text: z.string(), said: saidListSchema });

/**
 * Texts of entries of which only the hash came at first, since this member could not see their request then. Each is taken for
 * what it says only where it has the hash that the log was verified by, so the file needs no check of its own, and one that is
 * lost or altered takes away what is in it and nothing else.
 */
export function lateTexts(file: string, { sha256 }: Pick<LogIdentity, 'sha256'>) {
  const hashOf = (text: string): string =>
    Buffer.from(leafHash(sha256, new TextEncoder().encode(text))).toString('hex');
  return {
    async keep(items: readonly LogItem[]): Promise<void> {
      const known = await readKnown(file);
      const lines = items.flatMap(({ seq, text, said }) => {
        const line = text === null ? null : lineOf({ seq, text, said });
        return line === null || line === known.get(seq)?.at(-1)?.line ? [] : [line];
      });
      // It may end in a part of a line, of a process that died or a disk that was full.
      if (lines.length > 0) await appendFile(file, `\n${lines.join('\n')}\n`, { mode: 0o600 });
    },
    async read(): Promise<{ of(entry: KeptEntry, seq: number): KeptEntry }> {
      const texts = await readKnown(file);
      return {
        of(entry, seq) {
          if (entry.text !== null) return entry;
          const late = texts
            .get(seq)
            ?.findLast((each) => hashOf(each.text) === entry.leafHash && isBound(sha256, each));
          return late ? { ...entry, text: late.text, said: late.said } : entry;
        },
      };
    },
  };
}

type Late = z.output<typeof lineSchema>;

const lineOf = ({ seq, text, said }: Late): string => JSON.stringify({ seq, text, said });

type Known = Late & { readonly line: string };

/** In the order in which they came: what was said in an entry may have been erased between, and one that does not fit hides none that does. */
async function readKnown(file: string): Promise<ReadonlyMap<number, readonly Known[]>> {
  const texts = new Map<number, Known[]>();
  for (const line of ((await readFileIfThere(file)) ?? '').split('\n')) {
    const { data } = lineSchema.safeParse(parseJson(line));
    if (!data) continue;
    const known = { ...data, line: lineOf(data) };
    texts.set(data.seq, [...(texts.get(data.seq) ?? []), known]);
  }
  return texts;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
