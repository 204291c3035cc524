import { beforeEach, describe, expect, test } from 'vitest';
import { adoptLogKey } from '../../../shared/client/adopt-log-key.ts';
import type { Identity } from '../../../shared/client/identity.ts';
import { hexOf } from '../../../shared/lib/hex-of.ts';
import { leafHash } from '../../../shared/log/leaf-hash.ts';
import { formatNote, signNoteText } from '../../../shared/log/signed-note.ts';
import { formatCheckpoint } from '../../../shared/log/checkpoint.ts';
import { inclusionProof, rootAt } from '../../../shared/log/tree.ts';
import { formatVerifierKey, verifierKey } from '../../../shared/log/verifier-key.ts';
import { generateSigningKey, sha256, signer } from '../../../shared/system/node-crypto.ts';
import { FAKE_IDENTITY } from '../../fakes/fake-api.ts';
import { FoundedLog } from '../../fakes/founded-log.ts';
import { MemoryTree } from '../../fakes/memory-tree.ts';
import { OWNER } from '../../fakes/people-log.ts';

const ORIGIN = 'example.com/log';

function newKey(origin = ORIGIN) {
  const { publicKey, seed } = generateSigningKey();
  const key = verifierKey(sha256, origin, publicKey);
  return { key, text: formatVerifierKey(key), sign: signer(seed) };
}
type Key = ReturnType<typeof newKey>;

let first: Key;
let second: Key;
let log: FoundedLog;
beforeEach(() => {
  [first, second] = [newKey(), newKey()];
  log = new FoundedLog(ORIGIN);
  log.found(log.founding({ logKey: first.text }));
});

const identity = (key: Key, earlier?: readonly Key[]): Identity => ({
  ...FAKE_IDENTITY,
  log: { origin: ORIGIN, key: key.text, ...(earlier && { earlier: earlier.map(({ text }) => text) }) },
});

/** What a service answers that has this log, signed by these. `told`: which entries it says to be about another key. */
function service({ by, told, of = log }: { by: readonly Key[]; told?: readonly number[]; of?: FoundedLog }) {
  const tree = new MemoryTree(sha256);
  const hashes = log.leaves.map(({ text }) => leafHash(sha256, Buffer.from(text)));
  tree.append(hashes);
  const isRotation = (seq: number): boolean => of.records[seq]?.entry.type === 'logKeyRotated';
  const seqs = told ?? of.records.flatMap((_record, seq) => (isRotation(seq) ? [seq] : []));
  const size = log.size;
  const text = formatCheckpoint({
    ...{ origin: ORIGIN, size, rootHash: rootAt(sha256, size, tree.getNode), extensions: [] },
  });
  const note = formatNote({ text, signatures: by.map(({ key, sign }) => signNoteText(text, key, sign)) });
  const items = seqs.map((seq) => ({
    ...{ seq, leafHash: '0'.repeat(64), text: of.leaves[seq]?.text ?? null },
    said: [...(of.leaves[seq]?.said ?? [])],
  }));
  const answers = {
    rotations: { query: async () => ({ items }) },
    checkpoint: { query: async () => ({ note }) },
    inclusion: {
      query: async ({ seq: index }: { seq: number; size: number }) => ({
        hashes: inclusionProof(sha256, { index, size }, tree.getNode).map(hexOf),
      }),
    },
  };
  return answers as unknown as Parameters<typeof adoptLogKey>[0];
}

const rotate = (to: Key, from: Key, of = log): void =>
  of.rotate(OWNER, { logKey: to.text, follows: from.text });

describe('the key that a log has now', () => {
  test('is taken over where the log says so, and both keys signed it', async () => {
    rotate(second, first);
    const adopted = await adoptLogKey(service({ by: [second, first] }), identity(first));
    expect(adopted).toEqual(identity(second, [first]));
    expect(await adoptLogKey(service({ by: [second, first] }), adopted as Identity)).toBeNull();
  });

  test('is found over all that it had meanwhile', async () => {
    const third = newKey();
    rotate(second, first);
    rotate(third, second);
    const by = service({ by: [third, second, first] });
    expect(await adoptLogKey(by, identity(first))).toEqual(identity(third, [second, first]));
    expect(await adoptLogKey(by, identity(second, [first]))).toEqual(identity(third, [second, first]));
    // Who joined late knows nothing of what was before.
    expect(await adoptLogKey(by, identity(third))).toBeNull();
  });

  test('is the one that was pinned where nothing else is said', async () =>
    expect(await adoptLogKey(service({ by: [first] }), identity(first))).toBeNull());
});

describe('what nobody takes over:', () => {
  test('a key that did not sign the log itself', async () => {
    rotate(second, first);
    await expect(adoptLogKey(service({ by: [first] }), identity(first))).rejects.toThrow(
      'does not sign by it',
    );
  });

  test('what the pinned key did not sign', async () => {
    rotate(second, first);
    await expect(adoptLogKey(service({ by: [second] }), identity(first))).rejects.toThrow('valid signature');
  });

  test('what is not in the log', async () => {
    const other = new FoundedLog(ORIGIN);
    other.found(other.founding({ logKey: first.text }));
    rotate(second, first, other);
    const by = service({ by: [second, first], of: other });
    await expect(adoptLogKey(by, identity(first))).rejects.toThrow('its log does not say so');
  });

  test('what follows another key, was signed by nobody, or says something else', async () => {
    const follows = newKey();
    rotate(second, follows);
    log.write(
      'organisation',
      { type: 'logKeyRotated', logKey: second.text, follows: first.text },
      { actor: OWNER },
    );
    log.publish(OWNER);
    const told = Array.from({ length: log.size }, (_, seq) => seq);
    expect(await adoptLogKey(service({ by: [second, first], told }), identity(first))).toBeNull();
  });

  test('a key of another log', async () => {
    const foreign = newKey('example.com/other');
    rotate(foreign, first);
    const by = service({ by: [first, foreign] });
    await expect(adoptLogKey(by, identity(first))).rejects.toThrow('does not sign by it');
  });
});
