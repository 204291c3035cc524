import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, rmdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../../build/setup/root.js';
import type { GrantState } from '../../shared/domain/grant/grant.ts';
import { openDatabase } from '../../shared/service/store/open-database.ts';
import { until } from '../fakes/until.ts';
import { DEV, exampleCompany } from '../support/example-company.ts';
import { Member } from '../support/member.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { exampleTokens } from '../support/example-tokens.ts';

const SHORT_MS = 4_000;
/** Long enough to stop and start a service in between on a busy machine. */
const LATER_MS = 20_000;
const LONG_MS = 600_000;
const PATIENCE_MS = 60_000;
const SECRET = 'a secret of a provider';

const made: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const remove of made) await remove();
});

async function scene(): Promise<{ service: ServiceProcess; dev: Member }> {
  const service = await ServiceProcess.make({
    organisation: exampleCompany(),
    env: { LATCHKEY_SECRET_STAGING: SECRET },
  });
  made.push(() => service.remove());
  await service.start();
  const owner = await Member.join(service.url, service.ownerInvite);
  const dev = await Member.join(service.url, await owner.invite(DEV));
  await owner.close();
  made.push(() => dev.close());
  return { service, dev };
}

/** What is left at the target. */
const tokens = (service: ServiceProcess): number => exampleTokens(join(service.data, 'runner')).length;

const childrenOf = (pid: number): number[] =>
  execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')
    .map(Number);

async function runnerOf(service: ServiceProcess, besides = 0): Promise<number> {
  let found: number | undefined;
  await until(() => {
    try {
      found = childrenOf(service.pid).find((pid) => pid !== besides);
    } catch {
      // pgrep says so by its exit status when there is none.
    }
    return found !== undefined;
  }, PATIENCE_MS);
  return found as number;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function active(dev: Member, ms: number): Promise<{ requestId: string; expiresAt: number }> {
  const requestId = await dev.ask('staging/token', { ms });
  let grant: GrantState | null = null;
  await until(async () => (grant = await dev.grant(requestId))?.kind === 'active', PATIENCE_MS);
  return { requestId, expiresAt: (grant as unknown as { expiresAt: number }).expiresAt };
}

describe('the service’s own runner, in a process of its own', () => {
  it.concurrent('ends access on time while the service is busy with something else', async () => {
    const { service, dev } = await scene();
    const { requestId, expiresAt } = await active(dev, SHORT_MS);
    service.signal('SIGSTOP');
    await until(() => tokens(service) === 0, PATIENCE_MS);
    expect(Date.now() - expiresAt).toBeGreaterThanOrEqual(0);
    service.signal('SIGCONT');
    await until(async () => (await dev.grant(requestId))?.kind === 'revoked', PATIENCE_MS);
  });

  it.concurrent('ends access on time when the service was killed, and then ends itself', async () => {
    const { service, dev } = await scene();
    const { requestId, expiresAt } = await active(dev, SHORT_MS);
    const runner = await runnerOf(service);
    await service.kill();
    await until(() => tokens(service) === 0, PATIENCE_MS);
    expect(Date.now() - expiresAt).toBeGreaterThanOrEqual(0);
    await until(() => !isAlive(runner), PATIENCE_MS);

    await service.start();
    await until(async () => (await dev.grant(requestId))?.kind === 'revoked', PATIENCE_MS);
  });

  it.concurrent('is started again when it dies, and goes on with its journal', async () => {
    const { service, dev } = await scene();
    const { expiresAt } = await active(dev, SHORT_MS);
    const runner = await runnerOf(service);
    process.kill(runner, 'SIGKILL');
    expect(await runnerOf(service, runner)).not.toBe(runner);
    await until(() => tokens(service) === 0, PATIENCE_MS);
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt);
  });

  it.concurrent('that lost its service hands its journal to the next one', async () => {
    const { service, dev } = await scene();
    await active(dev, LONG_MS);
    const runner = await runnerOf(service);
    await service.kill();
    expect(isAlive(runner)).toBe(true);
    await service.start();
    await until(() => !isAlive(runner), PATIENCE_MS);
    expect(tokens(service)).toBe(1);
    await active(dev, LONG_MS);
    expect(tokens(service)).toBe(2);
  });

  it.concurrent('ends with the service when that is stopped', async () => {
    const { service, dev } = await scene();
    await active(dev, LONG_MS);
    const runner = await runnerOf(service);
    await service.stop();
    expect(isAlive(runner)).toBe(false);
    expect((await service.ended()).code).toBe(0);
  });

  it.runIf(process.platform === 'linux')('has no secret in its environment or its arguments', async () => {
    const { service, dev } = await scene();
    await active(dev, LONG_MS);
    const runner = await runnerOf(service);
    for (const name of ['environ', 'cmdline'])
      expect(readFileSync(`/proc/${runner}/${name}`, 'utf8')).not.toContain(SECRET);
    expect(readFileSync(`/proc/${runner}/environ`, 'utf8')).not.toContain('LATCHKEY_SECRET');
  });
});

describe('a service that cannot start', () => {
  /** Puts a folder where the database was; answers with how to undo that. */
  const hideDatabase = (service: ServiceProcess): Promise<() => void> => {
    const path = join(service.data, 'service.db');
    renameSync(path, `${path}.elsewhere`);
    mkdirSync(path);
    return Promise.resolve(() => {
      rmdirSync(path);
      renameSync(`${path}.elsewhere`, path);
    });
  };
  const takePort = async (service: ServiceProcess): Promise<() => void> => {
    const server = createServer().listen(Number(new URL(service.url).port), '127.0.0.1');
    await once(server, 'listening');
    return () => void server.close();
  };
  const removeFiles = (service: ServiceProcess): Promise<() => void> => {
    const path = join(service.folder, 'organisation', 'people.yaml');
    renameSync(path, `${path}.elsewhere`);
    return Promise.resolve(() => renameSync(`${path}.elsewhere`, path));
  };
  /** Changes what was parsed when it was published; answers with how to undo that. */
  const publishByNewer = (service: ServiceProcess): Promise<() => void> => {
    const swap = (from: string, to: string) => (): void => {
      const db = openDatabase(join(service.data, 'service.db'));
      db.prepare('UPDATE "blob" SET "text" = replace("text", ?, ?)').run(from, to);
      db.close();
    };
    swap('"v":1,', '"v":99,')();
    return Promise.resolve(swap('"v":99,', '"v":1,'));
  };

  it.concurrent.each([
    ['whose database cannot be opened', hideDatabase],
    ['whose port is taken', takePort],
    ['whose organisation cannot be read', removeFiles],
    ['whose organisation was published by a newer one', publishByNewer],
  ])(
    '%s says so and ends; its runner ends access on time all the same',
    async (_what, spoil) => {
      const { service, dev } = await scene();
      const { requestId, expiresAt } = await active(dev, LATER_MS);
      const before = await runnerOf(service);
      // A power cut takes the runner, too.
      await service.kill();
      process.kill(before, 'SIGKILL');
      const mend = await spoil(service);
      await expect(service.start()).rejects.toThrow('did not listen');
      expect((await service.ended()).code).toBeGreaterThan(0);
      // Where all of this took its time, it may be over by now.
      expect(tokens(service) === 1 || Date.now() >= expiresAt).toBe(true);
      await until(() => tokens(service) === 0, PATIENCE_MS);
      expect(Date.now()).toBeGreaterThanOrEqual(expiresAt);

      mend();
      await service.start();
      await until(async () => (await dev.grant(requestId))?.kind === 'revoked', PATIENCE_MS);
    },
    3 * PATIENCE_MS,
  );
});

it('a runner whose service died while it was being started ends at once', async () => {
  const child = fork(join(root, 'out/service/runner-worker.js'), [], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
});
