import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { providerManifestSchema, type ProviderManifest } from '../provider-protocol/provider-protocol.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { utf8Text } from '../lib/utf8-text.ts';
import { readRegularFile } from './read-regular-file.ts';
import { issueText } from '../provider-protocol/issue-text.ts';

const MANIFEST_LIMIT_BYTES = 65_536;

/** The provider.yaml of a folder, checked. What is wrong with it comes back as a sentence that names the file. */
export async function readManifest(folder: string): Promise<Result<ProviderManifest, string>> {
  const path = join(folder, 'provider.yaml');
  const text = await readSmall(path);
  if (!text.ok) return text;
  let document: unknown;
  try {
    document = parse(text.value, { maxAliasCount: 20, prettyErrors: true });
  } catch (error) {
    return err(`${path} is not valid YAML: ${(error as Error).message.split('\n')[0]}`);
  }
  const parsed = providerManifestSchema.safeParse(document);
  return parsed.success ? ok(parsed.data) : err(`${path}: ${issueSentence(parsed.error)}`);
}

async function readSmall(path: string): Promise<Result<string, string>> {
  try {
    const text = utf8Text(await readRegularFile(path, { mostBytes: MANIFEST_LIMIT_BYTES }));
    return text.ok ? text : err(`${path} ${text.error}`);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) return err(message);
    return err(`${path} cannot be read: a provider is a folder with a provider.yaml in it.`);
  }
}

function issueSentence(error: z.ZodError): string {
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : '';
  return `${issueText(error, 'the manifest')}${more}.`;
}
