import { isTold } from '../../../shared/words/told.ts';
import { inEnglish } from '../../../shared/words/words.ts';
import { describe, expect, it } from 'vitest';
import { appendLeaf, rootOf } from '../../../shared/log/compact-range.ts';
import type { LogAlarmKind } from '../../../shared/log/log-alarm.ts';
import {
  advanceByLeaves,
  advanceByProof,
  advanceByRange,
  nothingTrusted,
  type TrustedLog,
  restoreTrustedLog,
  trustedLogToJson,
} from '../../../shared/log/log-watch.ts';
import { generateSigningKey, sha256 } from '../../../shared/system/node-crypto.ts';
import { SignedLog } from '../../fakes/signed-log.ts';

const signingKey = generateSigningKey();
const log = new SignedLog(['a', 'b', 'c', 'd', 'e', 'f', 'g'], signingKey);
/** The same key signs another past: `c` was changed after it had been seen. */
const rewritten = new SignedLog(['a', 'b', 'X', 'd', 'e', 'f', 'g'], signingKey);

function trustedAt(size: number): TrustedLog {
  const leafHashes = log.leavesBetween(0, size);
  const advanced = advanceByLeaves(log.identity, nothingTrusted(), { note: log.noteAt(size), leafHashes });
  if (!advanced.ok) throw new Error(advanced.error.sentence);
  return advanced.value;
}

describe('a client that follows the entries', () => {
  it('believes a log that grows, step by step', () => {
    let trusted = nothingTrusted();
    for (const size of [0, 1, 3, 3, 7]) {
      const offered = { note: log.noteAt(size), leafHashes: log.leavesBetween(trusted.size, size) };
      const advanced = advanceByLeaves(log.identity, trusted, offered);
      if (!advanced.ok) throw new Error(advanced.error.sentence);
      trusted = advanced.value;
    }
    expect(trusted).toMatchObject({ size: 7, note: log.noteAt(7) });
  });

  it('believes entries that came in portions', () => {
    const trusted = trustedAt(2);
    const range = log
      .leavesBetween(2, 7)
      .reduce((sofar, leaf) => appendLeaf(sha256, sofar, leaf), trusted.range);
    expect(advanceByRange(log.identity, trusted, { note: log.noteAt(7), range }).ok).toBe(true);
    const short = advanceByRange(log.identity, trusted, { note: log.noteAt(7), range: trusted.range });
    expect(short).toMatchObject({ ok: false, error: { kind: 'rootMismatch' } });
  });

  const foreign = new SignedLog(['a', 'b', 'c', 'd', 'e'], signingKey, 'another.example');
  const forged = new SignedLog(['a', 'b', 'c', 'd', 'e'], generateSigningKey());
  const refusals: { what: string; note: string; leafHashes: Uint8Array[]; kind: LogAlarmKind }[] = [
    { what: 'a shorter log', note: log.noteAt(2), leafHashes: [], kind: 'shrunk' },
    { what: 'an emptied log', note: log.noteAt(0), leafHashes: [], kind: 'shrunk' },
    { what: 'another log of the same size', note: rewritten.noteAt(3), leafHashes: [], kind: 'fork' },
    {
      what: 'a rewritten past',
      note: rewritten.noteAt(5),
      leafHashes: log.leavesBetween(3, 5),
      kind: 'rootMismatch',
    },
    {
      what: 'an entry that is missing',
      note: log.noteAt(5),
      leafHashes: log.leavesBetween(3, 4),
      kind: 'rootMismatch',
    },
    {
      what: 'an entry too many',
      note: log.noteAt(5),
      leafHashes: log.leavesBetween(3, 6),
      kind: 'rootMismatch',
    },
    {
      what: 'entries without growth',
      note: log.noteAt(3),
      leafHashes: log.leavesBetween(3, 4),
      kind: 'rootMismatch',
    },
    {
      what: 'entries in another order',
      note: log.noteAt(5),
      leafHashes: log.leavesBetween(3, 5).reverse(),
      kind: 'rootMismatch',
    },
    {
      what: 'a hash that is too short',
      note: log.noteAt(4),
      leafHashes: [new Uint8Array(31)],
      kind: 'rootMismatch',
    },
    {
      what: 'another log',
      note: foreign.noteAt(5),
      leafHashes: log.leavesBetween(3, 5),
      kind: 'wrongOrigin',
    },
    {
      what: 'another key',
      note: forged.noteAt(5),
      leafHashes: log.leavesBetween(3, 5),
      kind: 'badSignature',
    },
    {
      what: 'a changed size',
      note: log.noteAt(5).replace('\n5\n', '\n6\n'),
      leafHashes: log.leavesBetween(3, 6),
      kind: 'badSignature',
    },
    { what: 'no note', note: 'service unavailable', leafHashes: [], kind: 'malformed' },
  ];
  it.each(refusals)('refuses $what and keeps the evidence', ({ note, leafHashes, kind }) => {
    const trusted = trustedAt(3);
    const advanced = advanceByLeaves(log.identity, trusted, { note, leafHashes });
    if (advanced.ok) throw new Error('it was believed');
    const { error: alarm } = advanced;
    expect(alarm.kind).toBe(kind);
    expect(alarm.sentence).toMatch(/^[A-Z].*\.$/);
    // The same as data, for the catalogue of words.
    expect(isTold(alarm.told) && inEnglish(alarm.told)).toBe(alarm.sentence);
    expect(alarm.evidence).toMatchObject({ trustedNote: log.noteAt(3), trustedSize: 3, offeredNote: note });
    expect(JSON.parse(JSON.stringify(alarm))).toEqual(alarm);
  });

  it('refuses a head that signs the right root with a wrong number of entries', () => {
    const leafHashes = log.leavesBetween(3, 5);
    const note = log.noteOf({ size: 6, rootHash: rootOf(sha256, trustedAt(5).range) });
    const advanced = advanceByLeaves(log.identity, trustedAt(3), { note, leafHashes });
    expect(advanced).toMatchObject({ ok: false, error: { kind: 'rootMismatch' } });
  });

  it('keeps both signed heads of a fork, which prove it to anyone', () => {
    const advanced = advanceByLeaves(log.identity, trustedAt(3), {
      note: rewritten.noteAt(3),
      leafHashes: [],
    });
    if (advanced.ok) throw new Error('it was believed');
    const { trustedRoot, offeredRoot, offeredSize } = advanced.error.evidence;
    expect(offeredSize).toBe(3);
    expect(offeredRoot).not.toBe(trustedRoot);
  });

  it('keeps bounded evidence of what a hostile log sends', () => {
    const leafHashes = Array.from({ length: 5_000 }, () => new Uint8Array(1_000));
    const advanced = advanceByLeaves(log.identity, trustedAt(3), { note: 'x'.repeat(5_000_000), leafHashes });
    if (advanced.ok) throw new Error('it was believed');
    expect(JSON.stringify(advanced.error).length).toBeLessThan(20_000);
  });
});

describe('a client that keeps only heads', () => {
  it('believes a log that grows', () => {
    for (let from = 0; from <= 7; from += 1) {
      for (let to = from; to <= 7; to += 1) {
        const offered = { note: log.noteAt(to), proof: log.proofBetween(from, to) };
        expect(advanceByProof(log.identity, trustedAt(from), offered).ok).toBe(true);
      }
    }
  });

  it.each([
    { what: 'a shorter log', note: log.noteAt(2), proof: [], kind: 'shrunk' },
    { what: 'another log of the same size', note: rewritten.noteAt(3), proof: [], kind: 'fork' },
    {
      what: 'a rewritten past',
      note: rewritten.noteAt(5),
      proof: rewritten.proofBetween(3, 5),
      kind: 'fork',
    },
    { what: 'growth without proof', note: log.noteAt(5), proof: [], kind: 'fork' },
    { what: 'no note', note: '', proof: [], kind: 'malformed' },
  ])('refuses $what', ({ note, proof, kind }) => {
    const advanced = advanceByProof(log.identity, trustedAt(3), { note, proof });
    expect(advanced).toMatchObject({ ok: false, error: { kind } });
  });
});

describe('a kept log', () => {
  it('is the same after it was written and read again, also when it is empty', () => {
    for (const trusted of [nothingTrusted(), trustedAt(0), trustedAt(6)]) {
      const json: unknown = JSON.parse(JSON.stringify(trustedLogToJson(trusted)));
      expect(restoreTrustedLog(log.identity, json)).toEqual({ ok: true, value: trusted });
    }
  });

  const { note, range } = trustedLogToJson(trustedAt(6));
  it.each([
    ['nothing', null],
    ['something else', 'kept'],
    ['no note', { note: null, range }],
    ['the note of another size', { note: log.noteAt(5), range }],
    ['the note of another past', { note: rewritten.noteAt(6), range }],
    ['no range', { note }],
    ['a size that does not fit the peaks', { note, range: { ...range, size: 7 } }],
    ['a negative size', { note, range: { ...range, size: -6 } }],
    ['a size that is text', { note, range: { ...range, size: '6' } }],
    ['peaks in another order', { note, range: { ...range, peaks: range.peaks.toReversed() } }],
    ['peaks that are no hashes', { note, range: { ...range, peaks: ['AAAA', 'AAAA'] } }],
    ['peaks that are no list', { note, range: { ...range, peaks: 'AAAA' } }],
  ])('is refused with %s', (_what, json) => {
    expect(restoreTrustedLog(log.identity, json)).toEqual({
      ok: false,
      error: expect.stringMatching(/^[A-Z].*\.$/),
    });
  });
});
