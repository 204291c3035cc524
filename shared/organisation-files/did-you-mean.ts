import { distance as editDistance } from 'fastest-levenshtein';

/** ` Did you mean “x”?` for the nearest of `known`, or nothing when none is near. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const most = Math.min(3, Math.ceil(word.length / 3));
  let best: { word: string; distance: number } | undefined;
  for (const each of known) {
    if (Math.abs(each.length - word.length) > most) continue;
    const distance = editDistance(word.toLowerCase(), each.toLowerCase());
    if (distance <= most && distance < (best?.distance ?? Infinity)) best = { word: each, distance };
  }
  return best ? ` Did you mean “${best.word}”?` : '';
}
