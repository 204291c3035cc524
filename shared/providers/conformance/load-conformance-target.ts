import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { smallJsonObject } from '../../provider-protocol/provider-protocol.ts';
import { issueText } from '../../provider-protocol/issue-text.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { utf8Text } from '../../lib/utf8-text.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { fillSecrets } from '../../runner/fill-secrets.ts';
import { loadProvider } from '../../runner/scripts/load-provider.ts';
import type { ConformanceTarget } from './subject-under-test.ts';
import { readRegularFile } from '../../system/read-regular-file.ts';
import { told, type Told } from '../../words/told.ts';
import { whyNoText } from '../../system/why-no-text.ts';

/** Settings for a test, no data. */
const MOST_BYTES = 1_000_000;

/** `conformance.yaml`, beside a provider.yaml: a target that the checks may grant and revoke at. */
const fileSchema = z.strictObject({
  /** As in catalog.yaml, with `{ secret: NAME }` for secrets. */
  config: smallJsonObject.default({}),
  input: smallJsonObject.default({}),
  /** For providers that sign the requester's own key. */
  publicKey: z.string().max(8_192).optional(),
});

/** Loads a provider folder and the target in its `conformance.yaml`. Without that file, nothing is configured. */
export async function loadConformanceTarget(
  folder: string,
  secrets: Secrets,
): Promise<Result<Omit<ConformanceTarget, 'world'>, Told>> {
  const provider = await loadProvider(folder);
  if (!provider.ok) return provider;
  const file = await readTarget(join(folder, 'conformance.yaml'));
  if (!file.ok) return file;
  // Bound by the whole path: another folder with the same name in its manifest is another provider.
  const target = { provider: resolve(folder), config: file.value.config };
  const config = await fillSecrets(target, provider.value.manifest.configSchema, secrets);
  return config.ok ? ok({ ...file.value, provider: provider.value, config: config.value }) : config;
}

async function readTarget(path: string): Promise<Result<z.output<typeof fileSchema>, Told>> {
  const bytes = await readRegularFile(path, { mostBytes: MOST_BYTES }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return Buffer.from('{}');
      throw error;
    },
  );
  const text = utf8Text(bytes);
  if (!text.ok) return err(whyNoText(path, text.error));
  let document: unknown;
  try {
    document = parse(text.value, { maxAliasCount: 20 });
  } catch (error) {
    return err(told('manifestNotYaml', { path, why: (error as Error).message.split('\n')[0] ?? '' }));
  }
  const parsed = fileSchema.safeParse(document);
  if (parsed.success) return ok(parsed.data);
  // not for people: who writes the provider reads the rest
  return err(told('conformanceWrong', { path, why: issueText(parsed.error, 'the file') }));
}
