import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { providerManifestSchema } from '../../../shared/provider-protocol/provider-protocol.ts';
import { fillSecrets } from '../../../shared/runner/fill-secrets.ts';
import { createSecretsSource } from '../../../shared/system/secrets-source.ts';
import { manifestWith } from '../../support/script-provider.ts';
import { inWords } from '../../support/in-words.ts';

let home: string;
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'latchkey-secrets-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const put = (text: string | Buffer, mode = 0o600): void => {
  writeFileSync(join(home, 'secrets.yaml'), text);
  chmodSync(join(home, 'secrets.yaml'), mode);
};
const HERE = { provider: 'postgres', config: { host: 'db', password: { secret: 'DB' } } };
const FOR = 'for: [{ provider: postgres, config: { host: db, password: { secret: DB } } }]';
const find = (name: string, environment = {}, { provider, config } = HERE) =>
  createSecretsSource(home, environment).find(name, {
    provider,
    isConfig: (bound) => isDeepStrictEqual(bound, config),
  });

describe('a secret', () => {
  it('is taken from the environment first, then from secrets.yaml', async () => {
    put(`DB: { value: from-file, ${FOR} }\n`);
    expect(await find('DB', { LATCHKEY_SECRET_DB: 'from-env' })).toEqual({ ok: true, value: 'from-env' });
    expect(await find('DB')).toEqual({ ok: true, value: 'from-file' });
  });

  it('from the environment needs no value in secrets.yaml, and needs its targets there', async () => {
    const environment = { LATCHKEY_SECRET_DB: 'hush-hush' };
    expect(await find('DB', environment)).toMatchObject({ ok: false });
    put(`DB: { ${FOR} }\n`);
    expect(await find('DB', environment)).toEqual({ ok: true, value: 'hush-hush' });
  });

  it.each([
    { name: 'another host', to: { ...HERE, config: { ...HERE.config, host: 'mine' } } },
    { name: 'one more word, like tls: off', to: { ...HERE, config: { ...HERE.config, tls: 'off' } } },
    { name: 'another provider', to: { ...HERE, provider: './postgres' } },
  ])('that is bound to a target is not given to $name', async ({ to }) => {
    put(`DB: { value: hush-hush, ${FOR} }\n`);
    for (const environment of [{}, { LATCHKEY_SECRET_DB: 'hush-hush' }]) {
      const found = await find('DB', environment, to);
      expect(found).toEqual({ ok: false, error: inWords(/DB is not for this/) });
      expect(JSON.stringify(found)).not.toContain('hush-hush');
    }
  });

  const REFUSED: readonly {
    name: string;
    text?: string | Buffer;
    mode?: number;
    secret?: string;
    says: RegExp;
  }[] = [
    { name: 'bound to nothing', text: 'DB: { value: hush-hush }', says: /DB is not for this provider/ },
    { name: 'missing everywhere', text: `DB: { ${FOR} }`, says: /missing. Put it into LATCHKEY_SECRET_DB/ },
    {
      name: 'of which the file says nothing',
      text: 'OTHER: { value: hush-hush }',
      says: /DB is not for this/,
    },
    { name: 'in a file that the group may read', text: 'DB: hush-hush', mode: 0o640, says: /chmod 600/ },
    { name: 'in a file that everybody may read', text: 'DB: hush-hush', mode: 0o604, says: /chmod 600/ },
    { name: 'in a file that is not YAML', text: 'DB: [hush-hush', says: /not valid YAML/ },
    { name: 'in a file of two documents', text: 'A: {}\n---\nDB: hush-hush', says: /not valid YAML/ },
    { name: 'in UTF-16', text: Buffer.from('\ufeffDB: hush-hush', 'utf16le'), says: /Save it as UTF-8/ },
    { name: 'in Latin-1', text: Buffer.from('DB: hush-hush-\u00e4', 'latin1'), says: /Save it as UTF-8/ },
    { name: 'without its targets', text: 'DB: hush-hush', says: /must hold for each name/ },
    { name: 'named like a path', secret: '../x', says: /capital letters/ },
    { name: 'named like something every object has', secret: 'TO_STRING', text: '{}', says: /is not for/ },
  ];
  it.each(REFUSED)(
    '$name is refused with a sentence that does not quote it',
    async ({ text, mode, secret, says }) => {
      if (text !== undefined) put(text, mode);
      const found = await find(secret ?? 'DB');
      expect(found).toEqual({ ok: false, error: inWords(says) });
      expect(JSON.stringify(found)).not.toContain('hush-hush');
    },
  );
});

it.each(['LATCHKEY_SECRET_DB', 'latchkey_secret_db'])('a manifest cannot name %s', (name) => {
  expect(providerManifestSchema.safeParse(manifestWith({ environment: ['AWS_REGION'] })).success).toBe(true);
  expect(providerManifestSchema.safeParse(manifestWith({ environment: [name] })).success).toBe(false);
});

describe('filling in secrets', () => {
  const { configSchema } = providerManifestSchema.parse(
    manifestWith({
      configSchema: {
        type: 'object',
        properties: {
          host: { type: 'string' },
          port: { type: 'integer', default: 5432 },
          tls: { type: 'string' },
          password: { type: 'string', writeOnly: true },
        },
      },
    }),
  );
  const secrets = {
    find: (name: string) => Promise.resolve({ ok: true as const, value: `value of ${name}` }),
  };

  it('replaces each reference and nothing else', async () => {
    const config = { host: 'db', password: { secret: 'DB' } };
    expect(await fillSecrets({ provider: 'fake', config }, configSchema, secrets)).toEqual({
      ok: true,
      value: { host: 'db', password: 'value of DB' },
    });
    expect(config.password).toEqual({ secret: 'DB' });
  });

  it('refuses a secret where the manifest expects none: it would show up in logs', async () => {
    const filled = await fillSecrets(
      { provider: 'fake', config: { host: { secret: 'DB' } } },
      configSchema,
      secrets,
    );
    expect(filled).toEqual({
      ok: false,
      error: inWords(/^The secret DB stands in the config/),
    });
  });

  it.each([
    { name: 'the same config', config: {}, fits: true },
    { name: 'a default that is written out', config: { port: 5432 }, fits: true },
    { name: 'another host', config: { host: 'mine' }, fits: false },
    { name: 'another port', config: { port: 5433 }, fits: false },
    { name: 'TLS turned off', config: { tls: 'off' }, fits: false },
  ])('a secret that was published with $name is found: $fits', async ({ config, fits }) => {
    put(
      'DB: { value: hush-hush, for: [{ provider: fake, config: { host: db, password: { secret: DB } } }] }',
    );
    const published = { provider: 'fake', config: { host: 'db', password: { secret: 'DB' }, ...config } };
    const filled = await fillSecrets(published, configSchema, createSecretsSource(home, {}));
    expect(filled.ok).toBe(fits);
    expect(JSON.stringify(filled).includes('hush-hush')).toBe(fits);
  });

  it('says which secret is not for this target', async () => {
    const filled = await fillSecrets(
      { provider: 'fake', config: { password: { secret: 'DB' } } },
      configSchema,
      createSecretsSource(home, {}),
    );
    expect(filled).toEqual({
      ok: false,
      error: inWords(/^The secret DB is not for this provider/),
    });
  });
});
