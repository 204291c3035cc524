import { inWords } from '../../support/in-words.ts';
import { describe, expect, test } from 'vitest';
import { MissingTexts, sayMissing } from '../../../shared/formats/wire/missing-texts.ts';
import { sealSaid, type LeafText } from '../../../shared/lib/said.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';
import { LOG } from '../../integration/history-log.ts';

const WITH_TEXTS = LOG.filter((item) => item.said.length > 0).map(({ seq }) => seq);

const erasing = (seqs: readonly number[]): LeafText =>
  sealSaid(sha256, {
    ...{ v: 2, seq: LOG.length, stream: 'organisation', version: 1, at: 1_600_000_000_000, actor: 'owner' },
    entry: { type: 'textsErased', seqs },
  });

function missingIn(leaves: readonly Parameters<MissingTexts['addLeaf']>[1][]): readonly number[] {
  const missing = new MissingTexts();
  for (const leaf of leaves) missing.addLeaf(sha256, leaf);
  return missing.seqs;
}

const without = (gone: readonly number[]) =>
  LOG.map((item) => (gone.includes(item.seq) ? { ...item, said: [] } : item));

describe('what people said', () => {
  test('is all there in a whole log, and in what may not be read', () => {
    expect(WITH_TEXTS.length).toBeGreaterThan(2);
    expect(missingIn(LOG)).toEqual([]);
    expect(missingIn(LOG.map((item) => ({ ...item, text: null, said: [] })))).toEqual([]);
  });

  test('is missing where it is not beside its entry, whichever entry it is', () => {
    for (const seq of WITH_TEXTS) expect(missingIn(without([seq]))).toEqual([seq]);
    expect(missingIn(without(WITH_TEXTS))).toEqual(WITH_TEXTS);
  });

  test('is not missing where a later entry says that it was erased', () => {
    expect(missingIn([...without(WITH_TEXTS), erasing(WITH_TEXTS)])).toEqual([]);
    const [first, ...rest] = WITH_TEXTS;
    expect(missingIn([...without(WITH_TEXTS), erasing(rest)])).toEqual([first]);
  });

  test('is nothing that people choose names of: a folder’s file may be called sha256', () => {
    const entry = {
      ...{ type: 'organisationPublished', organisationVersion: 1, files: {}, kind: 'organisation' },
      providerDigests: { sha256: 'a'.repeat(64) },
    };
    const record = {
      v: 2,
      seq: 0,
      stream: 'organisation',
      version: 1,
      at: 1_600_000_000_000,
      actor: 'owner',
    };
    expect(missingIn([sealSaid(sha256, { ...record, entry })])).toEqual([]);
  });
});

test('says how many there are, and which', () => {
  expect(sayMissing({ seqs: [] })).toBeNull();
  expect(sayMissing({ seqs: [4] })).toEqual(inWords(/^What people said in one entry \(4\) is missing, /));
  expect(sayMissing({ seqs: Array.from({ length: 12 }, (_, seq) => seq) })).toEqual(
    inWords(/in 12 entries \(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …\) is missing/),
  );
});
