import { secretValues } from '../contract/check-provider-value.ts';
import type { ProviderManifest } from '../contract/provider-protocol.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Secrets } from '../ports/secrets.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A config with each `{ secret: NAME }` replaced by its value. Refused, naming the secret and never its value, when one
 * is missing, or stands where the manifest expects no secret: there its value would not be kept out of logs.
 */
export async function fillSecrets(
  config: Fields,
  schema: ProviderManifest['configSchema'],
  secrets: Secrets,
): Promise<Result<Record<string, unknown>, string>> {
  const found = new Map<string, string>();
  for (const name of referencedSecrets(config)) {
    const value = await secrets.find(name);
    if (!value.ok) return value;
    found.set(name, value.value);
  }
  const filled = fill(config, found) as Record<string, unknown>;
  const guarded = new Set(secretValues(schema, filled));
  for (const [name, value] of found) {
    if (!guarded.has(value))
      return err(`The secret ${name} stands in the config where the provider does not expect a secret.`);
  }
  return ok(filled);
}

function nameIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return null;
  const { secret } = value as { secret?: unknown };
  return typeof secret === 'string' ? secret : null;
}

function referencedSecrets(value: unknown): string[] {
  const name = nameIn(value);
  if (name !== null) return [name];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(referencedSecrets) : [];
}

function fill(value: unknown, found: ReadonlyMap<string, string>): unknown {
  const name = nameIn(value);
  if (name !== null) return found.get(name);
  if (Array.isArray(value)) return value.map((each) => fill(each, found));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, found)]));
}
