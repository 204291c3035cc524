import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { providerManifestSchema, type ProviderManifest } from '../provider-protocol/provider-protocol.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { utf8Text } from '../lib/utf8-text.ts';
import { readRegularFile } from './read-regular-file.ts';
import { issueText } from '../provider-protocol/issue-text.ts';
import { told, type Told } from '../words/told.ts';
import { toldOfFault } from '../words/told-error.ts';
import { whyNoText } from './why-no-text.ts';

const MANIFEST_LIMIT_BYTES = 65_536;

/** The provider.yaml of a folder, checked. What is wrong with it comes back as what names the file. */
export async function readManifest(folder: string): Promise<Result<ProviderManifest, Told>> {
  const path = join(folder, 'provider.yaml');
  const text = await readSmall(path);
  if (!text.ok) return text;
  let document: unknown;
  try {
    document = parse(text.value, { maxAliasCount: 20, prettyErrors: true });
  } catch (error) {
    return err(told('manifestNotYaml', { path, why: (error as Error).message.split('\n')[0] ?? '' }));
  }
  const parsed = providerManifestSchema.safeParse(document);
  return parsed.success ? ok(parsed.data) : err(wrong(path, parsed.error));
}

async function readSmall(path: string): Promise<Result<string, Told>> {
  try {
    const text = utf8Text(await readRegularFile(path, { mostBytes: MANIFEST_LIMIT_BYTES }));
    return text.ok ? text : err(whyNoText(path, text.error));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return err(code === undefined ? toldOfFault(error) : told('manifestMissing', { path }));
  }
}

function wrong(path: string, error: z.ZodError): Told {
  // not for people: who writes the provider reads the rest
  const why = issueText(error, 'the manifest');
  const more = error.issues.length - 1;
  return more > 0 ? told('manifestWrongAndMore', { path, why, more }) : told('manifestWrong', { path, why });
}
