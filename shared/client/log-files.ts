import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256HexSchema } from '../contract/scalars.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { rootOf } from '../log/compact-range.ts';
import type { LogAlarm } from '../log/log-alarm.ts';
import { nothingTrusted, type LogIdentity, type TrustedLog } from '../log/log-watch.ts';
import { restoreTrustedLog, trustedLogToJson } from '../log/restore-trusted-log.ts';
import { sameBytes } from '../log/same-bytes.ts';
import { appendItems } from './append-items.ts';
import { readFileIfThere, writePrivateFile } from './private-file.ts';

/** One line of the entries' file: a leaf, as it was delivered. Its number is its place. */
const lineSchema = z.object({ leafHash: sha256HexSchema, text: z.string().nullable() });
export type KeptEntry = z.output<typeof lineSchema>;

export interface KeptLog {
  readonly trusted: TrustedLog;
  /** As many as `trusted.size`. */
  readonly entries: readonly KeptEntry[];
}

/**
 * The verified log in a folder: `log.json` (signed head), `log-entries.jsonl` and, when something is wrong, `log-alarm.json`.
 * Lines beyond the head are leftovers of a fetch that was not finished: they are never read.
 */
export function logFiles(home: string, log: LogIdentity) {
  const path = { head: join(home, 'log.json'), entries: join(home, 'log-entries.jsonl') };
  const alarmPath = join(home, 'log-alarm.json');

  return {
    alarmPath,
    /** The raised alarm's sentence, or null. It stays until a person has looked into it and removed the file. */
    async raised(): Promise<string | null> {
      const text = await readFileIfThere(alarmPath);
      if (text === null) return null;
      const parsed = z.object({ sentence: z.string() }).safeParse(parseJson(text));
      return parsed.success ? parsed.data.sentence : 'The log did not verify.';
    },
    raise: (alarm: LogAlarm): Promise<void> =>
      writePrivateFile(alarmPath, `${JSON.stringify(alarm, null, 2)}\n`),

    /** What is kept, recomputed from every entry; a sentence when it is damaged. */
    async load(): Promise<Result<KeptLog, string>> {
      const headText = await readFileIfThere(path.head);
      if (headText === null) return ok({ trusted: nothingTrusted(), entries: [] });
      const trusted = restoreTrustedLog(log, parseJson(headText));
      if (!trusted.ok) return trusted;
      const lines = ((await readFileIfThere(path.entries)) ?? '').split('\n').slice(0, trusted.value.size);
      const entries = lines.flatMap((line) => {
        const parsed = lineSchema.safeParse(parseJson(line));
        return parsed.success ? [parsed.data] : [];
      });
      const range = appendItems(log, nothingTrusted().range, entries);
      const fits =
        range.size === trusted.value.size && sameBytes(rootOf(log.sha256, range), trusted.value.rootHash);
      return fits ? ok({ trusted: trusted.value, entries }) : err('The entries kept here are damaged.');
    },

    /** Cuts leftovers off, so that what is appended stands where it belongs. */
    async rewrite(entries: readonly KeptEntry[]): Promise<void> {
      await writePrivateFile(path.entries, entries.map(toLine).join(''));
    },
    async append(entries: readonly KeptEntry[]): Promise<void> {
      await mkdir(home, { recursive: true, mode: 0o700 });
      await appendFile(path.entries, entries.map(toLine).join(''), { mode: 0o600 });
    },
    save: (trusted: TrustedLog): Promise<void> =>
      writePrivateFile(path.head, `${JSON.stringify(trustedLogToJson(trusted), null, 2)}\n`),
    /** The signed head alone, which may be whole while the entries are not; null when it is not. */
    async headOnly(): Promise<TrustedLog | null> {
      const restored = restoreTrustedLog(log, parseJson((await readFileIfThere(path.head)) ?? ''));
      return restored.ok && restored.value.size > 0 ? restored.value : null;
    },
  };
}

const toLine = ({ leafHash, text }: KeptEntry): string => `${JSON.stringify({ leafHash, text })}\n`;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
