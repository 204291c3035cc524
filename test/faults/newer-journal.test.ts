import { existsSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Work } from '../../shared/contract/api.ts';
import { until } from '../fakes/until.ts';
import { appendLines, linesOf } from '../support/journal-lines.ts';
import { buildRunnerHost, RunnerHost } from '../support/runner-host.ts';
import { RunnerHttpService } from '../support/runner-http-service.ts';
import { runnerWork } from '../support/runner-work.ts';

let built: Awaited<ReturnType<typeof buildRunnerHost>>;
beforeAll(async () => (built = await buildRunnerHost()));

const made: (() => Promise<void>)[] = [];
afterAll(async () => {
  await Promise.all(made.map((remove) => remove()));
  await built.remove();
});

interface Scene {
  readonly service: RunnerHttpService;
  readonly host: RunnerHost;
  readonly work: Work;
  /** The access, at the target: a file. */
  readonly access: string;
  readonly journal: string;
}

/** A runner that was killed while access of ten minutes is active. */
async function scene(): Promise<Scene> {
  const service = new RunnerHttpService();
  await service.start();
  const host = await RunnerHost.make(built.file, service.url);
  made.push(async () => {
    await host.remove();
    await service.stop();
  });
  const folder = join(host.home, 'target');
  await mkdir(folder);
  const work = runnerWork({ provider: { id: 'thing', use: 'example', digest: null, config: { folder } } });
  const access = join(folder, `latchkey_${work.grantId}`);
  const journal = join(host.home, 'runner');
  service.offer(work);
  host.start();
  await until(() => service.heard(work.grantId).length === 1);
  await until(() => linesOf(journal).some((line) => line.includes('"grantReported"')));
  host.signal('SIGKILL');
  await host.ended();
  expect(existsSync(access)).toBe(true);
  return { service, host, work, access, journal };
}

describe('a runner with active access and a journal line about it that it does not know', () => {
  it.concurrent.each([
    ['of a newer version', '{"v":2,"type":"grantReported","grantId":"grant001","at":1,"by":{"key":"k"}}'],
    ['of a newer kind', '{"v":1,"type":"windowMoved","grantId":"grant001","at":1,"endsAt":5}'],
    ['with a field that does not fit', '{"v":1,"type":"done","grantId":"grant001","at":"today"}'],
  ])('%s ends it at once, and keeps the line as it was', async (_what, line) => {
    const { access, host, journal, service, work } = await scene();
    appendLines(journal, [line]);
    host.start();
    await until(() => !existsSync(access));
    await until(() => service.heard(work.grantId).at(-1)?.kind === 'revoked');
    await until(() => linesOf(journal).some((each) => each.includes('"done"') && each !== line));
    expect(host.output).toContain('by a newer Latchkey');
    expect(linesOf(journal)).toContain(line);
  });

  it.concurrent('and none that it knows ends it with what can be read of it', async () => {
    const { access, host, journal } = await scene();
    const known = linesOf(journal).map((line) => JSON.parse(line) as Record<string, unknown>);
    const lines = known
      .filter(({ type }) => type === 'grantIntent' || type === 'granted')
      .map((record) => JSON.stringify({ ...record, v: 2, seen: { size: 7 } }));
    rmSync(join(journal, 'journal.jsonl'));
    appendLines(journal, lines);
    host.start();
    await until(() => !existsSync(access));
    expect(linesOf(journal)).toEqual(expect.arrayContaining(lines));
  });
});
