import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runConformance } from '../../shared/providers/conformance/run-conformance.ts';
import { loadProvider } from '../../shared/runner/scripts/load-provider.ts';
import { runScript, type ScriptWorld } from '../../shared/runner/scripts/run-script.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { providerCall } from '../support/provider-call.ts';
import { scriptProvider } from '../support/script-provider.ts';
import { shippedProvider } from '../support/shipped-provider.ts';
import { ToldError } from '../../shared/words/told-error.ts';
import { told } from '../../shared/words/told.ts';
import { inWords } from '../support/in-words.ts';

let folder: string;
let world: ScriptWorld;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-example-'));
  world = { clock: systemClock, environment: {}, dataFolder: join(folder, 'data') };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the example provider', () => {
  it('passes every conformance check', { timeout: 120_000 }, async () => {
    const results = await runConformance({
      provider: await shippedProvider('example'),
      config: {},
      input: {},
      world,
    });
    expect(results.filter((result) => !result.ok)).toEqual([]);
    expect(results.length).toBeGreaterThan(12);
    expect(await readdir(join(world.dataFolder, 'example', 'access'))).toEqual([]);
  });

  it('gives out a token that is in the file while access lasts', async () => {
    const provider = await shippedProvider('example');
    const config = { folder: join(folder, 'tokens') };
    const { answer } = await runScript(provider, providerCall({ config }), world);
    const token = answer.status === 'ok' ? answer.credential?.fields[0]?.value : undefined;
    expect(token).toMatch(/^[0-9a-f]{48}$/);
    expect(await readFile(join(folder, 'tokens', 'latchkey_g-1'), 'utf8')).toBe(token);
  });

  it('takes names for text, whatever is in them', async () => {
    const provider = await shippedProvider('example');
    const name = `","grantId":"evil","x":"$(touch ${folder}/owned)`;
    const subject = { id: name, name };
    const { answer } = await runScript(provider, providerCall({ subject }), world);
    expect(answer).toMatchObject({ status: 'ok', evidence: { file: 'latchkey_g-1' } });
    expect(await readdir(folder)).toEqual(['data']);
  });
});

describe('the conformance checks', () => {
  it('find out a provider that says yes and does nothing', async () => {
    const provider = await scriptProvider(folder, 'lies.sh');
    const results = await runConformance({ provider, config: {}, input: {}, world });
    const failed = results.filter((result) => !result.ok);
    expect(failed.map((result) => result.name)).toContainEqual(told('grantThenRevoke'));
    expect(failed[0]?.message).not.toBe('');
  });

  it('find out what a provider leaves behind that only says that it revoked, and name it', async () => {
    const copy = join(folder, 'forgetful');
    await cp(join((await shippedProvider('example')).folder), copy, { recursive: true });
    const script = join(copy, 'example.sh');
    const text = await readFile(script, 'utf8');
    await writeFile(script, text.replaceAll(/\brm -f\b/g, 'true'));
    const loaded = await loadProvider(copy);
    if (!loaded.ok) throw new ToldError(loaded.error);
    const results = await runConformance({ provider: loaded.value, config: {}, input: {}, world });
    const last = results.at(-1);
    expect(last).toMatchObject({ name: told('nothingLeftBehind'), ok: false });
    expect(last?.message).toEqual(
      inWords(/^these are left, and have to be taken away by hand: conformance-/),
    );
  });

  it('find out a provider that tells secrets', async () => {
    const provider = await scriptProvider(folder, 'leaks.sh');
    const results = await runConformance({
      provider,
      config: { password: 'hunter2-hunter2' },
      input: {},
      world,
    });
    expect(results.find((result) => result.name.code === 'secretsStayInCredential')?.ok).toBe(false);
  });
});
