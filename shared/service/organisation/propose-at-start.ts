import type { Mistake } from '../../contract/mistake.ts';
import type { ProviderSchemas } from '../../organisation-files/check-provider-fields.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Logger } from '../../ports/logger.ts';
import type { ServiceStore } from '../store/service-store.ts';
import type { CurrentOrganisation } from './current-organisation.ts';
import type { OrganisationFiles } from './organisation-files.ts';
import { organisationText } from './organisation-text.ts';
import { parseToPublish, type ParseOrganisation } from './parse-to-publish.ts';
import { told } from '../../words/told.ts';
import { ToldError } from '../../words/told-error.ts';

/** What a service was started with (`--org`), and what became of it: nothing, until an owner signs it. */
export interface Proposal {
  /** In force now; 0: nothing is. */
  readonly version: number;
  readonly mistakes: readonly Mistake[];
  /** Null: there are mistakes in it, or it is what is in force. */
  readonly differs: { readonly files: OrganisationFiles; readonly organisation: Organisation } | null;
}

interface Needs {
  readonly store: Pick<ServiceStore, 'latestDocument'>;
  readonly organisation: CurrentOrganisation;
  readonly providerSchemas: ProviderSchemas;
  readonly logger: Logger;
  readonly parse: ParseOrganisation;
}

/** Looks at what the service was started with, beside what is in force. Null when it was started with nothing. */
export async function proposeAtStart(
  { store, organisation, providerSchemas, logger, parse }: Needs,
  given: OrganisationFiles | null,
): Promise<Proposal | null> {
  if (!given) return null;
  const inForce = await store.latestDocument();
  const version = inForce?.version ?? 0;
  const isSame =
    inForce !== null && organisationText({ ...inForce, files: inForce }) === organisationText(given);
  // What is in force and does not read is tried: either it does now, or its mistakes are told.
  if (isSame && organisation.problem === null) return { version, mistakes: [], differs: null };
  // Nobody is served yet, so nobody is held up, and there is no hurry.
  const parsed = parseToPublish({ ...given, version: version + 1, providerSchemas }, parse);
  const { mistakes } = parsed;
  if (!parsed.organisation) return { version, mistakes, differs: null };
  if (version > 0) logger.warn({ inForce: version }, NOT_IN_FORCE);
  return { version, mistakes, differs: { files: given, organisation: parsed.organisation } };
}

// not for people: a line of the log
const NOT_IN_FORCE =
  '--org differs from what is in force, and was left alone: an owner publishes it, with latchkey publish or in the app';

/** An organisation is founded with what its service was started with: not with half of it, by an owner whom nobody named. Throws with the mistakes. */
export function mustBeRight({ mistakes }: Proposal): void {
  const errors = mistakes.filter(({ severity }) => severity === 'error');
  const shown = errors
    .slice(0, MOST_SHOWN)
    .map(({ file, line, told: what }) => told('mistakeAt', { file, line, what }));
  if (shown.length > 0) throw new ToldError(told('filesHaveMistakes', { mistakes: shown }));
}

const MOST_SHOWN = 10;
