import { existsSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

/** Two starts of a process on a machine that may be busy. */
const PATIENCE_MS = 60_000;

interface Scene {
  readonly service: RunnerHttpService;
  readonly host: RunnerHost;
  readonly journal: string;
  /** Whether access is at its target: a file. */
  readonly isThere: (grantId: string) => boolean;
}

/** A runner that was killed while access of ten minutes is active. */
async function scene(...grantIds: string[]): Promise<Scene> {
  const service = new RunnerHttpService();
  await service.start();
  const host = await RunnerHost.make(built.file, service.url);
  made.push(async () => {
    await host.remove();
    await service.stop();
  });
  const folder = join(host.home, 'target');
  await mkdir(folder);
  const isThere = (grantId: string): boolean => existsSync(join(folder, `latchkey_${grantId}`));
  const journal = join(host.home, 'runner');
  const provider = { id: 'thing', use: 'example', digest: null, config: { folder } };
  service.offer(...grantIds.map((grantId) => runnerWork({ grantId, provider })));
  host.start();
  const reported = (): number => linesOf(journal).filter((line) => line.includes('"grantReported"')).length;
  await until(
    () => existsSync(join(journal, 'journal.jsonl')) && reported() === grantIds.length,
    PATIENCE_MS,
  );
  host.signal('SIGKILL');
  await host.ended();
  expect(grantIds.map(isThere)).not.toContain(false);
  return { service, host, journal, isThere };
}

describe('a runner with active access, and lines in its journal that it does not know', () => {
  it('ends at once what they are about, keeps them as they are, and leaves all other access alone', async () => {
    const { host, isThere, journal, service } = await scene('newer001', 'kind0001', 'field001', 'other001');
    const lines = [
      '{"v":2,"type":"grantReported","grantId":"newer001","at":1,"by":{"key":"k"}}',
      '{"v":1,"type":"windowMoved","grantId":"kind0001","at":1,"endsAt":5}',
      '{"v":1,"type":"done","grantId":"field001","at":"today"}',
    ];
    appendLines(journal, lines);
    host.start();
    const ended = ['newer001', 'kind0001', 'field001'];
    await until(() => !ended.some(isThere), PATIENCE_MS);
    await until(() => ended.every((each) => service.heard(each).at(-1)?.kind === 'revoked'));
    expect(host.output).toContain('3 lines of this journal were written by a newer Latchkey');
    expect(linesOf(journal)).toEqual(expect.arrayContaining(lines));
    expect(isThere('other001')).toBe(true);
  });

  it('ends what it knows from them alone', async () => {
    const { host, isThere, journal } = await scene('newer001');
    const known = linesOf(journal).map((line) => JSON.parse(line) as Record<string, unknown>);
    const lines = known
      .filter(({ type }) => type === 'grantIntent' || type === 'granted')
      .map((record) => JSON.stringify({ ...record, v: 2, seen: { size: 7 } }));
    rmSync(join(journal, 'journal.jsonl'));
    appendLines(journal, lines);
    host.start();
    await until(() => !isThere('newer001'), PATIENCE_MS);
    expect(linesOf(journal)).toEqual(expect.arrayContaining(lines));
  });
});
