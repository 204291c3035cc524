import { makeFolder } from './make-folder.ts';
import { createHash } from 'node:crypto';
import { copyFile, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Journal, OpenedJournal } from '../ports/journal.ts';
import { lockFile, type FileLock } from './file-lock.ts';
import { syncFolder } from './sync-folder.ts';

/** Characters of the checksum before each record: enough to notice damage, which is all it is for. */
const CHECKSUM_LENGTH = 16;

/** How a record stands in a line: one line of text. */
export interface LineFormat<R> {
  /** Never throws: a line with a right checksum is what somebody wrote. */
  read(text: string): R;
  write(record: R): string;
}

/**
 * A `Journal` in `folder/journal.jsonl`, readable by its owner only. A line is `<checksum> <JSON>`.
 *
 * A last line that was cut off (the power went, so nobody was told that it is there) is dropped. Any other line whose
 * checksum is not right means damage: the file is copied to `journal.damaged-…`, and what can be read goes on. Opening
 * needs no room on the disk: a full one keeps nobody from ending what was granted.
 */
export class FileJournal<R> implements Journal<R> {
  private readonly folder: string;
  private readonly format: LineFormat<R>;
  private file: FileHandle | null = null;
  private lock: FileLock | null = null;
  private size = 0;
  /** Everything that touches the file, one after the other. */
  private queue: Promise<unknown> = Promise.resolve();
  private batch: { text: string; done: Promise<void> } | null = null;

  constructor(folder: string, format: LineFormat<R>) {
    this.folder = folder;
    this.format = format;
  }

  async open(): Promise<OpenedJournal<R>> {
    makeFolder(this.folder);
    this.lock = lockFile(join(this.folder, 'lock'));
    this.file = await open(this.path, 'a+', 0o600);
    await syncFolder(this.folder);
    const { records, damaged, goodBytes } = this.read(await readFile(this.path, 'utf8'));
    this.size = (await this.file.stat()).size;
    const messages = damaged > 0 ? [await this.mend(records, damaged, goodBytes)] : [];
    // Half a line must not stand before the next record.
    if (damaged === 0 && goodBytes < this.size) await this.cutTo(goodBytes);
    return { records, messages };
  }

  append(record: R): Promise<void> {
    // Who comes while the last batch is being written joins the next one: one write and one fsync for all of them.
    if (!this.batch) {
      const batch = { text: '', done: Promise.resolve() };
      batch.done = this.inTurn(() => {
        this.batch = null;
        return this.write(batch.text);
      });
      this.batch = batch;
    }
    this.batch.text += this.lineOf(record);
    return this.batch.done;
  }

  replaceAll(records: readonly R[]): Promise<void> {
    this.batch = null;
    return this.inTurn(async () => {
      const text = records.map((each) => this.lineOf(each)).join('');
      const path = `${this.path}.new`;
      await rm(path, { force: true });
      const next = await open(path, 'a', 0o600);
      try {
        await next.writeFile(text);
        await next.sync();
        await rename(path, this.path);
      } catch (error) {
        await next.close();
        throw error;
      }
      // From here on the old file has no name: whatever fails now, nothing may be written to it any more.
      const old = this.file;
      this.file = next;
      this.size = Buffer.byteLength(text);
      await old?.close();
      await syncFolder(this.folder);
    });
  }

  async close(): Promise<void> {
    await this.inTurn(async () => {
      await this.file?.close();
      this.file = null;
    });
    this.lock?.release();
    this.lock = null;
  }

  private get path(): string {
    return join(this.folder, 'journal.jsonl');
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.queue.then(work);
    this.queue = result.catch(() => undefined);
    return result;
  }

  private async write(text: string): Promise<void> {
    if (!this.file) throw new Error('this journal is not open');
    try {
      const bytes = Buffer.from(text);
      for (let done = 0; done < bytes.length;) done += (await this.file.write(bytes, done)).bytesWritten;
      await this.file.datasync();
      this.size += bytes.length;
    } catch (error) {
      // Half a line must not stand before the next record.
      await this.file.truncate(this.size).catch(() => undefined);
      throw error;
    }
  }

  /** `goodBytes`: up to the end of the last line that can be read. */
  private read(text: string): { records: R[]; damaged: number; goodBytes: number } {
    const lines = text.split('\n');
    // Empty, or a line that was cut off.
    lines.pop();
    const records = lines.map((line) => this.readLine(line));
    // A crash may leave the last lines of a batch as zeros or in part: what nobody was told of may be dropped silently.
    const lastGood = records.findLastIndex((each) => each !== null);
    const damaged = records.slice(0, lastGood + 1).filter((each) => each === null).length;
    const good = lines.slice(0, lastGood + 1).map((line) => `${line}\n`);
    return {
      records: records.filter((each): each is R => each !== null),
      damaged,
      goodBytes: Buffer.byteLength(good.join('')),
    };
  }

  private readLine(line: string): R | null {
    const text = line.slice(CHECKSUM_LENGTH + 1);
    return line === `${checksum(text)} ${text}` ? this.format.read(text) : null;
  }

  private lineOf(record: R): string {
    const text = this.format.write(record);
    return `${checksum(text)} ${text}\n`;
  }

  private async cutTo(bytes: number): Promise<void> {
    await this.file?.truncate(bytes);
    await this.file?.datasync();
    this.size = bytes;
  }

  /** Sets the damaged file aside and goes on with what can be read; says so in a sentence. */
  private async mend(records: readonly R[], damaged: number, goodBytes: number): Promise<string> {
    const what = `${damaged} ${damaged === 1 ? 'record' : 'records'} of the runner's journal could not be read.`;
    const kept = `${this.path.replace(/\.jsonl$/, '')}.damaged-${checksum(String(process.pid) + String(this.size) + String(process.hrtime.bigint()))}`;
    try {
      await copyFile(this.path, kept);
      await this.replaceAll(records);
      return `${what} The damaged file was kept as ${kept}; everything else goes on.`;
    } catch (error) {
      await rm(kept, { force: true }).catch(() => undefined);
      // Appended to as it is; a last line without an end would swallow the next record.
      if (goodBytes < this.size) await this.cutTo(goodBytes);
      return `${what} The damaged file could not be set aside (${String(error)}); everything else goes on.`;
    }
  }
}

const checksum = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, CHECKSUM_LENGTH);
