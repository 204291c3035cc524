import { parseOrganisation, type ParsedOrganisation } from '../../organisation-files/parse-organisation.ts';
import { keptText, readKept } from './kept-organisation.ts';
import type { ParseInput } from './organisation-parser.ts';

export type ParseOrganisation = typeof parseOrganisation;

/**
 * Parses and checks what is to be published: the one time that rules for files are applied to it. What comes of it is what
 * will be read of it ever after. Throws where that would not be the same shape: nothing of it may be published.
 */
export function parseToPublish(
  { files, version, providerDigests, providerSchemas }: ParseInput,
  parse: ParseOrganisation = parseOrganisation,
): ParsedOrganisation {
  const parsed = parse(files, version, providerDigests, providerSchemas);
  if (!parsed.organisation) return parsed;
  const read = readKept(keptText(parsed.organisation));
  if (read.kind === 'unknown') throw new Error('what was parsed could not be read again');
  return { organisation: read.value, mistakes: parsed.mistakes };
}
