import { createDecipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateSealingKey, openSealed, seal } from '../../../shared/system/sealed-box.ts';
import { saidInEnglish } from '../../support/in-words.ts';

const INFO = 'latchkey credential grant_1';
const SECRET = '{"password":"pässword with ünïcode"}';
const fromHex = (hex: string) => Buffer.from(hex, 'hex');

/** Opens HPKE as RFC 9180 says, with nothing but node:crypto: base mode, X25519, HKDF-SHA256, AES-128-GCM, first message. */
function openByTheBook(box: {
  privateKey: Buffer;
  enc: Buffer;
  info: Buffer;
  aad: Buffer;
  ciphertext: Buffer;
}): string {
  const hmac = (key: Buffer, data: Buffer) => createHmac('sha256', key).update(data).digest();
  const extract = (suite: Buffer, salt: Buffer, label: string, ikm: Buffer) =>
    hmac(
      salt.length ? salt : Buffer.alloc(32),
      Buffer.concat([Buffer.from('HPKE-v1'), suite, Buffer.from(label), ikm]),
    );
  const expand = (suite: Buffer, prk: Buffer, label: string, info: Buffer, length: number) => {
    const parts = [
      Buffer.from([0, length]),
      Buffer.from('HPKE-v1'),
      suite,
      Buffer.from(label),
      info,
      Buffer.from([1]),
    ];
    return hmac(prk, Buffer.concat(parts)).subarray(0, length);
  };
  const none = Buffer.alloc(0);
  const kem = Buffer.concat([Buffer.from('KEM'), fromHex('0020')]);
  const suite = Buffer.concat([Buffer.from('HPKE'), fromHex('002000010001')]);
  const pkcs8 = Buffer.concat([fromHex('302e020100300506032b656e04220420'), box.privateKey]);
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const spki = Buffer.concat([fromHex('302a300506032b656e032100'), box.enc]);
  const shared = diffieHellman({
    privateKey,
    publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
  });
  const own = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  const eae = extract(kem, none, 'eae_prk', shared);
  const kemSecret = expand(kem, eae, 'shared_secret', Buffer.concat([box.enc, own]), 32);
  const context = Buffer.concat([
    Buffer.from([0]),
    extract(suite, none, 'psk_id_hash', none),
    extract(suite, none, 'info_hash', box.info),
  ]);
  const secret = extract(suite, kemSecret, 'secret', none);
  const key = expand(suite, secret, 'key', context, 16);
  const nonce = expand(suite, secret, 'base_nonce', context, 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce, { authTagLength: 16 });
  decipher.setAAD(box.aad).setAuthTag(box.ciphertext.subarray(-16));
  return Buffer.concat([decipher.update(box.ciphertext.subarray(0, -16)), decipher.final()]).toString('utf8');
}

describe('a sealed box', () => {
  it('opens for its reader, with the same text, also when it is empty or as long as may be', async () => {
    const { publicKey, privateKey } = await generateSealingKey();
    for (const plaintext of ['', SECRET, 'x'.repeat(65_536)]) {
      const sealed = await seal({ recipientPublicKey: publicKey, info: INFO, plaintext });
      expect(await openSealed({ privateKey, info: INFO, sealed })).toEqual({ ok: true, value: plaintext });
    }
  });

  it('is RFC 9180: what opens its first test vector opens it too', async () => {
    const vector = {
      privateKey: fromHex('4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8'),
      enc: fromHex('37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431'),
      info: Buffer.from('Ode on a Grecian Urn'),
      aad: Buffer.from('Count-0'),
      ciphertext: fromHex(
        'f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a',
      ),
    };
    expect(openByTheBook(vector)).toBe('Beauty is truth, truth beauty');

    const key = await generateSealingKey();
    const sealed = await seal({ recipientPublicKey: key.publicKey, info: INFO, plaintext: SECRET });
    const bytes = Buffer.from(sealed, 'base64url');
    const opened = openByTheBook({
      privateKey: Buffer.from(key.privateKey, 'base64url'),
      enc: bytes.subarray(1, 33),
      info: Buffer.from(INFO),
      aad: Buffer.alloc(0),
      ciphertext: bytes.subarray(33),
    });
    expect(opened).toBe(SECRET);
  });

  it('never looks the same twice and never shows the text', async () => {
    const { publicKey } = await generateSealingKey();
    const boxes = await Promise.all(
      [1, 2].map(() => seal({ recipientPublicKey: publicKey, info: INFO, plaintext: SECRET })),
    );
    expect(boxes[0]).not.toBe(boxes[1]);
    expect(Buffer.from(boxes[0] ?? '', 'base64url').includes('password')).toBe(false);
  });

  it('does not open with any one bit flipped', async () => {
    const { publicKey, privateKey } = await generateSealingKey();
    const bytes = Buffer.from(
      await seal({ recipientPublicKey: publicKey, info: INFO, plaintext: 's' }),
      'base64url',
    );
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const opened = await openSealed({ privateKey, info: INFO, sealed: flipped.toString('base64url') });
      expect(opened.ok, `bit ${bit}`).toBe(false);
    }
  });

  it('does not open with another key or for another purpose', async () => {
    const [key, other] = [await generateSealingKey(), await generateSealingKey()];
    const sealed = await seal({ recipientPublicKey: key.publicKey, info: INFO, plaintext: SECRET });
    expect((await openSealed({ privateKey: other.privateKey, info: INFO, sealed })).ok).toBe(false);
    expect((await openSealed({ privateKey: key.privateKey, info: `${INFO}0`, sealed })).ok).toBe(false);
  });

  it.each([
    ['nothing', ''],
    ['text', 'not sealed at all!'],
    ['too little', Buffer.alloc(40, 1).toString('base64url')],
    ['too much', 'A'.repeat(1_000_000)],
    ['a version that is to come', Buffer.alloc(80, 2).toString('base64url')],
    ['an ephemeral key of zeros', Buffer.concat([Buffer.from([1]), Buffer.alloc(79)]).toString('base64url')],
  ])('that is %s is refused with a sentence', async (_what, sealed) => {
    const { privateKey } = await generateSealingKey();
    const opened = await openSealed({ privateKey, info: INFO, sealed });
    expect(opened.ok ? '' : saidInEnglish(opened.error)).toMatch(/^[A-Z].*\.$/);
  });

  it('is not made for a bad key or of a text that is too long', async () => {
    const { publicKey } = await generateSealingKey();
    await expect(
      seal({ recipientPublicKey: publicKey, info: INFO, plaintext: 'x'.repeat(65_537) }),
    ).rejects.toThrow();
    for (const bad of ['', 'abc', `${publicKey}=`, Buffer.alloc(32).toString('base64url')]) {
      await expect(seal({ recipientPublicKey: bad, info: INFO, plaintext: SECRET })).rejects.toThrow();
    }
  });
});
