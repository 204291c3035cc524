/** So many names are written out; of more, the rest is counted. */
const SHOWN = 3;

/** `Ana`, `Ana or Ben`, `Ana, Ben or Cem`, `Ana, Ben, Cem or 4 others`. */
export function listNames(names: readonly string[], conjunction: 'or' | 'and' = 'or'): string {
  const more = names.length - SHOWN;
  const shown = names.slice(0, SHOWN);
  if (more > 0) shown.push(more === 1 ? '1 other' : `${more} others`);
  const last = shown.pop() ?? 'nobody';
  return shown.length === 0 ? last : `${shown.join(', ')} ${conjunction} ${last}`;
}
