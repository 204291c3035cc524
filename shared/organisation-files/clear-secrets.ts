import { isNameOfSecret, isSecretName } from '../lib/secret-names.ts';
import { told, type Told } from '../words/told.ts';
import type { YamlPath } from './yaml-file.ts';

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
/** `postgres://user:password@host`. */
const PASSWORD_IN_URL = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s@]+@/i;

export interface ClearSecret {
  readonly path: YamlPath;
  readonly told: Told;
}

/** Where a provider's config or input seems to hold a secret itself instead of its name. Never repeats the value. */
export function clearSecrets(value: unknown, path: YamlPath = []): ClearSecret[] {
  if (typeof value === 'string') {
    const key = path.at(-1);
    const isSecret = typeof key === 'string' && isSecretName(key) && value !== '';
    if (!isSecret && !PRIVATE_KEY.test(value) && !PASSWORD_IN_URL.test(value)) return [];
    return [{ path, told: told('clearSecret') }];
  }
  if (Array.isArray(value)) return value.flatMap((each, index) => clearSecrets(each, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const [only] = entries;
  if (only?.[0] === 'secret' && entries.length === 1) return checkName(only[1], [...path, 'secret']);
  return entries.flatMap(([key, each]) => clearSecrets(each, [...path, key]));
}

function checkName(name: unknown, path: YamlPath): ClearSecret[] {
  if (typeof name === 'string' && isNameOfSecret(name)) return [];
  return [{ path, told: told('secretBadName') }];
}
