import { appendLeaf, type CompactRange } from '../log/compact-range.ts';
import { leafHash } from '../log/leaf-hash.ts';
import type { LogIdentity } from '../log/log-watch.ts';

/** `range` with these entries. A text is hashed here; another's word for a hash is taken only where the text may not be read. */
export function appendItems(
  { sha256 }: Pick<LogIdentity, 'sha256'>,
  range: CompactRange,
  items: readonly { readonly text: string | null; readonly leafHash: string }[],
): CompactRange {
  return items.reduce((sofar, { text, leafHash: claimed }) => {
    const leaf = text === null ? bytesOf(claimed) : leafHash(sha256, new TextEncoder().encode(text));
    return appendLeaf(sha256, sofar, leaf);
  }, range);
}

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
