import { fileURLToPath } from 'node:url';
import { build } from '../../build/build.js';
import { loadProvider, type LoadedProvider } from '../../shared/runner/scripts/load-provider.ts';
import { ToldError } from '../../shared/words/told-error.ts';

/** A provider that Latchkey ships, built from the sources as they are now. */
export async function shippedProvider(name: string): Promise<LoadedProvider> {
  await build(['providers']);
  const loaded = await loadProvider(fileURLToPath(new URL(`../../out/providers/${name}`, import.meta.url)));
  if (!loaded.ok) throw new ToldError(loaded.error);
  return loaded.value;
}
