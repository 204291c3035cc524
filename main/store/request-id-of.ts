/** A canonical record has its stream near its end; a pattern is enough to file it, since only indexing reads the whole. */
const STREAM = /"stream":"request\/([a-z0-9]{8,40})"/g;

/** The request that a stored entry is about, or null. */
export function requestIdOf(text: string | null): string | null {
  if (text === null) return null;
  // What a person wrote cannot look like this: quotes inside of JSON text are escaped. Canonical JSON sorts keys, so it is the last.
  const matches = [...text.matchAll(STREAM)];
  return matches.at(-1)?.[1] ?? null;
}
