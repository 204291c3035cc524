import type { Told } from '../../shared/words/told.ts';
import { inWords, inWordsWith } from '../support/in-words.ts';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHistoryStore, type HistoryStore } from '../../main/store/history-store.ts';
import { openHistory } from '../../main/store/open-history.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { until } from '../fakes/until.ts';
import { EVERY_REQUEST as all } from '../support/every-request.ts';
import { fill, LOG } from './history-log.ts';

const WORKER = pathToFileURL(join(import.meta.dirname, '../../out/main/history-worker.js'));
const PATIENCE_MS = 60_000;

let folder: string;
let store: HistoryStore;
const told: (Told | null)[] = [];
const path = (): string => join(folder, 'history.db');
const start = (worker = WORKER): void => {
  store = createHistoryStore({
    worker,
    path: path(),
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    onDamage: (damage) => told.push(damage),
    onTrouble: (why) => told.push(why),
  });
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-thread-'));
  told.length = 0;
  fill(openHistory(path(), 0).database, LOG).close();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the replica answers from its own thread, faults included', async () => {
  start();
  expect((await store.search(all)).total).toBe(2);
  await expect(store.exportTo(all, 'csv', join(folder, 'missing', 'out.csv'))).rejects.toThrow('ENOENT');
  expect((await store.search({ ...all, text: 'read' })).total).toBe(1);
  expect(told).toEqual([null]);
  await store.close();
  await expect(store.facets()).rejects.toThrow('closed');
});

test('a replica that cannot be opened now is not taken for damaged, and answers as soon as it can be', async () => {
  renameSync(path(), join(folder, 'elsewhere'));
  mkdirSync(path());
  start();
  await expect(store.search(all)).rejects.toThrow('cannot be opened');
  expect(told).toEqual([inWordsWith('cannot be opened (illegal operation on a directory)')]);
  rmSync(path(), { recursive: true });
  renameSync(join(folder, 'elsewhere'), path());
  await until(() => told.at(-1) === null, PATIENCE_MS);
  expect((await store.search(all)).total).toBe(2);
  expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
});

test('a thread that dies is started again', async () => {
  const dies = join(folder, 'dies');
  // The real one, which ends when the file is there.
  const mortal = `import { existsSync, rmSync } from 'node:fs';
    import ${JSON.stringify(WORKER.href)};
    setInterval(() => {
      if (!existsSync(${JSON.stringify(dies)})) return;
      rmSync(${JSON.stringify(dies)});
      process.exit(1);
    }, 10);`;
  writeFileSync(join(folder, 'mortal.mjs'), mortal);
  start(pathToFileURL(join(folder, 'mortal.mjs')));
  expect((await store.search(all)).total).toBe(2);
  writeFileSync(dies, '');
  await until(() => told.length === 2, PATIENCE_MS);
  expect(told).toEqual([null, null]);
  expect((await store.search(all)).total).toBe(2);
});

test('a damaged replica is set aside, and said so in a sentence', async () => {
  writeFileSync(path(), 'this is no database'.repeat(1_000));
  start();
  expect(await store.status()).toMatchObject({ size: 0 });
  expect(told).toEqual([inWords(/was damaged. It was set aside as .*damaged-/), null]);
});
