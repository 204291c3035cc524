import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localSections } from '../../main/store/local-data.ts';
import { openLocalStore } from '../../main/store/local-store.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import type { Told } from '../../shared/words/told.ts';
import { inEnglish } from '../../shared/words/words.ts';

const spoken = (told: Told | null): string => (told === null ? '' : inEnglish(told));

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'latchkey-local-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (): string => join(folder, 'desktop.json');
const open = () =>
  openLocalStore({
    path: path(),
    sections: localSections,
    clock: new ManualClock(),
  });
const setAside = (): string[] => readdirSync(folder).filter((name) => name.includes('damaged'));

const waiting = {
  key: 'key00001',
  requestId: 'request00001',
  title: 'Write',
  createdAt: 1_800_000_000_000,
  state: 'waiting',
  message: null,
  procedure: 'withdraw',
  input: { requestId: 'request00001' },
} as never;

test('begins with defaults, and finds again what was flushed', async () => {
  const first = await open();
  expect(first.damage).toBeNull();
  expect(first.data().settings).toMatchObject({ theme: 'system', warnMinutes: 5 });
  first.update({ cursor: '41', outbox: [waiting] });
  await first.flush();
  const second = await open();
  expect(second.data()).toMatchObject({ cursor: '41', outbox: [{ key: 'key00001' }] });
  expect(second.damage).toBeNull();
});

test('many changes at once end as the last one, readable by this user only', async () => {
  const store = await open();
  for (let index = 0; index < 500; index += 1) store.update({ cursor: String(index) });
  await store.flush();
  expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({ cursor: '499' });
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['desktop.json']);
});

test.each([
  ['cut off in the middle', '{"settings":{"theme":"dark"'],
  ['empty', ''],
  ['not an object', '[1,2,3]'],
  ['full of zeros', '\0'.repeat(4_096)],
])('a file that is %s is set aside, and said so in a sentence', async (_name, text) => {
  writeFileSync(path(), text);
  const store = await open();
  expect(spoken(store.damage)).toMatch(
    /damaged \(everything\)\. It was set aside as .*desktop\.json\.damaged-/,
  );
  expect(spoken(store.damage)).toContain('What waited to be sent and is not shown any more will not be sent');
  expect(store.data().settings.theme).toBe('system');
  const [kept] = setAside();
  expect(readFileSync(join(folder, kept ?? ''), 'utf8')).toBe(text);
});

test('a damaged section costs only itself', async () => {
  const good = { settings: { theme: 'dark', notifications: false, startAtLogin: false, warnMinutes: 10 } };
  writeFileSync(
    path(),
    JSON.stringify({ ...good, outbox: [waiting], requests: { request00001: { nonsense: 1 } } }),
  );
  const store = await open();
  expect(spoken(store.damage)).toContain('(requests)');
  expect(store.data()).toMatchObject({ ...good, requests: {}, outbox: [{ key: 'key00001' }] });
});

test('what waits to be sent is all read, however much it is', async () => {
  const first = await open();
  const outbox = Array.from({ length: 1_001 }, (_, at) => ({
    ...(waiting as object),
    key: `key-${at}-00001`,
  }));
  first.update({ outbox: outbox as never });
  await first.flush();
  const second = await open();
  expect(second.damage).toBeNull();
  expect(second.data().outbox.map(({ key }) => key)).toEqual(outbox.map(({ key }) => key));
});

test('a damaged line of the outbox costs only itself, and nobody is told that the service has it', async () => {
  const other = { ...(waiting as object), key: 'key00002' };
  writeFileSync(path(), JSON.stringify({ outbox: [waiting, { nonsense: 1 }, other] }));
  const store = await open();
  expect(store.data().outbox).toMatchObject([{ key: 'key00001' }, { key: 'key00002' }]);
  expect(spoken(store.damage)).toContain('damaged (outbox)');
  expect(spoken(store.damage)).toMatch(
    /What waited to be sent and is not shown any more will not be sent: do it again/,
  );
  expect(setAside()).toHaveLength(1);
});

test('what the service has is said to be read from it again, and nothing of what was not sent', async () => {
  writeFileSync(path(), JSON.stringify({ requests: { request00001: { nonsense: 1 } } }));
  expect(spoken((await open()).damage)).toMatch(/\. What the service has is read from it again\.$/);
});

test('hostile keys are data, not behaviour', async () => {
  writeFileSync(path(), '{"__proto__":{"settings":{}},"constructor":1,"shown":{"__proto__":"x"}}');
  const store = await open();
  expect(store.data().settings.theme).toBe('system');
  expect(({} as Record<string, unknown>)['settings']).toBeUndefined();
});

test('a file that cannot be read now is not taken for damaged: nothing is set aside, and it is there afterwards', async () => {
  const store = await open();
  store.update({ cursor: '41' });
  await store.flush();
  renameSync(path(), join(folder, 'elsewhere'));
  mkdirSync(path());
  await expect(open()).rejects.toThrow('desktop.json is a folder, not a file');
  expect(setAside()).toEqual([]);
  rmSync(path(), { recursive: true });
  renameSync(join(folder, 'elsewhere'), path());
  expect((await open()).data().cursor).toBe('41');
});

test('who listens is told when it cannot be written, and when it can be again, with everything in it', async () => {
  const store = await open();
  const troubles: (string | null)[] = [];
  store.onTrouble((fault) => troubles.push(fault === null ? null : String(fault)));
  mkdirSync(path());
  store.update({ cursor: '1' });
  await expect(store.flush()).rejects.toThrow();
  store.update({ cursor: '2' });
  await expect(store.flush()).rejects.toThrow();
  expect(troubles.length).toBeGreaterThan(0);
  expect(troubles).not.toContain(null);
  rmSync(path(), { recursive: true });
  await store.flush();
  expect(troubles.filter((each) => each === null)).toHaveLength(1);
  expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({ cursor: '2' });
});
