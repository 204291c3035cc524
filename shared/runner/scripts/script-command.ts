import { listedEnvironment } from '../../lib/listed-environment.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { findNode } from './find-node.ts';
import type { LoadedProvider } from './load-provider.ts';
import { told, type Told } from '../../words/told.ts';

export interface ScriptCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** The PATH of every script, so that what runs does not depend on who started Latchkey. */
const FIXED_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin';

/** Without these no program starts on Windows. */
const WINDOWS_NAMES = ['SystemRoot', 'PATH', 'TEMP'];

/** What to start for a provider, and the whole environment it gets: PATH, and what its manifest lists. */
export function scriptCommand(
  provider: LoadedProvider,
  environment: Readonly<Record<string, string | undefined>>,
): Result<ScriptCommand, Told> {
  const allowed = scriptEnvironment(provider.manifest.environment, environment);
  if (provider.manifest.runtime !== 'node')
    return ok({ file: provider.executable, args: [], environment: allowed });
  const node = findNode(environment);
  if (node === null) {
    return err(told('nodeMissing', { provider: provider.manifest.name }));
  }
  return ok({ file: node, args: [provider.executable], environment: allowed });
}

function scriptEnvironment(
  names: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const windows = process.platform === 'win32';
  const wanted = windows ? [...WINDOWS_NAMES, ...names] : names;
  return { ...listedEnvironment(wanted, environment), ...(!windows && { PATH: FIXED_PATH }) };
}
