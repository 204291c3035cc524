import { checkProviderValue, secretValues } from '../provider-protocol/check-provider-value.ts';
import type { ProviderManifest } from '../provider-protocol/provider-protocol.ts';
import { canonicalText } from '../lib/canonical-json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Secrets, SecretTarget } from '../ports/secrets.ts';
import { told, type Told } from '../words/told.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The target's config with each `{ secret: NAME }` replaced by its value. Refused, naming the secret and never its value,
 * when one is missing, is bound to other targets, or stands where the manifest expects no secret: there its value would not
 * be kept out of logs.
 */
export async function fillSecrets(
  { provider, config }: SecretTarget,
  schema: ProviderManifest['configSchema'],
  secrets: Secrets,
): Promise<Result<Record<string, unknown>, Told>> {
  const found = new Map<string, string>();
  const asked = comparable(schema, config);
  const use = { provider, isConfig: (bound: Fields) => comparable(schema, bound) === asked };
  for (const name of referencedSecrets(config)) {
    const value = await secrets.find(name, use);
    if (!value.ok) return value;
    found.set(name, value.value);
  }
  const filled = fill(config, found) as Record<string, unknown>;
  const guarded = new Set(secretValues(schema, filled));
  for (const [name, value] of found) {
    if (!guarded.has(value)) return err(told('secretMisplaced', { name }));
  }
  return ok(filled);
}

/** The whole of a config with its defaults: not only where it leads, also `tls` and each other word is what was bound. */
function comparable(schema: ProviderManifest['configSchema'], config: Fields): string {
  const checked = checkProviderValue(schema, config, 'references');
  return canonicalText(checked.ok ? checked.value : config);
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
