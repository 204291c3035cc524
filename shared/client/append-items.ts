import { appendLeaf, type CompactRange } from '../log/compact-range.ts';
import { leafHash } from '../log/hashes.ts';
import type { LogIdentity } from '../log/log-watch.ts';

/** The hash of a leaf. A text is hashed here; another's word (in hex) is taken only where the text may not be read. */
export const leafHashOf = (
  { sha256 }: Pick<LogIdentity, 'sha256'>,
  { text, leafHash: claimed }: { readonly text: string | null; readonly leafHash: string },
): Uint8Array => (text === null ? bytesOf(claimed) : leafHash(sha256, new TextEncoder().encode(text)));

/** `range` with these entries. */
export function appendItems(
  log: Pick<LogIdentity, 'sha256'>,
  range: CompactRange,
  items: readonly { readonly text: string | null; readonly leafHash: string }[],
): CompactRange {
  return items.reduce((sofar, item) => appendLeaf(log.sha256, sofar, leafHashOf(log, item)), range);
}

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
