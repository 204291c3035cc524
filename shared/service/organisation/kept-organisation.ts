import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Read } from '../../formats/format.ts';
import { organisationFormat } from '../../formats/organisation/organisation-format.ts';
import { canonicalText } from '../../lib/canonical-json.ts';

/** What is kept and hashed of a published version: canonical JSON (RFC 8785) of the parsed organisation. */
export const keptText = (organisation: Organisation): string =>
  canonicalText(organisationFormat.write(organisation));

/** Reads what `keptText` wrote, here or in another Latchkey. Never throws. */
export function readKept(text: string): Read<Organisation> {
  try {
    return organisationFormat.read(JSON.parse(text));
  } catch {
    return { kind: 'unknown', raw: text };
  }
}
