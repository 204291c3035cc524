import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../../build/setup/root.js';
import { saveIdentity } from '../../shared/client/identity-file.ts';
import { until } from '../fakes/until.ts';
import { DEV, exampleCompany } from '../support/example-company.ts';
import { Member } from '../support/member.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { UnreadPipe } from '../support/unread-pipe.ts';
import { exampleTokens } from '../support/example-tokens.ts';

const LIFE_MS = 4_000;
const PATIENCE_MS = 60_000;

const made: (() => unknown)[] = [];
afterAll(async () => {
  for (const remove of made.reverse()) await remove();
});

async function scene(stderr?: number): Promise<{ service: ServiceProcess; dev: Member }> {
  const service = await ServiceProcess.make({
    organisation: exampleCompany(),
    ...(stderr !== undefined && { stderr, env: { LATCHKEY_LOG: 'trace' } }),
  });
  made.push(() => service.remove());
  await service.start();
  const owner = await Member.join(service.url, service.ownerInvite);
  const dev = await Member.join(service.url, await owner.invite(DEV));
  await owner.close();
  made.push(() => dev.close());
  return { service, dev };
}

const tokens = (runner: string): number => exampleTokens(runner).length;

/** Asks several times, sees all of it work, and all of it gone on time at the target and in the service. */
async function seeItEnd(dev: Member, entitlement: string, runner: string): Promise<void> {
  const asked = await Promise.all(Array.from({ length: 4 }, () => dev.ask(entitlement, { ms: LIFE_MS })));
  const all = async (kind: string): Promise<boolean> => {
    const states = await Promise.all(asked.map((id) => dev.grant(id)));
    return states.every((state) => state?.kind === kind);
  };
  await until(async () => tokens(runner) > 0, PATIENCE_MS);
  await until(() => all('revoked'), PATIENCE_MS);
  expect(tokens(runner)).toBe(0);
}

const endOf = async (child: ChildProcess): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
};

describe('a log that nobody reads', () => {
  it('holds up neither the service nor its runner: they answer, end access on time, and end themselves', async () => {
    const pipe = new UnreadPipe();
    const { service, dev } = await scene(pipe.end);
    await seeItEnd(dev, 'staging/token', join(service.data, 'runner'));
    await service.stop();
    expect((await service.ended()).code).toBe(0);
  });

  it('goes on with what waited, of the service and its runner, when somebody reads it', async () => {
    const pipe = new UnreadPipe();
    const { service, dev } = await scene(pipe.end);
    await seeItEnd(dev, 'staging/token', join(service.data, 'runner'));
    pipe.read();
    const told = (msg: string): boolean => pipe.lines().some((line) => line['msg'] === msg);
    await until(() => told('The journal of the runner is open.'));
    await service.stop();
    await until(() => told('stopping'));
  });

  it('holds up no `latchkey runner`', async () => {
    const pipe = new UnreadPipe();
    const { service, dev } = await scene();
    const home = join(service.folder, 'dev');
    await saveIdentity(home, dev.identity);
    const child = spawn(process.execPath, [join(root, 'build/latchkey.js'), 'runner', '--pool', 'laptop'], {
      env: { PATH: process.env['PATH'], LATCHKEY_HOME: home },
      stdio: ['ignore', 'ignore', pipe.end],
    });
    made.push(() => child.kill('SIGKILL'));
    await seeItEnd(dev, 'staging/laptop', join(home, 'runner'));
    child.kill('SIGTERM');
    expect(await endOf(child)).toBe(0);
  });

  it.runIf(existsSync('/usr/bin/script'))(
    'since its terminal was stopped with Ctrl+S holds up no `latchkey runner`',
    async () => {
      const { service, dev } = await scene();
      const home = join(service.folder, 'dev');
      await saveIdentity(home, dev.identity);
      const runner = `"${process.execPath}" "${join(root, 'build/latchkey.js')}" runner --pool laptop`;
      const child = spawn('script', ['-qefc', `read go; exec ${runner}`, '/dev/null'], {
        env: { PATH: process.env['PATH'], SHELL: '/bin/sh', LATCHKEY_HOME: home },
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      made.push(() => child.kill('SIGKILL'));
      child.stdin.write('\x13go\n');
      await seeItEnd(dev, 'staging/laptop', join(home, 'runner'));
      child.stdin.write('\x03');
      expect(await endOf(child)).toBe(0);
    },
  );
});
