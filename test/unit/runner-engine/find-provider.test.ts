import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProvider, type ProviderFolders } from '../../../shared/runner/find-provider.ts';
import { createScriptProviders } from '../../../shared/runner/script-providers.ts';
import { folderDigest } from '../../../shared/system/folder-digest.ts';
import { systemClock } from '../../../shared/system/system-clock.ts';
import { makeNoopProvider } from '../../support/noop-provider.ts';
import { inWords, inWordsWith } from '../../support/in-words.ts';

let root: string;
let folders: ProviderFolders;
let digest: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'latchkey-find-'));
  folders = { shipped: join(root, 'shipped'), own: [join(root, 'first'), join(root, 'second')] };
  mkdirSync(join(root, 'first'));
  for (const parent of ['shipped', 'second', 'changed']) await makeNoopProvider(join(root, parent));
  digest = await folderDigest(join(root, 'second', 'noop'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const find = (use: string, pinned: string | null) =>
  findProvider({ id: 'thing', use, digest: pinned }, folders);

describe('a provider', () => {
  it('is found by name among the shipped ones', async () => {
    expect(await find('noop', null)).toMatchObject({
      ok: true,
      value: { loaded: { folder: join(root, 'shipped', 'noop') }, difference: null },
    });
  });

  it('is found by path in the first folder that has it, when its files are the published ones', async () => {
    expect(await find('./noop', digest)).toMatchObject({
      ok: true,
      value: { loaded: { folder: join(root, 'second', 'noop') }, difference: null },
    });
  });

  it('is found to differ when a single byte of its files has changed since: good to revoke, not to grant', async () => {
    const changed = { ...folders, own: [join(root, 'changed')] };
    appendFileSync(join(root, 'changed', 'noop', 'noop.sh'), '#');
    const found = await findProvider({ id: 'thing', use: './noop', digest }, changed);
    expect(found).toMatchObject({
      ok: true,
      value: { difference: inWordsWith('are not the ones that were published') },
    });
    const said: string[] = [];
    const say = (_: object, message: string): void => void said.push(message);
    const providers = createScriptProviders({
      folders: changed,
      secrets: { find: () => Promise.reject(new Error('none is needed')) },
      world: { clock: systemClock, environment: {}, dataFolder: root },
      logger: { debug: say, info: say, warn: say, error: say },
    });
    const provider = { id: 'thing', use: './noop', digest };
    expect(await providers.open(provider, 'grant')).toMatchObject({ ok: false });
    expect(said).toEqual([]);
    expect(await providers.open(provider, 'revoke')).toMatchObject({ ok: true });
    expect(said).toEqual(['Revoking with files that are not the published ones.']);
  });

  it.each([
    { name: 'a shipped name that does not exist', use: 'nothing', says: /no shipped provider nothing/ },
    { name: 'a path that does not exist', use: './nothing', says: /is not on this runner/ },
    { name: 'a path out of the folder', use: './../shipped/noop', says: /leads out of its folder/ },
    { name: 'an absolute path', use: '/bin', says: /begins with \.\// },
    { name: 'a path whose files nobody vouched for', use: './noop', says: /without the digest/ },
  ])('as $name is refused with a sentence', async ({ use, says }) => {
    expect(await find(use, null)).toEqual({ ok: false, error: inWords(says) });
  });
});
