import { listNames } from '../../lib/list-names.ts';

/** Who must approve, by the number that decides it: `Ana or Ben`, `Ana and Ben` where both must, `2 of Ana, Ben and Cem`. */
export function whoMustAnswer(need: number, names: readonly string[]): string {
  if (need <= 1) return listNames(names);
  return need >= names.length ? listNames(names, 'and') : `${need} of ${listNames(names, 'and')}`;
}
