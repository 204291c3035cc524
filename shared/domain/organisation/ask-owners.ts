import type { Organisation } from './organisation.ts';
import { ownValue } from '../../lib/own-value.ts';
import { told, type ParamsOf, type Told } from '../../words/told.ts';

/**
 * Whom to ask when something about the organisation is in the way, as it is told: its owners by name. Nobody is told to ask
 * themselves: an owner who reads it is told that they can do it. `reader` null: several people read it, owners among them.
 */
export function askOwners(
  { owners, members }: Pick<Organisation, 'owners' | 'members'>,
  reader: string | null,
  to: ParamsOf<'askOwners'>['to'],
): Told {
  const names = owners.map((id) => ownValue(members, id)?.name ?? id);
  const isOwner = reader !== null && owners.includes(reader);
  return told('askOwners', {
    reader: reader === null ? 'several' : isOwner ? 'owner' : 'other',
    owners: names,
    to,
  });
}
