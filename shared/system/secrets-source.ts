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
      if (!isNameOfSecret(name)) return err('A secret is named in capital letters, digits and underscores.');
      const file = await readSecrets(path);
      if (!file.ok) return err(`The secret ${name} cannot be read: ${file.error}`);
      const entry = Object.hasOwn(file.value, name) ? file.value[name] : undefined;
      const isMeant = entry?.for.some(
        ({ provider, config }) => provider === use.provider && use.isConfig(config),
      );
      if (!isMeant) return err(notMeant(name, path, use.provider));
      const value = environment[`LATCHKEY_SECRET_${name}`] || entry?.value;
      return value === undefined || value === ''
        ? err(
            `The secret ${name} is missing. Put it into LATCHKEY_SECRET_${name}, or as "value" into ${path}.`,
          )
        : ok(value);
    },
  };
}

const notMeant = (name: string, path: string, provider: string): string =>
  `The secret ${name} is not for this provider with this config. If the owner of this runner wants it to be, they write ` +
  `into ${path} (mode 0600), under ${name} and "for": provider: ${provider} (the value of "use" in the catalog), and the same "config" as there.`;

async function readSecrets(path: string): Promise<Result<SecretsFile, string>> {
  try {
    const asked = { mostBytes: FILE_LIMIT_BYTES, accept: whyNotOnlyOurs(path) };
    return parseSecrets(path, await readRegularFile(path, asked));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return ok({});
    return err(code === undefined ? message : `${path} cannot be opened (${code}).`);
  }
}

function parseSecrets(path: string, bytes: Uint8Array): Result<SecretsFile, string> {
  const text = utf8Text(bytes);
  if (!text.ok) return err(`${path} ${text.error}`);
  try {
    // The parser's own message would quote the line, and so a secret.
    const document: unknown = parse(text.value, { maxAliasCount: 20, logLevel: 'error' });
    const parsed = fileSchema.safeParse(document ?? {});
    if (parsed.success) return ok(parsed.data);
  } catch {
    return err(`${path} is not valid YAML.`);
  }
  return err(
    `${path} must hold for each name a "value" and "for", a list of targets with "provider" and "config".`,
  );
}
