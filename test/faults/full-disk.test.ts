import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHistory } from '../../main/store/open-history.ts';
import { durationMs } from '../../shared/lib/time.ts';
import { FileJournal } from '../../shared/system/file-journal.ts';
import { lockFile } from '../../shared/system/file-lock.ts';
import { until } from '../fakes/until.ts';
import { buildRunnerHost, RunnerHost } from '../support/runner-host.ts';
import { RunnerHttpService } from '../support/runner-http-service.ts';
import { runnerWork } from '../support/runner-work.ts';
import { runTypescript } from '../support/run-typescript.ts';

const PATIENCE_MS = 60_000;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-full-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Host = 'lock' | 'journal' | 'history';

/** What a process of its own says of `path`. */
async function elsewhere(host: Host, path: string, options = { isDiskFull: true }): Promise<string> {
  const child = await runTypescript(`test/faults/support/${host}-host.ts`, [path], options);
  return child.stdout ? text(child.stdout) : '';
}

describe('a lock', () => {
  it('is taken on a full disk: the runner opens its journal there, and ends what it granted', async () => {
    expect(await elsewhere('lock', join(folder, 'lock'))).toBe('taken');
  });

  it('that another process has is refused in words, and free when that lets go of it', async () => {
    const lock = lockFile(join(folder, 'lock'));
    expect(await elsewhere('lock', join(folder, 'lock'))).toContain('Another Latchkey process is using');
    lock.release();
    expect(await elsewhere('lock', join(folder, 'lock'))).toBe('taken');
  });
});

describe('a journal on a full disk', () => {
  const path = (): string => join(folder, 'journal.jsonl');
  beforeEach(async () => {
    const journal = new FileJournal<{ n: number }>(folder, {
      read: (text) => JSON.parse(text) as { n: number },
      write: (record) => JSON.stringify(record),
    });
    await journal.open();
    for (const n of [1, 2, 3]) await journal.append({ n });
    await journal.close();
  });
  const opened = async () =>
    JSON.parse(await elsewhere('journal', folder)) as { records: { n: number }[]; messages: string[] };

  it('whose last line was cut off gives what is whole', async () => {
    appendFileSync(path(), '0123456789abcdef {"n":4');
    expect(await opened()).toEqual({ records: [{ n: 1 }, { n: 2 }, { n: 3 }], messages: [] });
    expect(readFileSync(path(), 'utf8')).toMatch(/\{"n":3\}\n$/);
  });

  it('that is damaged gives what can be read, says so, and leaves the file as it is', async () => {
    writeFileSync(path(), readFileSync(path(), 'utf8').replace('"n":2', '"n":7'));
    const before = readFileSync(path(), 'utf8');
    const { records, messages } = await opened();
    expect(records).toEqual([{ n: 1 }, { n: 3 }]);
    expect(messages).toEqual([expect.stringMatching(/^1 record .* could not be set aside .*EFBIG/)]);
    expect(readFileSync(path(), 'utf8')).toBe(before);
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
  });
});

describe('a replica of the history on a full disk', () => {
  it('is not taken for damaged, and is there again when there is room', async () => {
    const path = join(folder, 'history.db');
    const { database } = openHistory(path, 0);
    database.addEntries([{ seq: 0, leafHash: '00', text: '{}', said: [] }]);
    database.close();
    await elsewhere('history', path);
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
    const again = openHistory(path, 0);
    expect(again.damage).toBeNull();
    expect(again.database.status().size).toBe(1);
    again.database.close();
  });
});

it('the log of the desktop goes on in its file while no other can be made, in a bounded part of the disk, and begins anew after that', async () => {
  const host = 'test/faults/support/desktop-log-host.ts';
  const child = await runTypescript(host, [folder], { descriptors: 200 });
  const said = JSON.parse(child.stdout ? await text(child.stdout) : '') as Record<string, object>;
  const { before, after } = said as { before: Record<string, number>; after: Record<string, number> };
  expect(Object.keys(before)).toEqual(['desktop.log']);
  expect(before['desktop.log']).toBeGreaterThan(10_000_000);
  expect(before['desktop.log']).toBeLessThanOrEqual(20_000_000);
  expect(Object.keys(after)).toEqual(['desktop.log', 'desktop.log.1']);
  for (const size of Object.values(after)) expect(size).toBeLessThanOrEqual(10_000_000);
});

describe('a runner', () => {
  it(
    'that is started on a full disk ends what it granted, and tells of it when there is room',
    async () => {
      const built = await buildRunnerHost();
      const service = new RunnerHttpService();
      await service.start();
      const host = await RunnerHost.make(built.file, service.url);
      try {
        const target = join(host.home, 'target');
        await mkdir(target);
        const provider = { id: 'thing', use: 'example', digest: null, config: { folder: target } };
        const work = runnerWork({ provider, durationMs: durationMs(3_000) });
        const file = join(target, `latchkey_${work.grantId}`);
        service.offer(work);
        host.start();
        await until(() => service.heard(work.grantId).length === 1);
        host.signal('SIGKILL');
        await host.ended();
        expect(existsSync(file)).toBe(true);

        host.start(undefined, { isDiskFull: true });
        await until(() => !existsSync(file), PATIENCE_MS);
        host.signal('SIGKILL');
        await host.ended();
        host.start();
        await until(() => service.heard(work.grantId).at(-1)?.kind === 'revoked', PATIENCE_MS);
      } finally {
        await host.remove();
        await service.stop();
        await built.remove();
      }
    },
    3 * PATIENCE_MS,
  );
});
