/** So many rows or keys in one statement: all databases take as many parameters as that makes. */
const MOST = 500;

/** `items` in parts that one statement takes. */
export function chunks<T>(items: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < items.length; at += MOST) parts.push(items.slice(at, at + MOST));
  return parts;
}

/** What `read` finds for all of `keys`, asked in as few statements as there have to be. */
export async function readInChunks<K, R>(
  keys: readonly K[],
  read: (part: K[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const found: R[] = [];
  for (const part of chunks(keys)) found.push(...(await read(part)));
  return found;
}
