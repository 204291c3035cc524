import { ownValue } from '../../lib/own-value.ts';
import type { Entitlement, Rule } from '../organisation/organisation.ts';
import { globMatches } from './glob-matches.ts';

/** Whether a rule is about this entitlement: by all of its tags, or by one of the patterns. */
export function isAbout(
  { entitlements: globs, tags }: Pick<Rule, 'entitlements' | 'tags'>,
  { id, tags: own }: Pick<Entitlement, 'id' | 'tags'>,
): boolean {
  if (tags) return Object.entries(tags).every(([tag, value]) => ownValue(own, tag) === value);
  return globs.some((glob) => globMatches(glob, id));
}
