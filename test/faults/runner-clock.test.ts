import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Work } from '../../shared/contract/api-types.ts';
import { durationMs, HOUR_MS, MINUTE_MS } from '../../shared/lib/time.ts';
import { until } from '../fakes/until.ts';
import { buildRunnerHost, RunnerHost } from '../support/runner-host.ts';
import { RunnerHttpService } from '../support/runner-http-service.ts';
import { runnerWork } from '../support/runner-work.ts';

describe('a runner whose computer has another time', () => {
  let built: Awaited<ReturnType<typeof buildRunnerHost>>;
  let service: RunnerHttpService;
  let host: RunnerHost;
  let folder: string;
  beforeEach(async () => {
    built = await buildRunnerHost();
    service = new RunnerHttpService();
    await service.start();
    host = await RunnerHost.make(built.file, service.url);
    folder = join(host.home, 'target');
    await mkdir(folder);
  });
  afterEach(async () => {
    await host.remove();
    await service.stop();
    await built.remove();
  });

  const work = (grantId: string, forMs: number): Work =>
    runnerWork({
      grantId,
      durationMs: durationMs(forMs),
      provider: { id: 'thing', use: 'example', digest: null, config: { folder } },
    });
  const isThere = (grantId: string): boolean => existsSync(join(folder, `latchkey_${grantId}`));
  const moveClock = (ms: number): Promise<void> => writeFile(join(host.home, 'clock-offset'), String(ms));

  it('ahead over the deadline revokes within half a minute', async () => {
    service.offer(work('grant001', HOUR_MS));
    host.start();
    await until(() => service.heard('grant001').length === 1);
    await moveClock(2 * HOUR_MS);
    await until(() => !isThere('grant001'));
    await until(() => service.heard('grant001').at(-1)?.kind === 'revoked');
  });

  it('behind, even after a restart, ends grants on time and begins no new one', async () => {
    service.offer(work('grant001', 6_000));
    host.start();
    await until(() => service.heard('grant001').length === 1);
    host.signal('SIGKILL');
    await host.ended();
    await moveClock(-10 * MINUTE_MS);
    host.start();
    service.offer(work('grant002', MINUTE_MS));
    await until(() => service.heard('grant001').at(-1)?.kind === 'revoked');
    expect(isThere('grant001')).toBe(false);
    expect(host.output).toContain('nothing new is granted');
    expect(isThere('grant002')).toBe(false);
  });
});
