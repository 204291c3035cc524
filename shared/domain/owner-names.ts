import type { Organisation } from './organisation.ts';
import { listNames } from './list-names.ts';
import { ownValue } from './own-value.ts';

/** Whom to ask when something about the organisation is in the way: its owners by name. */
export function ownerNames(organisation: Organisation): string {
  const names = organisation.owners.map((id) => ownValue(organisation.members, id)?.name ?? id);
  return names.length === 0 ? 'an owner' : listNames(names);
}
