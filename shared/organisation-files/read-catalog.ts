import type { Entitlement, Json, ProviderConfig } from '../domain/organisation/organisation.ts';
import type { ProviderSchema } from '../provider-protocol/provider-schema.ts';
import { checkProviderFields, type ProviderSchemas } from './check-provider-fields.ts';
import { clearSecrets } from './clear-secrets.ts';
import { told, type Told } from '../words/told.ts';
import { nearestWord } from './nearest-word.ts';
import type { CatalogFile } from './file-schemas.ts';
import type { MistakeList } from './mistake-list.ts';
import { SHIPPED_PROVIDERS } from './shipped-providers.ts';
import type { YamlFile, YamlPath } from './yaml-file.ts';

export interface Catalog {
  readonly providers: Record<string, ProviderConfig>;
  readonly entitlements: Record<string, Entitlement>;
}

/** What is known of providers, by what `use:` says: the digests of folders, and what manifests say of values. */
interface KnownProviders {
  readonly digests: Readonly<Record<string, string>>;
  readonly schemas: ProviderSchemas;
}

/** What catalog.yaml offers. Without a provider's schema, its values are checked for secrets only. */
export function readCatalog(
  { file, data: catalog }: { readonly file: YamlFile; readonly data: CatalogFile },
  { digests, schemas }: KnownProviders,
  mistakes: MistakeList,
): Catalog {
  const check = (value: unknown, path: YamlPath, schema: ProviderSchema | undefined) => {
    const clear = clearSecrets(value);
    for (const secret of clear) mistakes.error(file, [...path, ...secret.path], secret.told);
    if (schema && clear.length === 0) checkProviderFields(schema, value, { file, path, mistakes });
  };
  const providers: Record<string, ProviderConfig> = {};
  for (const [id, { use, pool, config }] of Object.entries(catalog.providers)) {
    const path = ['providers', id];
    const problem = useProblem(use, digests);
    if (problem) mistakes.error(file, [...path, 'use'], problem);
    check(config, [...path, 'config'], schemas.get(use)?.config);
    const digest = isFolder(use) && Object.hasOwn(digests, use) ? (digests[use] ?? null) : null;
    providers[id] = { id, use, pool, config: config as Json, digest };
  }
  const entitlements: Record<string, Entitlement> = {};
  for (const [index, { provider, input, ...rest }] of catalog.entitlements.entries()) {
    const path = ['entitlements', index];
    if (Object.hasOwn(entitlements, rest.id))
      mistakes.error(file, [...path, 'id'], told('inCatalogAlready', { id: rest.id }));
    if (!Object.hasOwn(providers, provider))
      mistakes.error(
        file,
        [...path, 'provider'],
        told('providerUnknown', { id: provider, near: nearestWord(provider, Object.keys(providers)) }),
      );
    const use = Object.hasOwn(providers, provider) ? providers[provider]?.use : undefined;
    check(input, [...path, 'input'], schemas.get(use ?? '')?.input);
    entitlements[rest.id] = { ...rest, providerId: provider, input: input as Json };
  }
  return { providers, entitlements };
}

const isFolder = (use: string): boolean => use.includes('/') || use.includes('\\') || use.startsWith('.');

function useProblem(use: string, digests: Readonly<Record<string, string>>): Told | null {
  if (!isFolder(use)) {
    if (SHIPPED_PROVIDERS.includes(use)) return null;
    const shipped = [...SHIPPED_PROVIDERS];
    return told('useUnknown', { use, shipped, near: nearestWord(use, shipped) });
  }
  const parts = use.split('/');
  if (use.startsWith('/') || use.includes('\\') || /^[A-Za-z]:/.test(use) || parts.includes('..'))
    return told('folderOutside');
  return Object.hasOwn(digests, use) ? null : told('folderNotFound', { use });
}
