import { realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { LIMITS } from '../contract/limits.ts';
import { readYaml } from '../organisation-files/read-yaml.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { utf8Text } from '../lib/utf8-text.ts';
import { folderDigest } from './folder-digest.ts';
import { readRegularFile } from './read-regular-file.ts';

/** The organisation's files as they are published: texts, and what each provider folder in the catalog holds. */
export interface OrganisationFolder {
  readonly files: { readonly people: string; readonly catalog: string; readonly policy: string };
  /** Hex SHA-256 of each folder, by the path that `use:` says. */
  readonly providerDigests: Readonly<Record<string, string>>;
}

/** As much of the catalog as is needed to find the folders. Mistakes are the publisher's to find. */
const usesSchema = z.object({ providers: z.record(z.string(), z.object({ use: z.string() })) });

/** Reads people.yaml, catalog.yaml and policy.yaml of a folder, or says what is missing. */
export async function readOrganisationFolder(folder: string): Promise<Result<OrganisationFolder, string>> {
  const texts: string[] = [];
  for (const name of ['people', 'catalog', 'policy']) {
    const text = await readBounded(join(folder, `${name}.yaml`));
    if (!text.ok) return text;
    texts.push(text.value);
  }
  const [people = '', catalog = '', policy = ''] = texts;
  const providerDigests = await digests(folder, catalog);
  return providerDigests.ok
    ? ok({ files: { people, catalog, policy }, providerDigests: providerDigests.value })
    : providerDigests;
}

async function readBounded(path: string): Promise<Result<string, string>> {
  try {
    const text = utf8Text(await readRegularFile(path, { mostBytes: LIMITS.organisationFileBytes }));
    return text.ok ? text : err(`${path} ${text.error}`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR')
      return err(
        `${dirname(path)} is no folder. Name the folder with people.yaml, catalog.yaml and policy.yaml in it.`,
      );
    return err(
      code === 'ENOENT'
        ? `There is no ${path}. An example of all three files: latchkey init DIR`
        : code === undefined
          ? (error as Error).message
          : `${path} cannot be read: ${(error as Error).message}`,
    );
  }
}

/** A folder that is not there, or not fit, has no digest: publishing says so at its line. */
async function digests(folder: string, catalog: string): Promise<Result<Record<string, string>, string>> {
  const yaml = readYaml('catalog.yaml', catalog);
  const uses = usesSchema.safeParse(yaml.ok ? yaml.value.value : null);
  const found: Record<string, string> = {};
  for (const { use } of Object.values(uses.success ? uses.data.providers : {})) {
    if (!isInside(use) || found[use] !== undefined) continue;
    const path = resolve(folder, use);
    if (!(await isFolder(path))) continue;
    try {
      if ((await realpath(path)) !== join(await realpath(folder), use))
        return err(`The provider folder ${path} is reached through a link. Put the folder itself there.`);
      found[use] = await folderDigest(path);
    } catch (error) {
      return err(`The provider folder ${path} ${(error as Error).message}.`);
    }
  }
  return ok(found);
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );

/** Whether `use` is a path that stays below the folder: no other is looked at. */
const isInside = (use: string): boolean =>
  use.includes('/') && !use.startsWith('/') && !use.includes('\\') && !use.split('/').includes('..');
