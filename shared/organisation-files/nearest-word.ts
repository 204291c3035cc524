import { distance as editDistance } from 'fastest-levenshtein';

/** What may have been meant: the nearest of `known`; empty when none is near. */
export function nearestWord(word: string, known: Iterable<string>): string {
  const most = Math.min(3, Math.ceil(word.length / 3));
  let best: { word: string; distance: number } | undefined;
  for (const each of known) {
    if (Math.abs(each.length - word.length) > most) continue;
    const distance = editDistance(word.toLowerCase(), each.toLowerCase());
    if (distance <= most && distance < (best?.distance ?? Infinity)) best = { word: each, distance };
  }
  return best?.word ?? '';
}
