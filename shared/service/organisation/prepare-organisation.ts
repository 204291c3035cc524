import type { EntryRow } from '../store/rows.ts';
import type { CurrentOrganisation } from './current-organisation.ts';
import { signedOwners } from './signed-owners.ts';

/** Reads what these entries publish, before anybody is told of them. */
export async function prepareOrganisation(
  organisation: CurrentOrganisation,
  entries: readonly EntryRow[],
): Promise<void> {
  const last = entries.findLast(({ type }) => type === 'organisationPublished');
  if (!last) return;
  const { entry } = JSON.parse(last.text) as { entry: { organisationVersion: number } };
  await organisation.prepare(entry.organisationVersion, signedOwners(entries));
}
