import envPaths from 'env-paths';
import { resolve } from 'node:path';

/** The folder of one identity: `LATCHKEY_HOME`, or the platform's folder for data of programs. */
export function latchkeyHome(environment: Readonly<Record<string, string | undefined>>): string {
  const wished = environment['LATCHKEY_HOME'];
  return wished ? resolve(wished) : envPaths('latchkey', { suffix: '' }).data;
}
