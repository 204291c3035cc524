import { cp, chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loadProvider, type LoadedProvider } from '../../shared/runner/scripts/load-provider.ts';
import { ToldError } from '../../shared/words/told-error.ts';

const SCRIPTS = new URL('../fakes/scripts/', import.meta.url);

/** A manifest that every script of test/fakes/scripts can live with; `changes` replaces fields of it. */
export const manifestWith = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  protocol: 1,
  name: 'fake',
  version: '1.0.0',
  title: 'A script for tests',
  executable: 'run.sh',
  configSchema: { type: 'object', properties: { password: { type: 'string', writeOnly: true } } },
  inputSchema: { type: 'object' },
  nativeExpiry: false,
  sessionsSurvive: false,
  timeouts: { default: '10s' },
  ...changes,
});

/** Puts a script of test/fakes/scripts into a provider folder under `parent` and loads it. */
export async function scriptProvider(
  parent: string,
  script: string,
  changes: Record<string, unknown> = {},
): Promise<LoadedProvider> {
  const folder = join(parent, script.replace(/\..*$/, ''));
  await mkdir(folder, { recursive: true });
  await cp(new URL(script, SCRIPTS), join(folder, 'run.sh'));
  await chmod(join(folder, 'run.sh'), 0o755);
  await writeFile(join(folder, 'provider.yaml'), stringify(manifestWith(changes)));
  const loaded = await loadProvider(folder);
  if (!loaded.ok) throw new ToldError(loaded.error);
  return loaded.value;
}
