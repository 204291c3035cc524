/** What is said of things that only a newer Latchkey knows, such as `['request', 'requests']`: how many, and what to do. */
export function madeByNewer(count: number, [one, many]: readonly [string, string]): string {
  if (count === 1) return `1 ${one} was made by a newer Latchkey. Update Latchkey to see it.`;
  return `${count} ${many} were made by a newer Latchkey. Update Latchkey to see them.`;
}

/** In the place of what an entry tells. */
export const BY_NEWER = 'Made by a newer Latchkey: update this one to see it';

/** Of one request. */
export const STANDS_BY_NEWER = 'How it stands now only a newer Latchkey can show: update this one to see it.';
/** The same, of what was carried out. */
export const DONE_BY_NEWER = `It is done. ${STANDS_BY_NEWER}`;
