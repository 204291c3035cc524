import type { Words } from '../../words/words.ts';

/** Who must approve, by the number that decides it: `Ana or Ben`, `Ana and Ben` where both must, `2 of Ana, Ben and Cem`. */
export function whoMustAnswer(need: number, names: readonly string[], { formats, requests }: Words): string {
  if (need <= 1) return formats.any(names);
  return need >= names.length ? formats.all(names) : requests.someOf({ need, names });
}
