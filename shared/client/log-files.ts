import { makeFolder } from '../system/make-folder.ts';
import { spokenOf } from '../contract/spoken-of.ts';
import { isBound } from '../lib/said.ts';
import { appendFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { saidListSchema } from '../contract/said-schemas.ts';
import { sha256HexSchema } from '../contract/scalars.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { rootOf } from '../log/compact-range.ts';
import type { LogAlarm } from '../log/log-alarm.ts';
import {
  nothingTrusted,
  type LogIdentity,
  type TrustedLog,
  restoreTrustedLog,
  trustedLogToJson,
} from '../log/log-watch.ts';
import { sameBytes } from '../log/hashes.ts';
import { lockInTurn } from '../system/file-lock.ts';
import { told, type Spoken } from '../words/told.ts';
import { ToldError } from '../words/told-error.ts';
import { appendItems } from './append-items.ts';
import { lateTexts } from './late-texts.ts';
import { readFileIfThere, writePrivateFile } from './private-file.ts';
import { readLines } from './read-lines.ts';

/** One line of the entries' file: a leaf and what was said in it, as they were delivered. Its number is its place. */
const lineSchema = z.object({
  leafHash: sha256HexSchema,
  text: z.string().nullable(),
  said: saidListSchema,
});
export type KeptEntry = z.output<typeof lineSchema>;

export interface KeptLog {
  readonly trusted: TrustedLog;
  /**
   * As many as `trusted.size`, read from the disk one by one. Throws at the end, or before it, when they are not those that
   * were verified: to be shown only when all have come.
   */
  entries(): AsyncIterable<KeptEntry>;
}

/** What is on the disk: `bytes` of the entries' file are verified. */
export interface StoredLog extends KeptLog {
  readonly bytes: number;
}

/** Longer than the first fetch of a large log takes, in milliseconds: who waits in vain is told what to do. */
const TURN_MS = 10 * 60_000;
const inUse = (options: ErrorOptions): Error => new ToldError(told('historyInUse'), options);

/**
 * The verified log in a folder: `log.json` (signed head), `log-entries.jsonl`, `log-late.jsonl` (late-texts.ts) and, when something is wrong, `log-alarm.json`.
 *
 * 1. Lines beyond the head are leftovers of a fetch that was not finished: they are never read.
 * 2. Several commands may be at work here: who writes is `alone`, and who reads hashes what they read.
 */
export function logFiles(home: string, log: LogIdentity) {
  const path = { head: join(home, 'log.json'), entries: join(home, 'log-entries.jsonl') };
  const late = lateTexts(join(home, 'log-late.jsonl'), log);
  const alarmPath = join(home, 'log-alarm.json');
  const stored = (trusted: TrustedLog, bytes: number): StoredLog => ({
    trusted,
    bytes,
    async *entries() {
      const texts = await late.read();
      let seq = -1;
      for await (const { entry } of read(trusted)) yield texts.of(entry, (seq += 1));
    },
  });

  /** The entries that a head stands for, each with where it ends, in bytes. */
  async function* read({ size, rootHash }: TrustedLog): AsyncGenerator<{ entry: KeptEntry; end: number }> {
    let { range } = nothingTrusted();
    if (size > 0) {
      for await (const { text, end } of readLines(path.entries)) {
        const parsed = lineSchema.safeParse(parseJson(text));
        if (!parsed.success || !isBound(log.sha256, parsed.data)) break;
        range = appendItems(log, range, [parsed.data]);
        yield { entry: parsed.data, end };
        if (range.size === size) break;
      }
    }
    if (range.size !== size || !sameBytes(rootOf(log.sha256, range), rootHash)) throw new DamagedEntries();
  }

  return {
    alarmPath,
    keepLate: late.keep,
    /** Runs `work` while no other command writes here. */
    async alone<T>(work: () => Promise<T>): Promise<T> {
      makeFolder(home);
      const turn = await lockInTurn(join(home, 'log.lock'), { waitMs: TURN_MS, inUse });
      try {
        return await work();
      } finally {
        turn.release();
      }
    },
    /** What was wrong as the alarm was raised, or null. It stays until a person has looked into it and removed the file. */
    async raised(): Promise<Spoken | null> {
      const text = await readFileIfThere(alarmPath);
      if (text === null) return null;
      const parsed = z
        .object({ sentence: z.string(), told: z.unknown().optional() })
        .safeParse(parseJson(text));
      return parsed.success ? spokenOf(parsed.data) : told('logNotVerified');
    },
    raise: (alarm: LogAlarm): Promise<void> =>
      writePrivateFile(alarmPath, `${JSON.stringify(alarm, null, 2)}\n`),

    nothing: (): StoredLog => stored(nothingTrusted(), 0),
    stored,
    /** What is kept, recomputed from every entry; what is wrong when it is damaged. */
    async load(): Promise<Result<StoredLog, Spoken>> {
      const headText = await readFileIfThere(path.head);
      if (headText === null) return ok(stored(nothingTrusted(), 0));
      const trusted = restoreTrustedLog(log, parseJson(headText));
      if (!trusted.ok) return trusted;
      let bytes = 0;
      try {
        for await (const { end } of read(trusted.value)) bytes = end;
      } catch (error) {
        if (error instanceof DamagedEntries) return err(told('entriesDamaged'));
        throw error;
      }
      return ok(stored(trusted.value, bytes));
    },

    /** Cuts off what is beyond so many bytes, so that what is appended stands where it belongs. */
    async cutTo(bytes: number): Promise<void> {
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

/** What was verified before is not there any more: another command may just be fetching it again. */
class DamagedEntries extends ToldError {
  constructor() {
    super(told('entriesChanged'));
  }
}

const toLine = ({ leafHash, text, said }: KeptEntry): string =>
  `${JSON.stringify({ leafHash, text, ...(said.length > 0 && { said }) })}\n`;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
