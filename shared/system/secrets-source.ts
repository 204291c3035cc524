import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { smallJsonObject } from '../provider-protocol/provider-protocol.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { isNameOfSecret } from '../lib/secret-names.ts';
import { utf8Text } from '../lib/utf8-text.ts';
import type { Secrets } from '../ports/secrets.ts';
import { whyNotOnlyOurs } from './only-ours.ts';
import { readRegularFile } from './read-regular-file.ts';
import { told, type Told } from '../words/told.ts';
import { toldOfFault } from '../words/told-error.ts';
import { whyNoText } from './why-no-text.ts';

const FILE_LIMIT_BYTES = 1_000_000;

/** Where one secret may go, and its value, unless that is in the environment. */
const entrySchema = z.strictObject({
  value: z.string().max(65_536).optional(),
  for: z
    .array(z.strictObject({ provider: z.string().max(500), config: smallJsonObject }))
    .max(100)
    .default([]),
});
const fileSchema = z.record(z.string().max(100), entrySchema);
type SecretsFile = z.output<typeof fileSchema>;

/**
 * Secrets of this machine. `secrets.yaml` in the home folder says for each what it may be used for, and its value, unless
 * the variable `LATCHKEY_SECRET_<NAME>` has it:
 *
 *     PAYMENTS_DB:
 *       value: "…"
 *       for:
 *         - provider: postgres
 *           config: { host: db.example.com, database: payments, user: latchkey, password: { secret: PAYMENTS_DB } }
 *
 * 1. A value is handed out for a provider and a config that `for` lists, and for nothing else, wherever it comes from.
 * 2. The file is refused unless only its owner can read it and its owner is this user.
 * 3. Read anew each time, so that what is changed counts at once. No sentence here ever has a value in it.
 */
export function createSecretsSource(
  home: string,
  environment: Readonly<Record<string, string | undefined>>,
): Secrets {
  const path = join(home, 'secrets.yaml');
  return {
    find: async (name, use) => {
      if (!isNameOfSecret(name)) return err(told('secretNameForm'));
      const file = await readSecrets(path);
      if (!file.ok) return err(told('secretUnread', { name, why: file.error }));
      const entry = Object.hasOwn(file.value, name) ? file.value[name] : undefined;
      const isMeant = entry?.for.some(
        ({ provider, config }) => provider === use.provider && use.isConfig(config),
      );
      if (!isMeant) return err(told('secretNotMeant', { name, path, provider: use.provider }));
      const value = environment[`LATCHKEY_SECRET_${name}`] || entry?.value;
      return value === undefined || value === '' ? err(told('secretMissing', { name, path })) : ok(value);
    },
  };
}

async function readSecrets(path: string): Promise<Result<SecretsFile, Told>> {
  try {
    const asked = { mostBytes: FILE_LIMIT_BYTES, accept: whyNotOnlyOurs(path) };
    return parseSecrets(path, await readRegularFile(path, asked));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return ok({});
    return err(code === undefined ? toldOfFault(error) : told('fileNotOpened', { path, code }));
  }
}

function parseSecrets(path: string, bytes: Uint8Array): Result<SecretsFile, Told> {
  const text = utf8Text(bytes);
  if (!text.ok) return err(whyNoText(path, text.error));
  try {
    // The parser's own message would quote the line, and so a secret.
    const document: unknown = parse(text.value, { maxAliasCount: 20, logLevel: 'error' });
    const parsed = fileSchema.safeParse(document ?? {});
    if (parsed.success) return ok(parsed.data);
  } catch {
    return err(told('secretsNotYaml', { path }));
  }
  return err(told('secretsForm', { path }));
}
