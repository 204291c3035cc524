import { realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { LIMITS } from '../contract/limits.ts';
import { readYaml } from '../organisation-files/read-yaml.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { utf8Text } from '../lib/utf8-text.ts';
import { folderDigest } from './folder-digest.ts';
import { readRegularFile } from './read-regular-file.ts';
import { told, type Told } from '../words/told.ts';
import { toldOfFault } from '../words/told-error.ts';
import { whyNoText } from './why-no-text.ts';

/** The organisation's files as they are published: texts, and what each provider folder in the catalog holds. */
export interface OrganisationFolder {
  readonly files: { readonly people: string; readonly catalog: string; readonly policy: string };
  /** Hex SHA-256 of each folder, by the path that `use:` says. */
  readonly providerDigests: Readonly<Record<string, string>>;
}

/** As much of the catalog as is needed to find the folders. Mistakes are the publisher's to find. */
const usesSchema = z.object({ providers: z.record(z.string(), z.object({ use: z.string() })) });

/** Reads people.yaml, catalog.yaml and policy.yaml of a folder, or says what is missing. */
export async function readOrganisationFolder(folder: string): Promise<Result<OrganisationFolder, Told>> {
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

async function readBounded(path: string): Promise<Result<string, Told>> {
  try {
    const text = utf8Text(await readRegularFile(path, { mostBytes: LIMITS.organisationFileBytes }));
    return text.ok ? text : err(whyNoText(path, text.error));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') return err(told('noOrganisationFolder', { folder: dirname(path) }));
    if (code === 'ENOENT') return err(told('noOrganisationFile', { path }));
    return err(code === undefined ? toldOfFault(error) : told('fileNotOpened', { path, code }));
  }
}

/** A folder that is not there, or not fit, has no digest: publishing says so at its line. */
async function digests(folder: string, catalog: string): Promise<Result<Record<string, string>, Told>> {
  const yaml = readYaml('catalog.yaml', catalog);
  const uses = usesSchema.safeParse(yaml.ok ? yaml.value.value : null);
  const found: Record<string, string> = {};
  for (const { use } of Object.values(uses.success ? uses.data.providers : {})) {
    if (!isInside(use) || found[use] !== undefined) continue;
    const path = resolve(folder, use);
    if (!(await isFolder(path))) continue;
    try {
      if ((await realpath(path)) !== join(await realpath(folder), use))
        return err(told('providerFolderLinked', { path }));
      found[use] = await folderDigest(path);
    } catch (error) {
      return err(told('providerFolderUnfit', { path, is: toldOfFault(error) }));
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
