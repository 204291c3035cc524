import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomId } from './random-ids.ts';
import { told } from '../../words/told.ts';
import { ToldError } from '../../words/told-error.ts';

/**
 * The name of the service's own runner. Where services share a database each has another one: what one of them set up, the
 * runner of another does not take for its own work. Kept in the data folder, as the journal of the runner is.
 */
export function runnerName(dataDir: string, { isShared }: { readonly isShared: boolean }): string {
  if (!isShared) return 'built-in-runner';
  const file = join(dataDir, 'runner-name');
  if (!existsSync(file)) writeFileSync(file, `built-in-runner-${randomId()}\n`, { mode: 0o600, flag: 'wx' });
  const name = readFileSync(file, 'utf8').trim();
  if (/^built-in-runner-[a-z0-9]{8,40}$/.test(name)) return name;
  throw new ToldError(told('runnerNameDamaged', { file }));
}
