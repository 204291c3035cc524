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

/** Levenshtein's: how many letters have to be added, taken away or changed. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
