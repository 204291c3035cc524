import { expect, test } from 'vitest';
import { leafHash, PackedHashes } from '../../../shared/log/hashes.ts';
import { PrefixRoots } from '../../../shared/log/prefix-roots.ts';
import { rootAt } from '../../../shared/log/tree.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';
import { MemoryTree } from '../../fakes/memory-tree.ts';

const leaf = (index: number): Uint8Array => leafHash(sha256, Buffer.from(`entry ${index}`));

test('each beginning of a log has the root that the whole tree has for it, in whatever order they are asked for', () => {
  const tree = new MemoryTree(
    sha256,
    Array.from({ length: 300 }, (_, index) => leaf(index)),
  );
  const hashes = new PackedHashes();
  const roots = new PrefixRoots(sha256, hashes.at);
  for (let index = 0; index < 300; index += 1) {
    hashes.push(leaf(index));
    for (const size of [hashes.size, (index * 7) % (index + 1), 0])
      expect(roots.rootAt(size)).toEqual(rootAt(sha256, size, tree.getNode));
  }
  expect(() => roots.rootAt(301)).toThrow();
});

test('no leaf is read twice for the subtrees that are complete', () => {
  let reads = 0;
  const roots = new PrefixRoots(sha256, (index) => {
    reads += 1;
    return leaf(index);
  });
  roots.rootAt(4_096);
  expect(reads).toBe(4_096);
  roots.rootAt(2_048 + 16);
  roots.rootAt(4_080);
  expect(reads).toBe(4_096);
  roots.rootAt(4_095);
  expect(reads).toBe(4_096 + 15);
});
