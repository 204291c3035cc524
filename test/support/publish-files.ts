import type { Client } from '../../shared/client/create-client.ts';
import type { OrganisationTexts } from '../../shared/organisation-files/parse-organisation.ts';
import { readMe } from '../../shared/formats/wire/read-me.ts';

/** Publishes these files after whichever version is in force. */
export async function publishFiles(
  { session, org }: Pick<Client['api'], 'session' | 'org'>,
  files: OrganisationTexts,
) {
  const follows = readMe(await session.me.query()).organisation.version;
  return org.publish.mutate({ files, providerDigests: {}, dryRun: false, follows });
}
