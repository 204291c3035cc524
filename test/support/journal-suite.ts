import { afterEach, expect, it } from 'vitest';
import type { Journal } from '../../shared/ports/journal.ts';

export interface NumberRecord {
  readonly n: number;
}

/** What every journal must do. `reopen` gives a new journal on the same disk, as the next process would. */
export function journalSuite(make: () => Promise<{ reopen: () => Journal<NumberRecord> }>): void {
  let open: Journal<NumberRecord>[] = [];
  afterEach(async () => {
    await Promise.all(open.map((each) => each.close()));
    open = [];
  });
  const opened = async (journal: Journal<NumberRecord>): Promise<readonly NumberRecord[]> => {
    const { records } = await journal.open();
    open.push(journal);
    return records;
  };
  const closed = async (journal: Journal<NumberRecord>): Promise<void> => {
    open = open.filter((each) => each !== journal);
    await journal.close();
  };
  const numbers = (records: readonly NumberRecord[]): number[] => records.map((each) => each.n);

  it('begins empty, and gives back in order what was appended', async () => {
    const { reopen } = await make();
    const first = reopen();
    expect(await opened(first)).toEqual([]);
    await first.append({ n: 1 });
    await Promise.all([first.append({ n: 2 }), first.append({ n: 3 })]);
    await closed(first);
    expect(numbers(await opened(reopen()))).toEqual([1, 2, 3]);
  });

  it('goes on after what was there', async () => {
    const { reopen } = await make();
    for (const n of [1, 2, 3]) {
      const journal = reopen();
      expect(numbers(await opened(journal))).toHaveLength(n - 1);
      await journal.append({ n });
      await closed(journal);
    }
    expect(numbers(await opened(reopen()))).toEqual([1, 2, 3]);
  });

  it('replaces everything at once, and goes on after that', async () => {
    const { reopen } = await make();
    const journal = reopen();
    await opened(journal);
    await Promise.all([journal.append({ n: 1 }), journal.append({ n: 2 })]);
    const replaced = journal.replaceAll([{ n: 2 }]);
    const appended = journal.append({ n: 3 });
    await Promise.all([replaced, appended]);
    await closed(journal);
    expect(numbers(await opened(reopen()))).toEqual([2, 3]);
  });

  it('is open once at a time', async () => {
    const { reopen } = await make();
    const first = reopen();
    await opened(first);
    await expect(reopen().open()).rejects.toThrow(/Another Latchkey process/);
    await closed(first);
    await opened(reopen());
  });
}
