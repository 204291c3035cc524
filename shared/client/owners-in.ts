import { parseOrganisation, type OrganisationTexts } from '../organisation-files/parse-organisation.ts';
import { told, type Told } from '../words/told.ts';

/** Who the owners are in these files, as this computer reads them: what somebody is about to sign, whatever the service says of it. */
export function ownersIn(files: OrganisationTexts, providerDigests: Readonly<Record<string, string>>): Told {
  const { organisation } = parseOrganisation(files, 1, providerDigests);
  return organisation ? told('ownersRead', { owners: [...organisation.owners] }) : told('ownersUnread');
}
