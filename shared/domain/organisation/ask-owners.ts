import { listNames } from '../../lib/list-names.ts';
import type { Organisation } from './organisation.ts';
import { ownValue } from '../../lib/own-value.ts';

/**
 * Whom to ask when something about the organisation is in the way, as a sentence: its owners by name. Nobody is told to ask
 * themselves: an owner who reads it is told that they can do it. `reader` null: several people read it, owners among them.
 */
export function askOwners(
  { owners, members }: Pick<Organisation, 'owners' | 'members'>,
  reader: string | null,
  to: string,
): string {
  if (reader !== null && owners.includes(reader)) return `You are an owner: you can ${to}.`;
  const names = owners.map((id) => ownValue(members, id)?.name ?? id);
  if (reader === null) return `${names.length === 0 ? 'An owner' : listNames(names)} can ${to}.`;
  return `Ask ${names.length === 0 ? 'an owner' : listNames(names)} to ${to}.`;
}
