import { expect, it } from 'vitest';
import { StoreAway } from '../../../shared/contract/store-away.ts';
import { Barred, unlessBarred } from '../../../shared/service/writer/unless-barred.ts';
import type { LogWriter } from '../../../shared/service/writer/log-writer.ts';
import { expecting, newBatch } from '../../support/new-batch.ts';

it('a writer that is barred writes nothing, also in its turn, and is one that is away for who calls', async () => {
  let problem: string | null = null;
  let written = 0;
  const append: LogWriter['append'] = async () => {
    written += 1;
    return { kind: 'conflict', moved: [] };
  };
  const writer = unlessBarred({ append, inTurn: (work) => work(append) }, () => problem);
  const writeBoth = async () => {
    const alone = await writer.append(newBatch({}), expecting(0)).catch((fault: unknown) => fault);
    const inTurn = await writer
      .inTurn?.((write) => write(newBatch({}), expecting(0)))
      .catch((fault: unknown) => fault);
    return [alone, inTurn];
  };
  await writeBoth();
  expect(written).toBe(2);
  problem = 'the clock is wrong';
  const faults = await writeBoth();
  expect(faults).toEqual([new Barred(problem), new Barred(problem)]);
  expect(faults.every((fault) => fault instanceof StoreAway)).toBe(true);
  expect(written).toBe(2);
  problem = null;
  await writeBoth();
  expect(written).toBe(4);
});

it('a writer that nobody takes turns with has none when it may be barred either', () => {
  const append: LogWriter['append'] = async () => ({ kind: 'conflict', moved: [] });
  expect(unlessBarred({ append }, () => null).inTurn).toBeUndefined();
});
