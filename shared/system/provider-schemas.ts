import { join, resolve } from 'node:path';
import type { ProviderSchemas } from '../organisation-files/check-provider-fields.ts';
import { lateExpiry } from '../provider-protocol/provider-protocol.ts';
import { durationMs } from '../lib/time.ts';
import { SHIPPED_PROVIDERS } from '../organisation-files/shipped-providers.ts';
import { readManifest } from './read-manifest.ts';
import { SHIPPED_PROVIDERS_FOLDER } from './shipped-providers-folder.ts';

/**
 * What the manifests of the shipped providers say of `config`, `input` and how access ends, and those of the folders `uses` of a catalog in
 * `folder`. A manifest that cannot be read is left out: the conformance checks and the runner say what is wrong with it.
 */
export async function readProviderSchemas(own?: {
  readonly folder: string;
  readonly uses: readonly string[];
}): Promise<ProviderSchemas> {
  const folders = [
    ...SHIPPED_PROVIDERS.map((use) => ({ use, path: join(SHIPPED_PROVIDERS_FOLDER, use) })),
    ...(own?.uses ?? []).map((use) => ({ use, path: resolve(own?.folder ?? '.', use) })),
  ];
  const read = await Promise.all(
    folders.map(async ({ use, path }) => {
      const manifest = await readManifest(path);
      if (!manifest.ok) return [];
      const { configSchema, inputSchema, maxTtl, nativeExpiry, sessionsSurvive } = manifest.value;
      const late = lateExpiry(manifest.value);
      const end = {
        ...{ nativeExpiry, sessionsSurvive },
        ...(late && { late: { ...late, mostMs: durationMs(late.mostMs) } }),
      };
      return [[use, { config: configSchema, input: inputSchema, maxTtlMs: maxTtl ?? null, end }] as const];
    }),
  );
  return new Map(read.flat());
}
