import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { err, ok, type Result } from '../lib/result.ts';
import type { Secrets } from '../ports/secrets.ts';

/** As catalog.yaml writes it. */
const SECRET_NAME = /^[A-Z][A-Z0-9_]{0,63}$/;
const FILE_LIMIT_BYTES = 1_000_000;
/** Permission bits of anybody but the owner. */
const OTHERS_MASK = 0o077;

const fileSchema = z.record(z.string().max(100), z.string().max(65_536));

/**
 * Secrets from the variable `LATCHKEY_SECRET_<NAME>`, or from `secrets.yaml` (`NAME: value`) in the home folder. The file
 * is refused unless only its owner can read it and its owner is this user. Read anew each time, so that a changed secret
 * counts at once. No sentence here ever has a value in it.
 */
export function createSecretsSource(
  home: string,
  environment: Readonly<Record<string, string | undefined>>,
): Secrets {
  const path = join(home, 'secrets.yaml');
  return {
    find: async (name) => {
      if (!SECRET_NAME.test(name))
        return err('A secret is named in capital letters, digits and underscores.');
      const fromEnvironment = environment[`LATCHKEY_SECRET_${name}`];
      if (fromEnvironment !== undefined && fromEnvironment !== '') return ok(fromEnvironment);
      const file = await readSecrets(path);
      if (!file.ok) return err(`The secret ${name} cannot be read: ${file.error}`);
      const value = Object.hasOwn(file.value, name) ? file.value[name] : undefined;
      return value === undefined || value === ''
        ? err(
            `The secret ${name} is missing. Put it into LATCHKEY_SECRET_${name}, or into ${path} (mode 0600).`,
          )
        : ok(value);
    },
  };
}

async function readSecrets(path: string): Promise<Result<Record<string, string>, string>> {
  let file;
  try {
    file = await open(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? ok({}) : err(`${path} cannot be opened (${code ?? 'unknown fault'}).`);
  }
  try {
    // Of the open file, so that what is checked is what is read.
    const stat = await file.stat();
    if (!stat.isFile()) return err(`${path} is not a file.`);
    if (stat.size > FILE_LIMIT_BYTES) return err(`${path} is larger than a list of secrets can be.`);
    const problem = process.platform === 'win32' ? null : accessProblem(path, stat);
    return problem === null ? parseSecrets(path, await file.readFile('utf8')) : err(problem);
  } finally {
    await file.close();
  }
}

function accessProblem(path: string, { mode, uid }: { mode: number; uid: number }): string | null {
  if ((mode & OTHERS_MASK) !== 0) return `others may read ${path}: run chmod 600 on it.`;
  if (process.getuid && uid !== process.getuid()) return `${path} belongs to another user.`;
  return null;
}

function parseSecrets(path: string, text: string): Result<Record<string, string>, string> {
  try {
    // The parser's own message would quote the line, and so a secret.
    const parsed = fileSchema.safeParse(parse(text, { maxAliasCount: 0, logLevel: 'error' }) ?? {});
    if (parsed.success) return ok(parsed.data);
  } catch {
    return err(`${path} is not valid YAML.`);
  }
  return err(`${path} must hold one text for each name, like NAME: "value".`);
}
