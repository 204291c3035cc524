import { describe, expect, it } from 'vitest';
import { proofMessage, proofText, readProof, type Proof } from '../../../shared/contract/call-proof.ts';

const PROOF: Proof = {
  device: 'k3v9x0q2m5t7w1za',
  nonce: 'a-nonce_of-the-service01',
  id: 'AAAAAAAAAAAAAAAA',
  body: 'ab'.repeat(32),
  signature: 'S'.repeat(86),
};

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

describe('what is signed', () => {
  it('of a call is this text for ever, down to the byte', () => {
    const of = { kind: 'call', method: 'POST', path: 'requests.submit' } as const;
    expect(textOf(proofMessage('example/log', PROOF, of))).toBe(
      `{"body":"${'ab'.repeat(32)}","device":"k3v9x0q2m5t7w1za","id":"AAAAAAAAAAAAAAAA","log":"example/log","method":"POST","nonce":"a-nonce_of-the-service01","path":"requests.submit","purpose":"latchkey-call-v1"}`,
    );
  });

  it('of a socket says another purpose, and nothing of a body', () => {
    expect(textOf(proofMessage('example/log', { ...PROOF, body: null }, { kind: 'socket' }))).toBe(
      '{"device":"k3v9x0q2m5t7w1za","id":"AAAAAAAAAAAAAAAA","log":"example/log","nonce":"a-nonce_of-the-service01","purpose":"latchkey-socket-v1"}',
    );
  });
});

describe('a proof as text', () => {
  it('is read as it was written, of a call and of a socket, also before a nonce is known', () => {
    for (const proof of [PROOF, { ...PROOF, body: null }, { ...PROOF, nonce: '' }])
      expect(readProof(proofText(proof))).toEqual(proof);
  });

  it.each([
    ['nothing', ''],
    ['a token of before', 't'.repeat(43)],
    ['a part too few', proofText(PROOF).replace(/^[^.]+\./, '')],
    ['a part too many', `${proofText(PROOF)}.x`],
    ['no device', proofText({ ...PROOF, device: '' })],
    ['an id that others may have', proofText({ ...PROOF, id: 'short' })],
    ['a hash that is none', proofText({ ...PROOF, body: 'AB'.repeat(32) })],
    ['a signature of another length', proofText({ ...PROOF, signature: 'S'.repeat(85) })],
    ['a line break', proofText({ ...PROOF, device: 'a\nb' })],
    ['text without end', proofText({ ...PROOF, device: 'd'.repeat(10_000) })],
  ])('is not read of %s', (_what, text) => expect(readProof(text)).toBeNull());
});
