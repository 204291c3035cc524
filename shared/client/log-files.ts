import { appendFile, mkdir, open } from 'node:fs/promises';
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
import { readLines } from './read-lines.ts';

/** One line of the entries' file: a leaf, as it was delivered. Its number is its place. */
const lineSchema = z.object({ leafHash: sha256HexSchema, text: z.string().nullable() });
export type KeptEntry = z.output<typeof lineSchema>;

export interface KeptLog {
  readonly trusted: TrustedLog;
  /** As many as `trusted.size`, read from the disk one by one. */
  entries(): AsyncIterable<KeptEntry>;
}

/** What is on the disk: `bytes` of the entries' file are verified. */
export interface StoredLog extends KeptLog {
  readonly bytes: number;
}

/**
 * The verified log in a folder: `log.json` (signed head), `log-entries.jsonl` and, when something is wrong, `log-alarm.json`.
 * Lines beyond the head are leftovers of a fetch that was not finished: they are never read.
 */
export function logFiles(home: string, log: LogIdentity) {
  const path = { head: join(home, 'log.json'), entries: join(home, 'log-entries.jsonl') };
  const alarmPath = join(home, 'log-alarm.json');
  const stored = (trusted: TrustedLog, bytes: number): StoredLog => ({
    trusted,
    bytes,
    async *entries() {
      let left = trusted.size;
      if (left === 0) return;
      for await (const { text } of readLines(path.entries)) {
        yield lineSchema.parse(parseJson(text));
        left -= 1;
        if (left === 0) return;
      }
    },
  });

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

    nothing: (): StoredLog => stored(nothingTrusted(), 0),
    stored,
    /** What is kept, recomputed from every entry; a sentence when it is damaged. */
    async load(): Promise<Result<StoredLog, string>> {
      const headText = await readFileIfThere(path.head);
      if (headText === null) return ok(stored(nothingTrusted(), 0));
      const trusted = restoreTrustedLog(log, parseJson(headText));
      if (!trusted.ok) return trusted;
      let { range } = nothingTrusted();
      let bytes = 0;
      if (trusted.value.size > 0) {
        for await (const { text, end } of readLines(path.entries)) {
          const parsed = lineSchema.safeParse(parseJson(text));
          if (!parsed.success) break;
          range = appendItems(log, range, [parsed.data]);
          bytes = end;
          if (range.size === trusted.value.size) break;
        }
      }
      const fits =
        range.size === trusted.value.size && sameBytes(rootOf(log.sha256, range), trusted.value.rootHash);
      return fits ? ok(stored(trusted.value, bytes)) : err('The entries kept here are damaged.');
    },

    /** Cuts off what is beyond so many bytes, so that what is appended stands where it belongs. */
    async cutTo(bytes: number): Promise<void> {
      await mkdir(home, { recursive: true, mode: 0o700 });
      const file = await open(path.entries, 'a', 0o600);
      try {
        await file.truncate(bytes);
      } finally {
        await file.close();
      }
    },
    async append(entries: readonly KeptEntry[]): Promise<number> {
      const bytes = Buffer.from(entries.map(toLine).join(''));
      await appendFile(path.entries, bytes, { mode: 0o600 });
      return bytes.length;
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
