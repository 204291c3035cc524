import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logRecordSchema } from '../../shared/contract/record-schema.ts';
import { openCheckpoint } from '../../shared/log/checkpoint.ts';
import { appendLeaf, emptyRange, rootOf } from '../../shared/log/compact-range.ts';
import { leafHash } from '../../shared/log/hashes.ts';
import { parseVerifierKey } from '../../shared/log/keys.ts';
import { verifyConsistency, verifyInclusion } from '../../shared/log/proofs.ts';
import { sha256, verify } from '../../shared/system/node-crypto.ts';
import { DEV, LEAD, OTHER, OWNER, refusalOf, ServiceFixture } from './service-fixture.ts';

let fixture: ServiceFixture;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
  for (const person of [OWNER, DEV, LEAD, OTHER]) await fixture.device(person);
});
afterEach(() => fixture.close());

const unhex = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));

async function checkpoint(person = OWNER) {
  const caller = await fixture.caller(person);
  const { logKey } = (await fixture.api.session.me(caller)).organisation;
  const key = parseVerifierKey(sha256, logKey);
  if (!key.ok) throw new Error(key.error);
  const opened = openCheckpoint((await fixture.api.log.checkpoint(caller)).note, key.value, verify);
  if (!opened.ok) throw new Error(opened.error.sentence);
  return opened.value;
}

async function entries(person: string) {
  return (await fixture.api.log.entries(await fixture.caller(person), { from: 0, limit: 1_000 })).items;
}

/** Requests of several people, decided and not, in several commits. */
async function history(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    const states = await Promise.all([DEV, OTHER, DEV, OTHER, DEV].map((person) => fixture.submit(person)));
    await Promise.all(states.slice(0, 3).map((state) => fixture.review(LEAD, state)));
  }
}

describe('the log', () => {
  it('has the root that its leaves give, signed, before and after a restart', async () => {
    await history();
    const { size, rootHash } = await checkpoint();
    const items = await entries(OWNER);
    expect(items).toHaveLength(size);
    let range = emptyRange();
    for (const { text, leafHash: hash, seq } of items) {
      const bytes = new TextEncoder().encode(text ?? '');
      expect(Buffer.from(leafHash(sha256, bytes)).toString('hex')).toBe(hash);
      expect(logRecordSchema.parse(JSON.parse(text ?? ''))).toMatchObject({ seq });
      range = appendLeaf(sha256, range, unhex(hash));
    }
    expect(rootOf(sha256, range)).toEqual(rootHash);
    await fixture.restart();
    expect(await checkpoint()).toEqual({ ...(await checkpoint()), size, rootHash });
    await fixture.submit(DEV);
    expect((await checkpoint()).size).toBe(size + 1);
  });

  it('proves every entry, and that every earlier log is its beginning', async () => {
    const heads = [await checkpoint()];
    for (let round = 0; round < 2; round += 1) {
      await history();
      heads.push(await checkpoint());
    }
    const { size, rootHash } = heads[2] as (typeof heads)[number];
    const caller = await fixture.caller(DEV);
    for (const { seq, leafHash: hash } of await entries(DEV)) {
      const { hashes } = await fixture.api.log.inclusion(caller, { seq, size });
      const claim = { index: seq, size, leafHash: unhex(hash), rootHash, proof: hashes.map(unhex) };
      expect(verifyInclusion(sha256, claim)).toMatchObject({ ok: true });
    }
    for (const head of heads) {
      const { hashes } = await fixture.api.log.consistency(caller, { from: head.size, to: size });
      expect(hashes.length).toBeLessThan(20);
      const claim = { from: head, to: { size, rootHash }, proof: hashes.map(unhex) };
      expect(verifyConsistency(sha256, claim)).toMatchObject({ ok: true });
    }
  });

  it('refuses proofs of what it does not hold', async () => {
    const { size } = await checkpoint();
    const caller = await fixture.caller(DEV);
    for (const input of [
      { seq: size, size },
      { seq: 0, size: size + 1 },
      { seq: 5, size: 5 },
    ])
      expect(await refusalOf(fixture.api.log.inclusion(caller, input))).toBe('badInput');
    expect(await refusalOf(fixture.api.log.consistency(caller, { from: 2, to: 1 }))).toBe('badInput');
    expect(await refusalOf(fixture.api.log.consistency(caller, { from: 0, to: size + 1 }))).toBe('badInput');
  });

  it('shows everyone every leaf, and the text only to those whom it concerns', async () => {
    await fixture.submit(DEV);
    const readable = async (person: string) =>
      (await entries(person))
        .filter(({ text }) => text !== null)
        .map(({ text }) => (JSON.parse(text ?? '') as { entry: { type: string } }).entry.type);
    const [owner, dev, lead, other] = [
      await entries(OWNER),
      await readable(DEV),
      await readable(LEAD),
      await readable(OTHER),
    ];
    expect(owner.every(({ text }) => text !== null)).toBe(true);
    expect((await entries(OTHER)).map(({ leafHash: hash }) => hash)).toEqual(
      owner.map(({ leafHash: hash }) => hash),
    );
    for (const types of [dev, lead]) expect(types).toContain('requestSubmitted');
    expect(other).not.toContain('requestSubmitted');
    // Who was invited, by whom everybody checks who may join.
    expect(other.filter((type) => type === 'inviteCreated')).toHaveLength(3);
  });
});
