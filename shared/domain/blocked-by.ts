import { isCode, type Told } from '../words/told.ts';
import type { Entry } from './entry.ts';

/** The rule whose condition nobody can evaluate, and so refused what this entry is about; null where that is not why. */
export function blockedBy(
  entry: Entry,
): { readonly rule: string; readonly title: string; readonly why: Told } | null {
  if (entry.type !== 'requestRefused' && entry.type !== 'requestOverruled') return null;
  const refused = entry.refusal.told;
  const changed =
    isCode(refused, 'filesChanged') || isCode(refused, 'timeChanged') ? refused.params.why : refused;
  if (!isCode(changed, 'conditionBlocks')) return null;
  const { rule, title, why } = changed.params;
  return { rule, title, why };
}
