import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCheckpoint } from '../../shared/log/checkpoint.ts';
import {
  advanceByLeaves,
  advanceByProof,
  nothingTrusted,
  type TrustedLog,
} from '../../shared/log/log-watch.ts';
import { parseNote } from '../../shared/log/signed-note.ts';
import { generateSigningKey } from '../../shared/system/node-crypto.ts';
import { SignedLog } from '../fakes/signed-log.ts';

const signingKey = generateSigningKey();
const entries = fc.array(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 20 });
const grown = fc.tuple(entries, fc.array(fc.string({ maxLength: 3 }), { maxLength: 10 }));

function trust(log: SignedLog, size: number): TrustedLog {
  const offered = { note: log.noteAt(size), leafHashes: log.leavesBetween(0, size) };
  const advanced = advanceByLeaves(log.identity, nothingTrusted(), offered);
  if (!advanced.ok) throw new Error(advanced.error.sentence);
  return advanced.value;
}

describe('a client', () => {
  it('believes every extension, by its entries and by its proof alike', () => {
    fc.assert(
      fc.property(grown, ([before, added]) => {
        const log = new SignedLog([...before, ...added], signingKey);
        const [from, to] = [before.length, before.length + added.length];
        const trusted = trust(log, from);
        const note = log.noteAt(to);
        const byLeaves = advanceByLeaves(log.identity, trusted, {
          note,
          leafHashes: log.leavesBetween(from, to),
        });
        const byProof = advanceByProof(log.identity, trusted, { note, proof: log.proofBetween(from, to) });
        expect(byLeaves).toMatchObject({ ok: true, value: { note, size: to } });
        expect(byProof).toMatchObject({ ok: true, value: { note, size: to } });
      }),
    );
  });

  it('refuses every log that is not an extension, whatever leaves or proof the liar sends', () => {
    fc.assert(
      fc.property(entries, entries, fc.nat(), (seen, other, forgedFrom) => {
        // Not an extension: it is shorter, or differs in what was seen.
        fc.pre(!seen.every((entry, at) => other[at] === entry));
        const trusted = trust(new SignedLog(seen, signingKey), seen.length);
        const liar = new SignedLog(other, signingKey);
        const note = liar.noteAt(other.length);
        const start = forgedFrom % (other.length + 1);
        const leafHashes = liar.leavesBetween(start, other.length);
        expect(advanceByLeaves(liar.identity, trusted, { note, leafHashes }).ok).toBe(false);
        const proof = liar.proofBetween(start, other.length);
        expect(advanceByProof(liar.identity, trusted, { note, proof }).ok).toBe(false);
        if (seen.length > other.length) return;
        const fitting = liar.proofBetween(seen.length, other.length);
        expect(advanceByProof(liar.identity, trusted, { note, proof: fitting }).ok).toBe(false);
        const last = liar.leavesBetween(seen.length, other.length);
        expect(advanceByLeaves(liar.identity, trusted, { note, leafHashes: last }).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a note with any one bit flipped', () => {
    const log = new SignedLog(['a', 'b', 'c'], signingKey);
    const bytes = Buffer.from(log.noteAt(3), 'utf8');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      // What is no longer UTF-8 cannot even be a string without changing; latin1 stands for any other reading of it.
      for (const note of [flipped.toString('utf8'), flipped.toString('latin1')]) {
        const offered = { note, leafHashes: log.leavesBetween(0, 3) };
        expect(advanceByLeaves(log.identity, nothingTrusted(), offered).ok, `bit ${bit}`).toBe(false);
      }
    }
  });

  it('never throws, whatever text is called a note', () => {
    const { identity } = new SignedLog([], signingKey);
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('', '— a AAAAAAAA', 'log.example', '3', '—'),
      fc.base64String(),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(line).map((lines) => lines.join('\n')),
    );
    fc.assert(
      fc.property(text, (note) => {
        parseNote(note);
        parseCheckpoint(note);
        expect(advanceByProof(identity, nothingTrusted(), { note, proof: [] }).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
