import { ok } from '../../lib/result.ts';
import type { Logger } from '../../ports/logger.ts';
import { publishOrganisation, type Published } from '../usecases/publish-organisation.ts';
import type { OrganisationParser } from './organisation-parser.ts';
import type { OrganisationFiles } from './organisation-files.ts';
import { organisationText } from './organisation-text.ts';
import { parseToPublish, type ParseOrganisation } from './parse-to-publish.ts';

/** Under this name the store's `meta` has the digest of what was in the folder when it was in force last. */
const META = 'folderDigest';

type Needs = Parameters<typeof publishOrganisation>[0] & {
  readonly logger: Logger;
  readonly parse: ParseOrganisation;
};

const NOT_IN_FORCE =
  '--org was left alone: a newer version was published from elsewhere. Change the folder, or publish it, to put it in force';

/**
 * Publishes what the service was started with, when it changed since the last start that looked at it or nothing is
 * published yet. What did not change is left alone: others may have published a newer version since, and a restart must
 * not bring back whom that removed. Null when it was started with nothing.
 */
export async function publishAtStart(
  parts: Needs,
  given: OrganisationFiles | null,
): Promise<Published | null> {
  if (!given) return null;
  const inForce = await parts.store.latestDocument();
  const meta = { name: META, value: parts.crypto.hashHex(organisationText(given)) };
  const isUnchanged = (await parts.store.meta(META)) === meta.value;
  const isInForce =
    inForce !== null && organisationText({ ...inForce, files: inForce }) === organisationText(given);
  // What is in force and does not read is tried: either it does now, or its mistakes are told.
  const reads = parts.organisation.problem === null;
  if (inForce && (isInForce ? reads : isUnchanged)) {
    if (!isUnchanged) await remember(parts, meta);
    if (!isInForce) parts.logger.warn({ inForce: inForce.version }, NOT_IN_FORCE);
    return { version: inForce.version, published: false, mistakes: [] };
  }
  return publishOrganisation(
    { ...parts, parser: parserHere(parts.parse) },
    { actor: 'latchkey', isService: true, meta },
    {
      files: { ...given.files },
      providerDigests: { ...given.providerDigests },
      dryRun: false,
    },
  );
}

/** Nobody is served yet, so nobody is held up, and there is no hurry. */
const parserHere = (parse: ParseOrganisation): Pick<OrganisationParser, 'parse'> => ({
  parse: (input) => Promise.resolve(ok(parseToPublish(input, parse))),
});

async function remember({ commits }: Needs, meta: { name: string; value: string }): Promise<void> {
  await commits.run({
    key: null,
    decide(draft) {
      draft.meta.push(meta);
      return ok(null);
    },
  });
}
