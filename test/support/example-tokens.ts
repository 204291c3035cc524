import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The tokens that work at the target of the example's provider, by their files: what the runner in `folder` has not taken away. */
export function exampleTokens(folder: string): readonly string[] {
  const access = join(folder, 'providers', 'example', 'access');
  return existsSync(access) ? readdirSync(access).filter((name) => name.startsWith('latchkey_')) : [];
}
