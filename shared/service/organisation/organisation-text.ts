import { canonicalText } from '../../lib/canonical-json.ts';
import type { OrganisationFiles } from './organisation-files.ts';

/** One text for what is published: equal when nothing in it differs. */
export const organisationText = ({
  files: { people, catalog, policy },
  providerDigests,
}: OrganisationFiles): string => canonicalText({ people, catalog, policy, providerDigests });
