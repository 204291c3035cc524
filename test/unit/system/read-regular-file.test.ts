import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadIdentity } from '../../../shared/client/identity-file.ts';
import { readManifest } from '../../../shared/system/read-manifest.ts';
import { readOrganisationFolder } from '../../../shared/system/organisation-folder.ts';
import { readRegularFile } from '../../../shared/system/read-regular-file.ts';
import { createSecretsSource } from '../../../shared/system/secrets-source.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-read-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const path = (name: string): string => join(folder, name);

it('a file is read, up to its limit', async () => {
  writeFileSync(path('a'), 'text');
  expect(String(await readRegularFile(path('a'), { mostBytes: 4 }))).toBe('text');
  writeFileSync(path('b'), 'x'.repeat(1_025));
  await expect(readRegularFile(path('b'), { mostBytes: 1_024 })).rejects.toThrow('larger than 1 KiB');
  await expect(readRegularFile(path('none'), { mostBytes: 3 })).rejects.toThrow('ENOENT');
  await expect(readRegularFile(folder, { mostBytes: 3 })).rejects.toThrow('is a folder');
});

it('a large one is read whole, also without a limit', async () => {
  const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, at) => at % 251));
  writeFileSync(path('a'), bytes);
  for (const mostBytes of [300_000, Infinity])
    expect((await readRegularFile(path('a'), { mostBytes })).equals(bytes)).toBe(true);
  writeFileSync(path('empty'), '');
  expect(await readRegularFile(path('empty'), { mostBytes: 0 })).toHaveLength(0);
});

it.runIf(process.platform === 'linux')(
  'the limit counts what is read, also where the system says that a file is empty',
  async () => {
    const read = (mostBytes: number) => readRegularFile('/proc/self/status', { mostBytes });
    for (const mostBytes of [0, 10, 100])
      await expect(read(mostBytes)).rejects.toThrow('/proc/self/status is larger than');
    expect(String(await read(Infinity))).toMatch(/^Name:[^]*Threads:/);
  },
);

describe.runIf(process.platform !== 'win32')('a pipe that nobody writes to', () => {
  const pipe = (name: string): string => {
    execFileSync('mkfifo', ['-m', '600', path(name)]);
    return path(name);
  };

  it.each<[string, string, () => Promise<unknown>]>([
    [
      'secrets',
      'secrets.yaml',
      () => createSecretsSource(folder, {}).find('A', { provider: 'x', isConfig: () => true }),
    ],
    ['the organisation', 'people.yaml', () => readOrganisationFolder(folder)],
    ['a manifest', 'provider.yaml', () => readManifest(folder)],
    ['an identity', 'identity.json', () => loadIdentity(folder).catch(String)],
  ])('in the place of %s is refused in words, and nobody waits for it', async (_what, name, read) => {
    pipe(name);
    expect(JSON.stringify(await read())).toMatch(/isNoFile|is not a file like others/);
  });
});
