import { canonicalText } from '../../lib/canonical-json.ts';
import type { Parts } from '../usecases/parts.ts';
import { publishOrganisation, type Published } from '../usecases/publish-organisation.ts';
import type { OrganisationFiles } from './organisation-files.ts';

/** Publishes what the service was started with, unless just that is in force already. Null when it was started with nothing. */
export async function publishAtStart(
  parts: Pick<Parts, 'store' | 'commits' | 'organisation' | 'crypto' | 'providerSchemas'>,
  given: OrganisationFiles | null,
): Promise<Published | null> {
  if (!given) return null;
  const inForce = await parts.store.latestDocument();
  const { files, providerDigests } = given;
  if (inForce && isSame(given, inForce)) return { version: inForce.version, published: false, mistakes: [] };
  return publishOrganisation(
    parts,
    { actor: 'latchkey', isService: true },
    {
      files: { ...files },
      providerDigests: { ...providerDigests },
      dryRun: false,
      idempotencyKey: parts.crypto.randomId(),
    },
  );
}

function isSame(
  { files, providerDigests }: OrganisationFiles,
  inForce: OrganisationFiles['files'] & Pick<OrganisationFiles, 'providerDigests'>,
): boolean {
  const { people, catalog, policy } = inForce;
  return (
    canonicalText({ ...files }) === canonicalText({ people, catalog, policy }) &&
    canonicalText(providerDigests) === canonicalText(inForce.providerDigests)
  );
}
