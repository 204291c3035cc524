import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Work } from '../../shared/contract/api-types.ts';
import { durationMs } from '../../shared/lib/time.ts';
import { FAILPOINTS } from '../../shared/runner/failpoint.ts';
import { until } from '../fakes/until.ts';
import { buildRunnerHost, RunnerHost } from '../support/runner-host.ts';
import { RunnerHttpService } from '../support/runner-http-service.ts';
import { runnerWork } from '../support/runner-work.ts';

const DURATION_MS = 2_000;

let built: Awaited<ReturnType<typeof buildRunnerHost>>;
beforeAll(async () => (built = await buildRunnerHost()));

const made: (() => Promise<void>)[] = [];
afterAll(async () => {
  await Promise.all(made.map((remove) => remove()));
  await built.remove();
});

/** A service, a runner's home, and a target: a folder in which access is a file. */
async function scene(): Promise<{ service: RunnerHttpService; host: RunnerHost; work: Work; file: string }> {
  const service = new RunnerHttpService();
  await service.start();
  const host = await RunnerHost.make(built.file, service.url);
  made.push(async () => {
    await host.remove();
    await service.stop();
  });
  const folder = join(host.home, 'target');
  await mkdir(folder);
  const provider = { id: 'thing', use: 'example', digest: null, config: { folder } };
  const work = runnerWork({ provider, durationMs: durationMs(DURATION_MS) });
  return { service, host, work, file: join(folder, `latchkey_${work.grantId}`) };
}

describe('a runner that is killed', () => {
  it.concurrent.each(FAILPOINTS)('at %s ends what it began after it is back', async (failpoint) => {
    const { service, host, work, file } = await scene();
    service.offer(work);
    host.start(failpoint);
    expect(await host.ended(), host.output).toEqual({ code: null, signal: 'SIGKILL' });

    host.start();
    await until(() => service.heard(work.grantId).at(-1)?.kind === 'revoked');
    await until(() => host.output.split('The journal of the runner is open.').length === 3);
    expect(existsSync(file)).toBe(false);

    const reports = service.heard(work.grantId);
    expect(reports.map((each) => each.kind)).toEqual(['activated', 'revoked']);
    const [activated, revoked] = reports;
    if (activated?.kind !== 'activated' || revoked?.kind !== 'revoked') throw new Error('wrong reports');
    expect(activated.expiresAt - activated.startsAt).toBe(DURATION_MS);
    expect(revoked.verifiedAt).toBeGreaterThanOrEqual(activated.expiresAt);
    host.signal('SIGTERM');
    expect(await host.ended()).toEqual({ code: 0, signal: null });
  });

  it.concurrent(
    'while access is active revokes as soon as it is back, when the deadline has passed meanwhile',
    async () => {
      const { service, host, work, file } = await scene();
      service.offer(work);
      host.start();
      await until(() => service.heard(work.grantId).length === 1);
      host.signal('SIGKILL');
      await host.ended();
      const [activated] = service.heard(work.grantId);
      const expiresAt = activated?.kind === 'activated' ? activated.expiresAt : 0;
      await until(() => Date.now() > expiresAt + 500);
      expect(existsSync(file)).toBe(true);
      host.start();
      await until(() => !existsSync(file));
      await until(() => service.heard(work.grantId).length === 2);
    },
  );
});

describe('a runner', () => {
  it.concurrent('that was asleep over the deadline revokes as soon as it wakes', async () => {
    const { service, host, work, file } = await scene();
    service.offer(work);
    host.start();
    await until(() => service.heard(work.grantId).length === 1);
    host.signal('SIGSTOP');
    const [activated] = service.heard(work.grantId);
    const expiresAt = activated?.kind === 'activated' ? activated.expiresAt : 0;
    await until(() => Date.now() > expiresAt + 1_000);
    expect(existsSync(file)).toBe(true);
    host.signal('SIGCONT');
    await until(() => service.heard(work.grantId).at(-1)?.kind === 'revoked');
    expect(existsSync(file)).toBe(false);
  });

  it.concurrent(
    'revokes on time while the service is away, also after it was killed, and reports when it is back',
    async () => {
      const { service, host, work, file } = await scene();
      service.offer(work);
      host.start();
      await until(() => service.heard(work.grantId).length === 1);
      const [activated] = service.heard(work.grantId);
      const expiresAt = activated?.kind === 'activated' ? activated.expiresAt : 0;
      await service.stop();
      host.signal('SIGKILL');
      await host.ended();
      host.start();
      await until(() => !existsSync(file));
      expect(Date.now()).toBeGreaterThanOrEqual(expiresAt);
      await service.start();
      await until(() => service.heard(work.grantId).at(-1)?.kind === 'revoked');
    },
  );

  it.concurrent('refuses to begin on a journal that another runner has', async () => {
    const { service, host, work } = await scene();
    service.offer(work);
    host.start();
    await until(() => service.heard(work.grantId).length > 0);
    const second = RunnerHost.on(host);
    second.start();
    expect((await second.ended()).code).not.toBe(0);
    expect(second.output).toContain('Another Latchkey process is using');
  });
});
