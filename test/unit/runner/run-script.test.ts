import { mkdtemp, readFile, rm, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runScript, type ScriptWorld } from '../../../shared/runner/scripts/run-script.ts';
import { systemClock } from '../../../shared/system/system-clock.ts';
import { providerCall } from '../../support/provider-call.ts';
import { scriptProvider } from '../../support/script-provider.ts';
import { eventually } from '../../support/eventually.ts';

let folder: string;
let world: ScriptWorld;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-script-'));
  world = {
    clock: systemClock,
    environment: { LISTED: 'yes', UNLISTED: 'no', PATH: '/nowhere' },
    dataFolder: join(folder, 'data'),
  };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a script that misbehaves gets a sentence, not a crash', () => {
  const rows = [
    { script: 'garbage.sh', class: 'permanent', says: /not one JSON document/ },
    { script: 'fails-silently.sh', class: 'transient', says: /exit status 3 and gave no answer/ },
    { script: 'says-ok-and-fails.sh', class: 'transient', says: /said ok but ended with exit status 1/ },
    { script: 'floods.sh', class: 'permanent', says: /printed more than 1 MiB/ },
    { script: 'deep.sh', class: 'permanent', says: /does not fit the protocol: state/ },
  ] as const;
  it.each(rows)('$script is $class', async (row) => {
    const provider = await scriptProvider(folder, row.script);
    const outcome = await runScript(provider, providerCall(), world);
    expect(outcome.fromScript).toBe(false);
    expect(outcome.answer).toMatchObject({ status: 'error', error: { class: row.class } });
    expect(outcome.answer.status === 'error' && outcome.answer.error.message).toMatch(row.says);
  });

  it('one that has gone missing is a permanent error that names it', async () => {
    const provider = await scriptProvider(folder, 'lies.sh');
    await unlink(provider.executable);
    const { answer } = await runScript(provider, providerCall(), world);
    expect(answer).toMatchObject({ status: 'error', error: { class: 'permanent' } });
    expect(JSON.stringify(answer)).toContain('does not exist');
  });

  it('one that answers verify without saying whether access exists is not believed', async () => {
    const provider = await scriptProvider(folder, 'ignores-input.sh');
    const { answer } = await runScript(provider, providerCall({ verb: 'verify' }), world);
    expect(answer).toMatchObject({ status: 'error', error: { class: 'permanent' } });
  });

  it('one that hangs and ignores SIGTERM is ended with all that it started', async () => {
    const provider = await scriptProvider(folder, 'hangs.sh', { timeouts: { grant: '500ms' } });
    const { answer, log } = await runScript(provider, providerCall(), world);
    expect(answer).toMatchObject({ status: 'error', error: { class: 'transient' } });
    expect(JSON.stringify(answer)).toContain('longer than 0.5 s');
    expect(log).toBe('started');
    const child = Number(await readFile(join(world.dataFolder, 'fake', 'child.pid'), 'utf8'));
    await eventually(() => expect(alive(child)).toBe(false));
  });

  it('one that leaves a child with the pipe open is answered for, and the child is ended', async () => {
    const provider = await scriptProvider(folder, 'leaves-child.sh');
    const { answer } = await runScript(provider, providerCall(), world);
    expect(answer.status).toBe('ok');
    const child = Number(answer.state?.['child']);
    await eventually(() => expect(alive(child)).toBe(false));
  });

  it('one that does not read its input is no problem', async () => {
    const provider = await scriptProvider(folder, 'ignores-input.sh');
    const state = { filler: 'x'.repeat(16_000), more: 'y'.repeat(16_000) };
    const { answer } = await runScript(provider, providerCall({ state }), world);
    expect(answer).toEqual({ status: 'ok' });
  });
});

describe('what a script gets and what is kept of it', () => {
  it('gets PATH, the variables that its manifest lists, the verb, and a folder of its own: nothing else', async () => {
    const provider = await scriptProvider(folder, 'shows-environment.sh', {
      environment: ['LISTED', 'ABSENT'],
    });
    const { answer } = await runScript(provider, providerCall(), world);
    expect(answer.state?.['args']).toBe('grant');
    expect(
      String(answer.state?.['environment'])
        .trim()
        .split(' ')
        .filter((name) => !/^(_|PWD|SHLVL|OLDPWD)$/.test(name)),
    ).toEqual(['LISTED', 'PATH']);
    expect(String(answer.state?.['folder'])).toMatch(/data\/fake$/);
  });

  it('keeps terminal sequences and direction marks out of the log and the answer', async () => {
    const provider = await scriptProvider(folder, 'escapes.sh');
    const { answer, log } = await runScript(provider, providerCall(), world);
    expect(log).toBe('red plain \ufffdevil\ufffd');
    expect(answer).toEqual({ status: 'ok', instructions: 'red\ufffdtext' });
  });

  it('keeps secrets in the credential and nowhere else', async () => {
    const provider = await scriptProvider(folder, 'leaks.sh');
    const call = providerCall({ config: { password: 'hunter2-hunter2' } });
    const { answer, log } = await runScript(provider, call, world);
    const { credential, ...rest } = answer.status === 'ok' ? answer : { ...answer, credential: undefined };
    expect(credential?.fields[0]?.value).toBe('made-up-token-1');
    expect(JSON.stringify(rest) + log).not.toMatch(/hunter2|made-up-token/);
    expect(log).toContain('new password: [redacted]');
  });

  it('stops at once when it is told to', async () => {
    const provider = await scriptProvider(folder, 'hangs.sh');
    const { answer } = await runScript(provider, providerCall(), { ...world, signal: AbortSignal.abort() });
    expect(JSON.stringify(answer)).toContain('stopped before it had finished');
  });

  it('is not started with a config that does not fit its schema', async () => {
    const provider = await scriptProvider(folder, 'lies.sh');
    const { answer } = await runScript(provider, providerCall({ config: { pasword: 'x' } }), world);
    expect(JSON.stringify(answer)).toContain('pasword');
    expect(answer).toMatchObject({ status: 'error', error: { class: 'permanent' } });
  });
});
