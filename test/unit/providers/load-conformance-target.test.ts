import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { err, ok } from '../../../shared/lib/result.ts';
import type { Secrets } from '../../../shared/ports/secrets.ts';
import { loadConformanceTarget } from '../../../shared/providers/conformance/load-conformance-target.ts';
import { scriptProvider } from '../../support/script-provider.ts';
import { asWritten } from '../../../shared/words/told.ts';
import { saidInEnglish } from '../../support/in-words.ts';

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'latchkey-conformance-'));
  folder = (await scriptProvider(parent, 'lies.sh')).folder;
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const secrets: Secrets = {
  find: (name, { provider, isConfig }) =>
    Promise.resolve(
      name === 'DB' && provider === folder && isConfig({ password: { secret: 'DB' } })
        ? ok('the value')
        : err(asWritten(`Set LATCHKEY_SECRET_${name}.`)),
    ),
};
const write = (text: string | Buffer): Promise<void> => writeFile(join(folder, 'conformance.yaml'), text);

it('configures nothing where there is no conformance.yaml', async () => {
  expect(await loadConformanceTarget(folder, secrets)).toMatchObject({
    ok: true,
    value: { config: {}, input: {} },
  });
});

it('fills in secrets', async () => {
  await write('config: { password: { secret: DB } }\ninput: { roles: [a] }\n');
  expect(await loadConformanceTarget(folder, secrets)).toMatchObject({
    ok: true,
    value: {
      config: { password: 'the value' },
      input: { roles: ['a'] },
      provider: { manifest: { name: 'fake' } },
    },
  });
});

it.each([
  {
    name: 'names the secret that is missing',
    text: 'config: { password: { secret: OTHER } }',
    says: '_OTHER',
  },
  { name: 'refuses a key that does not exist', text: 'confg: {}', says: 'confg' },
  {
    name: 'refuses a target that the secret is not for',
    text: 'config: { host: mine, password: { secret: DB } }',
    says: '_DB',
  },
  { name: 'says that it is no UTF-8', text: Buffer.from([0xff, 0xfe, 0x61, 0]), says: 'UTF-8' },
  { name: 'refuses a second document', text: 'config: {}\n---\ninput: {}', says: 'multiple documents' },
  { name: 'says that it is no YAML', text: '[', says: 'not valid YAML' },
])('$name', async ({ text, says }) => {
  await write(text);
  const loaded = await loadConformanceTarget(folder, secrets);
  expect(loaded.ok ? '' : saidInEnglish(loaded.error)).toContain(says);
});

it('says what is wrong with the folder', async () => {
  expect(await loadConformanceTarget(join(folder, 'missing'), secrets)).toMatchObject({ ok: false });
});
