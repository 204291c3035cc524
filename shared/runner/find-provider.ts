import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { err, ok, type Result } from '../lib/result.ts';
import type { Work } from '../contract/api-types.ts';
import { loadProvider, type LoadedProvider } from './scripts/load-provider.ts';
import { told, type Told } from '../words/told.ts';

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
  /** Null: they are. Otherwise what is wrong, and what to do. */
  readonly difference: Told | null;
}

/** The provider that a catalog means by `use`; otherwise why there is none. */
export async function findProvider(
  { id, use, digest }: Pick<Work['provider'], 'id' | 'use' | 'digest'>,
  folders: ProviderFolders,
): Promise<Result<FoundProvider, Told>> {
  const folder = SHIPPED_NAME.test(use) ? shipped(use, folders) : own(use, folders);
  if (!folder.ok) return folder;
  const loaded = await loadProvider(folder.value);
  if (!loaded.ok) return loaded;
  if (!SHIPPED_NAME.test(use) && digest === null) return err(told('providerWithoutDigest', { id }));
  const isPublished = digest === null || loaded.value.digest === digest;
  return ok({
    loaded: loaded.value,
    difference: isPublished ? null : told('providerFilesOther', { id, folder: folder.value }),
  });
}

function shipped(name: string, folders: ProviderFolders): Result<string, Told> {
  const folder = join(folders.shipped, name);
  return existsSync(join(folder, 'provider.yaml')) ? ok(folder) : err(told('noShippedProvider', { name }));
}

function own(use: string, folders: ProviderFolders): Result<string, Told> {
  if (!/^\.\//.test(use)) return err(told('providerUseForm', { use }));
  for (const root of folders.own) {
    const folder = resolve(root, use);
    if (!folder.startsWith(resolve(root) + sep)) return err(told('providerPathOutside', { use }));
    if (existsSync(join(folder, 'provider.yaml'))) return ok(folder);
  }
  const places = folders.own.join(', ');
  return err(places === '' ? told('providerNowhere', { use }) : told('providerNotHere', { use, places }));
}
