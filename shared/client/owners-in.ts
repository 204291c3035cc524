import { parseOrganisation, type OrganisationTexts } from '../organisation-files/parse-organisation.ts';
import { listNames } from '../lib/list-names.ts';

/**
 * Who the owners are in these files, as this computer reads them, as a sentence: what somebody is about to sign, whatever the
 * service says of it.
 */
export function ownersIn(
  files: OrganisationTexts,
  providerDigests: Readonly<Record<string, string>>,
): string {
  const { organisation } = parseOrganisation(files, 1, providerDigests);
  return organisation
    ? `Its owners, as this computer reads it: ${listNames([...organisation.owners], 'and')}`
    : 'This computer finds mistakes in it';
}
