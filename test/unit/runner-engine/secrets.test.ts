import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { providerManifestSchema } from '../../../shared/contract/provider-protocol.ts';
import { fillSecrets } from '../../../shared/runner/fill-secrets.ts';
import { createSecretsSource } from '../../../shared/system/secrets-source.ts';
import { manifestWith } from '../../support/script-provider.ts';

let home: string;
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'latchkey-secrets-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const put = (text: string, mode = 0o600): void => {
  writeFileSync(join(home, 'secrets.yaml'), text);
  chmodSync(join(home, 'secrets.yaml'), mode);
};
const find = (name: string, environment = {}) => createSecretsSource(home, environment).find(name);

describe('a secret', () => {
  it('is taken from the environment first, then from secrets.yaml', async () => {
    put('DB: from-file\n');
    expect(await find('DB', { LATCHKEY_SECRET_DB: 'from-env' })).toEqual({ ok: true, value: 'from-env' });
    expect(await find('DB')).toEqual({ ok: true, value: 'from-file' });
  });

  const REFUSED: readonly { name: string; text?: string; mode?: number; secret?: string; says: RegExp }[] = [
    { name: 'missing everywhere', says: /The secret DB is missing. Put it into LATCHKEY_SECRET_DB/ },
    { name: 'missing in the file', text: 'OTHER: hush-hush', says: /The secret DB is missing/ },
    { name: 'in a file that the group may read', text: 'DB: hush-hush', mode: 0o640, says: /chmod 600/ },
    { name: 'in a file that everybody may read', text: 'DB: hush-hush', mode: 0o604, says: /chmod 600/ },
    { name: 'in a file that is not YAML', text: 'DB: [hush-hush', says: /not valid YAML/ },
    { name: 'that is not a text', text: 'DB: { hush: hush-hush }', says: /must hold one text for each name/ },
    { name: 'named like a path', secret: '../x', says: /capital letters/ },
    { name: 'named like something every object has', secret: 'TO_STRING', text: '{}', says: /is missing/ },
  ];
  it.each(REFUSED)(
    '$name is refused with a sentence that does not quote it',
    async ({ text, mode, secret, says }) => {
      if (text !== undefined) put(text, mode);
      const found = await find(secret ?? 'DB');
      expect(found).toEqual({ ok: false, error: expect.stringMatching(says) as string });
      expect(JSON.stringify(found)).not.toContain('hush-hush');
    },
  );
});

describe('filling in secrets', () => {
  const { configSchema } = providerManifestSchema.parse(
    manifestWith({
      configSchema: {
        type: 'object',
        properties: { host: { type: 'string' }, password: { type: 'string', writeOnly: true } },
      },
    }),
  );
  const secrets = {
    find: (name: string) => Promise.resolve({ ok: true as const, value: `value of ${name}` }),
  };

  it('replaces each reference and nothing else', async () => {
    const config = { host: 'db', password: { secret: 'DB' } };
    expect(await fillSecrets(config, configSchema, secrets)).toEqual({
      ok: true,
      value: { host: 'db', password: 'value of DB' },
    });
    expect(config.password).toEqual({ secret: 'DB' });
  });

  it('refuses a secret where the manifest expects none: it would show up in logs', async () => {
    const filled = await fillSecrets({ host: { secret: 'DB' } }, configSchema, secrets);
    expect(filled).toEqual({
      ok: false,
      error: expect.stringMatching(/^The secret DB stands in the config/) as string,
    });
  });

  it('says which secret is missing', async () => {
    const filled = await fillSecrets(
      { password: { secret: 'DB' } },
      configSchema,
      createSecretsSource(home, {}),
    );
    expect(filled).toEqual({
      ok: false,
      error: expect.stringMatching(/^The secret DB is missing/) as string,
    });
  });
});
