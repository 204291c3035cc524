import { createHash, createPublicKey, verify as nodeVerify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isStrictPoint } from '../../../shared/system/is-strict-point.ts';
import { generateSigningKey, publicKeyOf, sha256, sign, verify } from '../../../shared/system/node-crypto.ts';

const fromHex = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const utf8 = (text: string) => new TextEncoder().encode(text);

/** The field prime and group order of Ed25519 (RFC 8032 §5.1). */
const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

function littleEndian(value: bigint): Uint8Array {
  return new Uint8Array(Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse());
}

const numberOf = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);

/** y coordinates of the points of order 8: the roots of the curve's equation that doubling takes to y = 0. */
const Y8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
const SIGN = 2n ** 255n;
/** Every encoding that a lenient decoder takes for one of the eight points of small order. */
const SMALL_ORDER = [0n, 1n, P - 1n, P, P + 1n, Y8, P - Y8].flatMap((y) => [
  littleEndian(y),
  littleEndian(y + SIGN),
]);

/** Verification as the library does it, without the strict checks. */
function lenientVerify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const der = Buffer.concat([fromHex('302a300506032b6570032100'), publicKey]);
  try {
    return nodeVerify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
  } catch {
    return false;
  }
}

describe('SHA-256', () => {
  it('gives the known digest of "abc" as plain bytes', () => {
    const digest = sha256(utf8('abc'));
    expect(toHex(digest)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(Buffer.isBuffer(digest)).toBe(false);
  });

  it('does not change digests that were given before', () => {
    const first = sha256(utf8('one'));
    for (let at = 0; at < 5_000; at += 1) sha256(utf8(String(at)));
    expect(toHex(first)).toBe(createHash('sha256').update('one').digest('hex'));
  });
});

describe('Ed25519', () => {
  /** Tests 1 to 3 of RFC 8032 §7.1. */
  const vectors = [
    {
      seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      message: '',
      signature:
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    },
    {
      seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      message: '72',
      signature:
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    },
    {
      seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      message: 'af82',
      signature:
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    },
  ];
  it.each(vectors)('gives the signature of RFC 8032 for the key $publicKey', (vector) => {
    const [seed, publicKey, message] = [
      fromHex(vector.seed),
      fromHex(vector.publicKey),
      fromHex(vector.message),
    ];
    expect(toHex(publicKeyOf(seed))).toBe(vector.publicKey);
    expect(toHex(sign(seed, message))).toBe(vector.signature);
    expect(verify(publicKey, message, fromHex(vector.signature))).toBe(true);
  });

  it('verifies with a fresh key, and with nothing else', () => {
    const [key, other] = [generateSigningKey(), generateSigningKey()];
    const signature = sign(key.seed, utf8('yes'));
    expect([key.publicKey.length, key.seed.length, signature.length]).toEqual([32, 32, 64]);
    expect(verify(key.publicKey, utf8('yes'), signature)).toBe(true);
    expect(verify(key.publicKey, utf8('no'), signature)).toBe(false);
    expect(verify(other.publicKey, utf8('yes'), signature)).toBe(false);
  });

  it('refuses a signature with any one bit flipped', () => {
    const { publicKey, seed } = generateSigningKey();
    const signature = sign(seed, utf8('yes'));
    for (let bit = 0; bit < 512; bit += 1) {
      const flipped = signature.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(verify(publicKey, utf8('yes'), flipped), `bit ${bit}`).toBe(false);
    }
  });

  it('refuses keys and signatures of a wrong length without throwing', () => {
    const { publicKey, seed } = generateSigningKey();
    const signature = sign(seed, utf8('yes'));
    for (const length of [0, 31, 33, 64]) {
      expect(verify(new Uint8Array(length).fill(7), utf8('yes'), signature)).toBe(false);
    }
    for (const length of [0, 63, 65]) {
      expect(verify(publicKey, utf8('yes'), new Uint8Array(length).fill(7))).toBe(false);
    }
  });

  it('refuses an S that is not reduced, though it stands for the same number', () => {
    const { publicKey, seed } = generateSigningKey();
    const signature = sign(seed, utf8('yes'));
    const s = numberOf(signature.subarray(32));
    for (const same of [s + L, s + 2n * L, s + 8n * L]) {
      const rewritten = Uint8Array.from([...signature.subarray(0, 32), ...littleEndian(same)]);
      expect(verify(publicKey, utf8('yes'), rewritten)).toBe(false);
    }
  });

  it('refuses keys that are not points', () => {
    const { seed } = generateSigningKey();
    const signature = sign(seed, utf8('yes'));
    // y = 2 has no x on the curve.
    expect(verify(littleEndian(2n), utf8('yes'), signature)).toBe(false);
  });

  it('refuses a key of small order, with which the library takes signatures that nobody made', () => {
    let forgeries = 0;
    for (const publicKey of SMALL_ORDER) {
      // With S = 0 a signature fits when R cancels the key's multiple: one message in eight at most for each R.
      for (const commitment of SMALL_ORDER) {
        for (let attempt = 0; attempt < 8; attempt += 1) {
          const forged = Uint8Array.from([...commitment, ...new Uint8Array(32)]);
          const message = utf8(`approve ${attempt}`);
          if (lenientVerify(publicKey, message, forged)) forgeries += 1;
          expect(verify(publicKey, message, forged)).toBe(false);
        }
      }
    }
    expect(forgeries).toBeGreaterThan(0);
  });

  it('refuses a commitment of small order under an honest key', () => {
    // R = identity and S = k * a: only who has the key can make it, to have a signature that others make too.
    const { publicKey, seed } = generateSigningKey();
    const expanded = createHash('sha512').update(seed).digest().subarray(0, 32);
    expanded[0] = (expanded[0] ?? 0) & 248;
    expanded[31] = ((expanded[31] ?? 0) & 127) | 64;
    const [commitment, message] = [littleEndian(1n), utf8('yes')];
    const k = numberOf(createHash('sha512').update(commitment).update(publicKey).update(message).digest());
    const s = ((k % L) * (numberOf(expanded) % L)) % L;
    const signature = Uint8Array.from([...commitment, ...littleEndian(s)]);
    expect(lenientVerify(publicKey, message, signature)).toBe(true);
    expect(verify(publicKey, message, signature)).toBe(false);
  });

  it('does not sign with a seed of a wrong length', () => {
    expect(() => sign(new Uint8Array(31), utf8('yes'))).toThrow();
    expect(() => publicKeyOf(new Uint8Array(33))).toThrow();
  });
});

describe('a strict point', () => {
  it('is none of the fourteen encodings of small order', () => {
    expect(SMALL_ORDER.filter(isStrictPoint)).toEqual([]);
  });

  it('has a y coordinate below the prime', () => {
    for (let excess = 0n; excess < 19n; excess += 1n)
      expect(isStrictPoint(littleEndian(P + excess))).toBe(false);
    expect(isStrictPoint(littleEndian(P - 2n))).toBe(true);
  });

  it('has order 8 where this test says so: doubling its y twice leads to the point of order 2', () => {
    // On -x² + y² = 1 + d x² y²: x² = (y² - 1) / (d y² + 1), and doubling gives y' = (y² + x²) / (2 + x² - y²).
    const mod = (value: bigint) => ((value % P) + P) % P;
    const invert = (value: bigint) => power(mod(value), P - 2n);
    const d = mod(-121665n * invert(121666n));
    const doubled = (y: bigint) => {
      const y2 = mod(y * y);
      const x2 = mod((y2 - 1n) * invert(d * y2 + 1n));
      return mod((y2 + x2) * invert(2n + x2 - y2));
    };
    for (const y of [Y8, P - Y8]) {
      expect(doubled(y)).toBe(0n);
      expect(doubled(doubled(y))).toBe(P - 1n);
    }
    function power(base: bigint, exponent: bigint): bigint {
      let result = 1n;
      for (
        let [square, rest] = [base, exponent];
        rest > 0n;
        [square, rest] = [mod(square * square), rest >> 1n]
      ) {
        if (rest & 1n) result = mod(result * square);
      }
      return result;
    }
  });

  it('is every fresh public key', () => {
    for (let at = 0; at < 50; at += 1) expect(isStrictPoint(generateSigningKey().publicKey)).toBe(true);
  });
});
