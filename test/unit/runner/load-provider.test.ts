import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { loadProvider } from '../../../shared/runner/scripts/load-provider.ts';
import { manifestWith } from '../../support/script-provider.ts';
import { saidInEnglish } from '../../support/in-words.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-provider-'));
  await writeFile(join(folder, 'run.sh'), '#!/bin/sh\n');
  await chmod(join(folder, 'run.sh'), 0o755);
  await writeFile(join(folder, 'provider.yaml'), stringify(manifestWith()));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const problem = async (): Promise<string> => {
  const loaded = await loadProvider(folder);
  return loaded.ok ? '' : saidInEnglish(loaded.error);
};

describe('a provider folder is read', () => {
  it('with lengths as milliseconds and defaults filled in', async () => {
    const loaded = await loadProvider(folder);
    expect(loaded).toMatchObject({
      ok: true,
      value: { manifest: { timeouts: { default: 10_000 }, environment: [] } },
    });
  });

  it('and its digest changes with any of its files', async () => {
    const before = await loadProvider(folder);
    expect(before.ok && before.value.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await loadProvider(folder)).toEqual(before);
    await writeFile(join(folder, 'run.sh'), '#!/bin/sh\necho changed\n');
    const after = await loadProvider(folder);
    expect(after.ok && before.ok && after.value.digest !== before.value.digest).toBe(true);
  });
});

describe('what is wrong with a provider folder is said in a sentence', () => {
  const rows: readonly { name: string; text: string; says: RegExp }[] = [
    { name: 'a key that does not exist', text: stringify(manifestWith({ tiemouts: {} })), says: /tiemouts/ },
    {
      name: 'a way out of the folder',
      text: stringify(manifestWith({ executable: '../x' })),
      says: /inside/,
    },
    {
      name: 'a script that is not there',
      text: stringify(manifestWith({ executable: 'x.sh' })),
      says: /does not exist/,
    },
    { name: 'another protocol', text: stringify(manifestWith({ protocol: 2 })), says: /speaks protocol 1/ },
    {
      name: 'a verb left out',
      text: stringify(manifestWith({ verbs: ['grant'] })),
      says: /needs at least check/,
    },
    {
      name: 'a wrong length',
      text: stringify(manifestWith({ timeouts: { grant: '5 years' } })),
      says: /timeouts.grant/,
    },
    { name: 'no YAML', text: 'a: [', says: /not valid YAML/ },
    { name: 'a list', text: '- 1', says: /expected object/i },
    { name: 'a huge file', text: '#'.repeat(70_000), says: /larger than 64 KiB/ },
  ];
  it.each(rows)('$name', async ({ text, says }) => {
    await writeFile(join(folder, 'provider.yaml'), text);
    expect(await problem()).toMatch(says);
  });

  it('a script that may not be executed', async () => {
    await chmod(join(folder, 'run.sh'), 0o644);
    expect(await problem()).toContain('chmod +x');
  });

  it('a link, which could change what runs without a trace', async () => {
    await symlink('/bin/sh', join(folder, 'other'));
    expect(await problem()).toContain('neither a file nor a folder');
  });

  it('a link to a folder, which could be changed without a trace', async () => {
    const link = `${folder}-link`;
    await symlink(folder, link);
    const loaded = await loadProvider(link);
    await rm(link);
    expect(loaded.ok ? '' : saidInEnglish(loaded.error)).toContain(
      'is a link, so what runs could be changed',
    );
  });

  it('no folder at all', async () => {
    expect(await loadProvider(join(folder, 'missing'))).toMatchObject({ ok: false });
  });
});
