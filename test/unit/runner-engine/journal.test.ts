import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FileJournal, type LineFormat } from '../../../shared/system/file-journal.ts';
import { MemoryJournal } from '../../fakes/memory-journal.ts';
import { journalSuite, type NumberRecord } from '../../support/journal-suite.ts';

let root: string;
beforeAll(() => void (root = mkdtempSync(join(tmpdir(), 'latchkey-journal-'))));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const numberLines: LineFormat<NumberRecord> = {
  read: (text) => JSON.parse(text) as NumberRecord,
  write: (record) => JSON.stringify(record),
};
const folderOf = (): string => mkdtempSync(join(root, 'j-'));
const fileJournal = (folder: string): FileJournal<NumberRecord> => new FileJournal(folder, numberLines);

describe('the journal in memory', () =>
  journalSuite(() => {
    const journal = new MemoryJournal<NumberRecord>();
    return Promise.resolve({ reopen: () => journal });
  }));

describe('the journal in a file', () => {
  journalSuite(() => {
    const folder = folderOf();
    return Promise.resolve({ reopen: () => fileJournal(folder) });
  });

  describe('with three records', () => {
    let folder: string;
    let path: string;
    beforeEach(async () => {
      folder = folderOf();
      path = join(folder, 'journal.jsonl');
      const journal = fileJournal(folder);
      await journal.open();
      for (const n of [1, 2, 3]) await journal.append({ n });
      await journal.close();
    });
    const reopened = async (): Promise<{ numbers: number[]; messages: readonly string[] }> => {
      const journal = fileJournal(folder);
      const { records, messages } = await journal.open();
      await journal.append({ n: 9 });
      await journal.close();
      const again = await journal.open();
      await journal.close();
      expect(again.records).toEqual([...records, { n: 9 }]);
      expect(again.messages).toEqual([]);
      return { numbers: records.map((each) => each.n), messages };
    };

    it('can be read by its owner only', () => {
      expect(statSync(path).mode & 0o077).toBe(0);
    });

    it.each([
      {
        name: 'cut off in its last line',
        damage: () => truncateSync(path, statSync(path).size - 5),
        numbers: [1, 2],
      },
      {
        name: 'cut off before its last newline',
        damage: () => truncateSync(path, statSync(path).size - 1),
        numbers: [1, 2],
      },
      {
        name: 'with zeros at its end',
        damage: () => appendFileSync(path, Buffer.alloc(4_096)),
        numbers: [1, 2, 3],
      },
      {
        name: 'with half a line at its end',
        damage: () => appendFileSync(path, '0123456789abcdef {"n":4'),
        numbers: [1, 2, 3],
      },
      { name: 'that is empty', damage: () => truncateSync(path, 0), numbers: [] },
    ])('$name goes on with what is whole, without a word', async ({ damage, numbers }) => {
      damage();
      expect(await reopened()).toEqual({ numbers, messages: [] });
    });

    it('with damage in the middle keeps the damaged file, says so, and goes on with the rest', async () => {
      writeFileSync(path, readFileSync(path, 'utf8').replace('"n":2', '"n":7'));
      const { numbers, messages } = await reopened();
      expect(numbers).toEqual([1, 3]);
      expect(messages).toEqual([
        expect.stringMatching(/^1 record of the runner's journal could not be read.*damaged-/),
      ]);
      expect(readdirSync(folder).filter((each) => each.startsWith('journal.damaged-'))).toHaveLength(1);
    });

    it('with a line that is none of ours, and whose checksum is right, is not damaged', async () => {
      const texts: LineFormat<string> = { read: (text) => text, write: (text) => text };
      const other = new FileJournal(folder, texts);
      await other.open();
      await other.append('not even JSON');
      await other.append('{"n":4}');
      await other.close();
      const { records, messages } = await other.open();
      await other.close();
      expect(records).toEqual(['{"n":1}', '{"n":2}', '{"n":3}', 'not even JSON', '{"n":4}']);
      expect(messages).toEqual([]);
      expect(readdirSync(folder).filter((each) => each.startsWith('journal.damaged-'))).toEqual([]);
    });
  });
});
