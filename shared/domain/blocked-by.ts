import { isCode, type Told } from '../words/told.ts';
import type { Entry } from './entry.ts';

interface Blocked {
  readonly rule: string;
  /** What was asked for. */
  readonly title: string;
  readonly why: Told;
}

/** The rule whose condition nobody can evaluate, where that is why this entry refuses something; null where it is not. */
export function blockedBy(entry: Entry): Blocked | null {
  const refused = whyRefused(entry);
  if (!refused) return null;
  const why =
    isCode(refused, 'filesChanged') || isCode(refused, 'timeChanged') ? refused.params.why : refused;
  if (!isCode(why, 'conditionBlocks')) return null;
  return { rule: why.params.rule, title: why.params.title, why: why.params.why };
}

function whyRefused(entry: Entry): Told | null {
  switch (entry.type) {
    case 'requestRefused':
    case 'requestOverruled':
      return entry.refusal.told;
    case 'grantFailed':
      return typeof entry.message === 'object' && 'code' in entry.message ? entry.message : null;
    case 'grantEnding':
      return typeof entry.reason === 'object' && 'code' in entry.reason ? entry.reason : null;
    default:
      return null;
  }
}
