import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { err, ok, type Result } from '../lib/result.ts';
import type { Work } from '../contract/api-types.ts';
import { loadProvider, type LoadedProvider } from './scripts/load-provider.ts';

export interface ProviderFolders {
  /** Holds the shipped providers, one folder each, by name. */
  readonly shipped: string;
  /** Where `./path` of a catalog is looked for, in this order. */
  readonly own: readonly string[];
}

const SHIPPED_NAME = /^[a-z][a-z0-9-]{0,39}$/;

/** A provider, and whether its files are the published ones. */
export interface FoundProvider {
  readonly loaded: LoadedProvider;
  /** Null: they are. Otherwise a sentence that says what is wrong and what to do. */
  readonly difference: string | null;
}

/** The provider that a catalog means by `use`; otherwise a sentence. */
export async function findProvider(
  { id, use, digest }: Pick<Work['provider'], 'id' | 'use' | 'digest'>,
  folders: ProviderFolders,
): Promise<Result<FoundProvider, string>> {
  const folder = SHIPPED_NAME.test(use) ? shipped(use, folders) : own(use, folders);
  if (!folder.ok) return folder;
  const loaded = await loadProvider(folder.value);
  if (!loaded.ok) return loaded;
  if (!SHIPPED_NAME.test(use) && digest === null)
    return err(
      `The provider ${id} was published without the digest of its files. Publish the catalog again.`,
    );
  const isPublished = digest === null || loaded.value.digest === digest;
  return ok({
    loaded: loaded.value,
    difference: isPublished
      ? null
      : `The provider ${id}: the provider's files are not the ones that were published. Publish again, or restore ${folder.value}.`,
  });
}

function shipped(name: string, folders: ProviderFolders): Result<string, string> {
  const folder = join(folders.shipped, name);
  return existsSync(join(folder, 'provider.yaml'))
    ? ok(folder)
    : err(`There is no shipped provider ${name}. A provider of your own is a path that begins with ./`);
}

function own(use: string, folders: ProviderFolders): Result<string, string> {
  if (!/^\.\//.test(use))
    return err(`A provider is a shipped name or a path that begins with ./, not ${use}.`);
  for (const root of folders.own) {
    const folder = resolve(root, use);
    if (!folder.startsWith(resolve(root) + sep))
      return err(`The provider path ${use} leads out of its folder.`);
    if (existsSync(join(folder, 'provider.yaml'))) return ok(folder);
  }
  const places = folders.own.join(', ') || 'any folder of this runner';
  return err(`The provider ${use} is not on this runner. It was looked for in ${places}.`);
}
