import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appendLeaf,
  emptyRange,
  rootOf,
  rangeFromJson,
  rangeToJson,
} from '../../shared/log/compact-range.ts';
import { EMPTY_ROOT, leafHash, nodeHash } from '../../shared/log/hashes.ts';
import { consistencyProof, inclusionProof, rootAt } from '../../shared/log/tree.ts';
import { verifyConsistency, verifyInclusion } from '../../shared/log/proofs.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { MemoryTree } from '../fakes/memory-tree.ts';

/** MTH as RFC 9162 §2.1.1 defines it, word for word, to hold the fast one against. */
function merkleTreeHash(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return EMPTY_ROOT;
  if (leaves.length === 1) return only;
  const split = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
  return nodeHash(sha256, merkleTreeHash(leaves.slice(0, split)), merkleTreeHash(leaves.slice(split)));
}

const MAX_LEAVES = 300;
const hashes = Array.from({ length: MAX_LEAVES }, (_, at) =>
  leafHash(sha256, new TextEncoder().encode(`entry ${at}`)),
);
const tree = new MemoryTree(sha256, hashes);
const roots = Array.from({ length: MAX_LEAVES + 1 }, (_, size) => rootAt(sha256, size, tree.getNode));
const rootHashAt = (size: number): Uint8Array => roots[size] ?? EMPTY_ROOT;

const sizes = fc.integer({ min: 1, max: MAX_LEAVES });
/** Somewhere in a range, as a fraction, so that it can be drawn before the range is known. */
const fraction = fc.double({ min: 0, max: 0.999_999, noNaN: true });
const pick = (among: number, at: number) => Math.floor(among * at);

/** `parts` with one bit of one of them flipped. */
function flipBit(parts: readonly Uint8Array[], at: number): Uint8Array[] {
  const bit = pick(
    parts.reduce((bits, part) => bits + part.length * 8, 0),
    at,
  );
  let before = 0;
  return parts.map((part) => {
    const copy = part.slice();
    const own = bit - before;
    if (own >= 0 && own < part.length * 8) copy[own >> 3] = (copy[own >> 3] ?? 0) ^ (1 << (own & 7));
    before += part.length * 8;
    return copy;
  });
}

function inclusionClaim(size: number, at: number) {
  const index = pick(size, at);
  const proof = inclusionProof(sha256, { index, size }, tree.getNode);
  return { index, size, leafHash: hashes[index] ?? EMPTY_ROOT, proof, rootHash: rootHashAt(size) };
}

function consistencyClaim(to: number, at: number) {
  const from = 1 + pick(to, at);
  const proof = consistencyProof(sha256, { from, to }, tree.getNode);
  return {
    from: { size: from, rootHash: rootHashAt(from) },
    to: { size: to, rootHash: rootHashAt(to) },
    proof,
  };
}

describe('the root', () => {
  it('is the recursive definition of RFC 9162, however the leaves were appended', () => {
    const leaf = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(fc.array(fc.array(leaf, { maxLength: 12 }), { maxLength: 8 }), (batches) => {
        const stored = new MemoryTree(sha256);
        for (const batch of batches) stored.append(batch);
        const leaves = batches.flat();
        const range = leaves.reduce((sofar, hash) => appendLeaf(sha256, sofar, hash), emptyRange());
        const expected = merkleTreeHash(leaves);
        expect(rootOf(sha256, range)).toEqual(expected);
        expect(rootAt(sha256, leaves.length, stored.getNode)).toEqual(expected);
        expect(rangeFromJson(JSON.parse(JSON.stringify(rangeToJson(range))))).toEqual({
          ok: true,
          value: range,
        });
      }),
    );
  });

  it('of every size up to 300 is the recursive definition', () => {
    for (let size = 0; size <= MAX_LEAVES; size += 1) {
      expect(rootHashAt(size)).toEqual(merkleTreeHash(hashes.slice(0, size)));
    }
  });

  it('costs fewer than two stored nodes a leaf', () => {
    expect(tree.nodeCount).toBeLessThan(2 * MAX_LEAVES);
  });
});

describe('an inclusion proof', () => {
  it('of every leaf of every tree verifies, and has no more hashes than the tree has levels', () => {
    fc.assert(
      fc.property(sizes, fraction, (size, at) => {
        const claim = inclusionClaim(size, at);
        expect(verifyInclusion(sha256, claim)).toEqual({ ok: true, value: 'included' });
        expect(claim.proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
      }),
      { numRuns: 500 },
    );
  });

  it('fails with any one bit flipped in leaf, root or path', () => {
    fc.assert(
      fc.property(sizes, fraction, fraction, (size, at, bit) => {
        const claim = inclusionClaim(size, at);
        const [leaf, rootHash, ...proof] = flipBit([claim.leafHash, claim.rootHash, ...claim.proof], bit);
        if (leaf === undefined || rootHash === undefined) throw new Error('unreachable');
        expect(verifyInclusion(sha256, { ...claim, leafHash: leaf, rootHash, proof }).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('fails at any other place and with a hash more or fewer', () => {
    fc.assert(
      fc.property(sizes, fraction, fc.integer({ min: -2, max: MAX_LEAVES + 2 }), (size, at, index) => {
        const claim = inclusionClaim(size, at);
        fc.pre(index !== claim.index);
        expect(verifyInclusion(sha256, { ...claim, index }).ok).toBe(false);
        const [first, ...rest] = claim.proof;
        expect(verifyInclusion(sha256, { ...claim, proof: [...claim.proof, claim.rootHash] }).ok).toBe(false);
        if (first !== undefined) expect(verifyInclusion(sha256, { ...claim, proof: rest }).ok).toBe(false);
      }),
    );
  });

  it('fails when the hashes fit, but the tree is said to have more or fewer levels than the path', () => {
    const first = inclusionClaim(8, 0);
    expect(verifyInclusion(sha256, { ...first, size: 16 })).toMatchObject({
      error: expect.stringContaining('too short'),
    });
    // The root's right child, passed off as the only leaf of a tree of one.
    const rightChild = {
      ...first,
      size: 1,
      leafHash: first.proof.at(-1) ?? EMPTY_ROOT,
      proof: [rootHashAt(4)],
    };
    expect(verifyInclusion(sha256, rightChild)).toMatchObject({ error: expect.stringContaining('too long') });
  });

  it.each([NaN, Infinity, -1, 0.5, 2 ** 53])('never throws for the impossible number %d', (number) => {
    const claim = inclusionClaim(7, 0.5);
    expect(verifyInclusion(sha256, { ...claim, size: number }).ok).toBe(false);
    expect(verifyInclusion(sha256, { ...claim, index: number }).ok).toBe(false);
  });
});

describe('a consistency proof', () => {
  it('between any two sizes verifies', () => {
    fc.assert(
      fc.property(sizes, fraction, (to, at) => {
        expect(verifyConsistency(sha256, consistencyClaim(to, at))).toEqual({
          ok: true,
          value: 'consistent',
        });
      }),
      { numRuns: 500 },
    );
  });

  it('from nothing is empty and verifies', () => {
    const claim = {
      from: { size: 0, rootHash: EMPTY_ROOT },
      to: { size: 9, rootHash: rootHashAt(9) },
      proof: [],
    };
    expect(verifyConsistency(sha256, claim).ok).toBe(true);
    expect(verifyConsistency(sha256, { ...claim, proof: [EMPTY_ROOT] }).ok).toBe(false);
    const notEmpty = { size: 0, rootHash: rootHashAt(1) };
    expect(verifyConsistency(sha256, { ...claim, from: notEmpty }).ok).toBe(false);
    expect(verifyConsistency(sha256, { from: notEmpty, to: notEmpty, proof: [] }).ok).toBe(false);
  });

  it('fails with any one bit flipped in either root or the proof', () => {
    fc.assert(
      fc.property(sizes, fraction, fraction, (to, at, bit) => {
        const claim = consistencyClaim(to, at);
        const flipped = flipBit([claim.from.rootHash, claim.to.rootHash, ...claim.proof], bit);
        const [oldRoot, newRoot, ...proof] = flipped;
        if (oldRoot === undefined || newRoot === undefined) throw new Error('unreachable');
        const from = { ...claim.from, rootHash: oldRoot };
        expect(verifyConsistency(sha256, { from, to: { ...claim.to, rootHash: newRoot }, proof }).ok).toBe(
          false,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('fails for any other old size and with a hash more or fewer', () => {
    fc.assert(
      fc.property(sizes, fraction, fc.integer({ min: 1, max: MAX_LEAVES + 2 }), (to, at, size) => {
        const claim = consistencyClaim(to, at);
        fc.pre(size !== claim.from.size);
        expect(verifyConsistency(sha256, { ...claim, from: { ...claim.from, size } }).ok).toBe(false);
        const more = [...claim.proof, claim.to.rootHash];
        expect(verifyConsistency(sha256, { ...claim, proof: more }).ok).toBe(false);
        if (claim.proof.length > 0) {
          expect(verifyConsistency(sha256, { ...claim, proof: claim.proof.slice(1) }).ok).toBe(false);
          expect(verifyConsistency(sha256, { ...claim, proof: claim.proof.slice(0, -1) }).ok).toBe(false);
        }
      }),
    );
  });

  it('fails when the hashes fit, but the trees are said to have fewer levels than the proof', () => {
    // From 7 to 8, passed off as from 3 to 4: the last steps are the same.
    const from = { size: 3, rootHash: rootHashAt(7) };
    const proof = consistencyProof(sha256, { from: 7, to: 8 }, tree.getNode);
    const verdict = verifyConsistency(sha256, { from, to: { size: 4, rootHash: rootHashAt(8) }, proof });
    expect(verdict).toMatchObject({ error: expect.stringContaining('too long') });
  });

  it.each([NaN, Infinity, -1, 0.5, 2 ** 53])('never throws for the impossible number %d', (number) => {
    const claim = consistencyClaim(7, 0.5);
    expect(verifyConsistency(sha256, { ...claim, from: { ...claim.from, size: number } }).ok).toBe(false);
    expect(verifyConsistency(sha256, { ...claim, to: { ...claim.to, size: number } }).ok).toBe(false);
  });
});
