import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createProver } from '../../../shared/client/prove-call.ts';
import { readProof, proofText } from '../../../shared/contract/call-proof.ts';
import { checkProof, type ProofParts } from '../../../shared/service/http/check-proof.ts';
import { Nonces } from '../../../shared/service/http/nonces.ts';
import { UsedProofs } from '../../../shared/service/http/used-proofs.ts';
import { generateSigningKey } from '../../../shared/system/node-crypto.ts';
import { FakeApi, FAKE_IDENTITY } from '../../fakes/fake-api.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const BODY = '{"requestId":"request00001"}';
const WITHDRAW = { kind: 'call', method: 'POST', path: 'requests.withdraw' } as const;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

let clock: ManualClock;
let service: ProofParts;

beforeEach(() => {
  clock = new ManualClock();
  service = serviceOf(FAKE_IDENTITY.log.origin);
});

function serviceOf(origin: string, most?: number): ProofParts {
  const fake = new FakeApi();
  return { identify: fake.identify, origin, nonces: new Nonces(clock), used: new UsedProofs(most) };
}

const proofBy = (
  identity = FAKE_IDENTITY as Parameters<typeof createProver>[0],
  nonce = service.nonces.current,
) => createProver(identity).call({ method: 'POST', path: 'requests.withdraw' }, BODY, nonce);

const slot = (): number => service.nonces.slotOf(service.nonces.current) ?? NaN;

/** With one part of it changed. */
const changed = (text: string, change: object): string => {
  const proof = readProof(text);
  if (!proof) throw new Error('that is no proof');
  return proofText({ ...proof, ...change });
};

describe('a call', () => {
  it('is of the device that proves it, whose body it says', async () => {
    expect(await checkProof(service, proofBy(), WITHDRAW)).toEqual({
      kind: 'proven',
      caller: { memberId: 'dev@example.com', deviceId: 'device1' },
      body: hash(BODY),
    });
  });

  it.each<[string, () => string, object?]>([
    ['with another path', () => proofBy(), { path: 'grants.endAll' }],
    ['with the same path and a question after it', () => proofBy(), { path: 'requests.withdraw?batch=1' }],
    ['with another method', () => proofBy(), { method: 'GET' }],
    ['with another body', () => changed(proofBy(), { body: hash('{}') })],
    ['with another id', () => changed(proofBy(), { id: 'A'.repeat(16) })],
    ['in the name of another device', () => changed(proofBy(), { device: 'device2' })],
    ['by a device that is not registered', () => proofBy({ ...FAKE_IDENTITY, deviceId: 'removed1' })],
    ['by the key of somebody else', () => proofBy({ ...FAKE_IDENTITY, signing: anotherKey() })],
    ['for another log', () => proofBy({ ...FAKE_IDENTITY, log: { origin: 'other/log', key: 'k' } })],
    ['with a signature of small order', () => changed(proofBy(), { signature: SMALL_ORDER })],
    ['with the proof of a socket', () => createProver(FAKE_IDENTITY).socket(service.nonces.current)],
    ['with nothing', () => ''],
  ])('%s is nobody’s, and takes no place of one that is', async (_what, proof, of = {}) => {
    const text = proof();
    expect(await checkProof(service, text, { ...WITHDRAW, ...of })).toEqual({ kind: 'wrong' });
    const said = readProof(text);
    if (said) expect(service.used.take(slot(), said)).toBe('first');
  });

  it('is taken once', async () => {
    const proof = proofBy();
    expect(await checkProof(service, proof, WITHDRAW)).toMatchObject({ kind: 'proven' });
    expect(await checkProof(service, proof, WITHDRAW)).toEqual({ kind: 'again' });
    // The same signature, written in another way.
    const other = changed(proof, { signature: sameBytes(readProof(proof)?.signature ?? '') });
    expect(other).not.toBe(proof);
    expect(await checkProof(service, other, WITHDRAW)).toEqual({ kind: 'again' });
  });

  it('is taken once also when it comes twice at the same moment', async () => {
    const proof = proofBy();
    const both = await Promise.all([1, 2].map(() => checkProof(service, proof, WITHDRAW)));
    expect(both.map(({ kind }) => kind).sort()).toEqual(['again', 'proven']);
  });

  it('is good for minutes after its nonce was told, seen or not, and then not even looked up', async () => {
    const [seen, kept, late] = [proofBy(), proofBy(), proofBy()];
    expect(await checkProof(service, seen, WITHDRAW)).toMatchObject({ kind: 'proven' });
    await clock.advance(120_000);
    expect(await checkProof(service, seen, WITHDRAW)).toEqual({ kind: 'again' });
    expect(await checkProof(service, kept, WITHDRAW)).toMatchObject({ kind: 'proven' });
    await clock.advance(120_000);
    const nobody = { ...service, identify: () => Promise.reject(new Error('it was looked up')) };
    for (const proof of [seen, kept, late])
      expect(await checkProof(nobody, proof, WITHDRAW)).toEqual({ kind: 'oldNonce' });
  });

  it('is not taken by another service of the same log, nor by this one after a restart', async () => {
    const proof = proofBy();
    const other = serviceOf(FAKE_IDENTITY.log.origin);
    expect(await checkProof(other, proof, WITHDRAW)).toEqual({ kind: 'oldNonce' });
    expect(await checkProof(service, proofBy(FAKE_IDENTITY, ''), WITHDRAW)).toEqual({ kind: 'oldNonce' });
  });

  it('beyond what is kept of one device is refused, and those of others are not', async () => {
    service = serviceOf(FAKE_IDENTITY.log.origin, 2);
    const kinds = [];
    for (let count = 0; count < 3; count += 1)
      kinds.push((await checkProof(service, proofBy(), WITHDRAW)).kind);
    expect(kinds).toEqual(['proven', 'proven', 'full']);
    expect(service.used.take(slot(), { device: 'another', id: 'A'.repeat(16) })).toBe('first');
    await clock.advance(240_000);
    expect(await checkProof(service, proofBy(), WITHDRAW)).toMatchObject({ kind: 'proven' });
  });
});

describe('a socket', () => {
  const socket = () => createProver(FAKE_IDENTITY).socket(service.nonces.current);

  it('is of the device that proves it, once', async () => {
    const proof = socket();
    const opened = {
      kind: 'proven',
      caller: { memberId: 'dev@example.com', deviceId: 'device1' },
      body: null,
    };
    expect(await checkProof(service, proof, { kind: 'socket' })).toEqual(opened);
    expect(await checkProof(service, proof, { kind: 'socket' })).toEqual({ kind: 'again' });
  });

  it('is not opened with the proof of a call', async () => {
    expect(await checkProof(service, proofBy(), { kind: 'socket' })).toEqual({ kind: 'wrong' });
    const bare = changed(proofBy(), { body: null });
    expect(await checkProof(service, bare, { kind: 'socket' })).toEqual({ kind: 'wrong' });
  });
});

function anotherKey() {
  const { publicKey, seed } = generateSigningKey();
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  return { publicKey: text(publicKey), seed: text(seed) };
}

/** Commitment 1 (the neutral point) and S 0. */
const SMALL_ORDER = Buffer.concat([Buffer.from([1]), Buffer.alloc(63)]).toString('base64url');

/** Base64url of 64 bytes has four bits to spare, which a lenient reader leaves out. */
function sameBytes(text: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = letters.indexOf(text.at(-1) ?? '');
  return `${text.slice(0, -1)}${letters[last ^ 1]}`;
}
