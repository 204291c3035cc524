import { told } from '../../../shared/words/told.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { identityFromText } from '../../../shared/client/identity.ts';
import {
  newPassphraseKey,
  openText,
  passphraseKey,
  sealText,
  type PassphraseKey,
} from '../../../shared/client/passphrase-seal.ts';
import {
  openIdentity,
  sealedIdentityIn,
  sealedIdentityToText,
} from '../../../shared/client/sealed-identity.ts';
import { sealedFormat, type Sealed, type Stretch } from '../../../shared/formats/sealed/sealed-format.ts';
import { FAKE_IDENTITY } from '../../fakes/fake-api.ts';

const PASSPHRASE = 'correct horse battery';
/** The least that is taken: what is tested here is the same at any cost. */
const CHEAP: Stretch = { by: 'scrypt', logN: 14, r: 8, p: 1, salt: 'AAECAwQFBgcICQoLDA0ODw' };

const identityText = async (): Promise<{ text: string; key: PassphraseKey }> => {
  const key = await passphraseKey(PASSPHRASE, CHEAP);
  return { key, text: sealedIdentityToText(FAKE_IDENTITY, key) };
};
function read(text: string): Sealed | null {
  try {
    const found = sealedFormat.read(JSON.parse(text));
    return found.kind === 'known' ? found.value : null;
  } catch {
    return null;
  }
}
function opened(text: string) {
  const found = sealedIdentityIn(text);
  if (!found?.ok) throw new Error('it cannot be read');
  return found.value;
}

describe('an identity under a passphrase', () => {
  test('opens with it, whole, and says where it joined without it', async () => {
    const { text } = await identityText();
    expect(opened(text).about).toEqual({
      ...{
        url: FAKE_IDENTITY.url,
        deviceId: FAKE_IDENTITY.deviceId,
        organisation: FAKE_IDENTITY.organisation,
      },
      log: FAKE_IDENTITY.log,
    });
    expect(await openIdentity(opened(text), PASSPHRASE)).toMatchObject({
      value: { identity: FAKE_IDENTITY, isOfEarlier: false },
    });
  });

  test('has nothing of the keys in it, nor of the passphrase', async () => {
    const { text } = await identityText();
    for (const secret of [FAKE_IDENTITY.signing.seed, FAKE_IDENTITY.sealing.privateKey, PASSPHRASE])
      expect(text).not.toContain(secret);
  });

  test('opens with no other passphrase, however near', async () => {
    const { text } = await identityText();
    for (const other of ['', 'correct horse batterY', `${PASSPHRASE} `])
      expect(await openIdentity(opened(text), other)).toEqual({ ok: false, error: 'wrong' });
  });

  test('opens with a passphrase that another keyboard writes in other code points', async () => {
    const key = await passphraseKey('Schlu\u0308ssel f\u00fcr hier', CHEAP);
    const text = sealedIdentityToText(FAKE_IDENTITY, key);
    expect(await openIdentity(opened(text), 'Schl\u00fcssel fu\u0308r hier')).toMatchObject({ ok: true });
  });

  test('is refused with any bit flipped, in the box and beside it', async () => {
    const { text, key } = await identityText();
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 1)
      for (let bit = 0; bit < 8; bit += 1) {
        const flipped = Buffer.from(bytes);
        flipped[at]! ^= 1 << bit;
        const sealed = read(flipped.toString('utf8'));
        // By the same key, as if what makes it had come out the same: the salt and all else is proven, too.
        if (sealed && openText(key, sealed) !== null)
          throw new Error(`bit ${bit} of byte ${at} does not show`);
      }
  });

  test('is refused when it was cut anywhere', async () => {
    const { text, key } = await identityText();
    const whole = text.trimEnd();
    for (let length = 0; length < whole.length; length += 1)
      if (read(whole.slice(0, length)) !== null) throw new Error(`${length} characters are read`);
    const sealed = read(text)!;
    for (let length = 0; length < sealed.box.length; length += 1)
      if (openText(key, { ...sealed, box: sealed.box.slice(0, length) }) !== null)
        throw new Error(`a box of ${length} characters opens`);
  });

  test('is never the same twice, and so are salts', async () => {
    const key = await passphraseKey(PASSPHRASE, CHEAP);
    const texts = [1, 2].map(() => sealedIdentityToText(FAKE_IDENTITY, key));
    expect(new Set(texts.map((text) => read(text)?.nonce)).size).toBe(2);
    const keys = await Promise.all([1, 2].map(() => newPassphraseKey(PASSPHRASE)));
    expect(keys[0]?.stretch.salt).not.toBe(keys[1]?.stretch.salt);
  });

  test('is made at a cost of 128 MiB, and opens again', async () => {
    const key = await newPassphraseKey(PASSPHRASE);
    expect(key.stretch).toMatchObject({ by: 'scrypt', logN: 17, r: 8, p: 1 });
    const text = sealText(key, { sealed: 'credentials', about: null, text: 'a secret' });
    expect(openText(await passphraseKey(PASSPHRASE, key.stretch), read(text)!)).toBe('a secret');
  });
});

describe('what is not taken for an identity', () => {
  const changed = async (change: (raw: Record<string, unknown>) => unknown): Promise<string> =>
    JSON.stringify(change(JSON.parse((await identityText()).text)));

  test.each<[string, Partial<Record<keyof Stretch, unknown>>]>([
    ['256 GiB of memory', { logN: 28 }],
    ['a little too much memory', { logN: 19 }],
    ['hardly any', { logN: 1 }],
    ['wide blocks', { r: 1_000_000 }],
    ['many rounds', { p: 1_000_000 }],
    ['a part of a step', { logN: 14.5 }],
    ['another way', { by: 'md5' }],
    ['no salt', { salt: '' }],
    ['a long salt', { salt: 'A'.repeat(1_000_000) }],
  ])('a file that wants %s', async (_what, stretch) => {
    const text = await changed((raw) => ({ ...raw, key: { ...(raw['key'] as object), ...stretch } }));
    expect(sealedIdentityIn(text)).toMatchObject({ ok: false, error: told('sealedDamaged') });
  });

  test('one of a newer Latchkey, which is said to be so', async () => {
    const text = await changed((raw) => ({ ...raw, v: 2 }));
    expect(sealedIdentityIn(text)).toMatchObject({ ok: false, error: told('sealedByNewer') });
  });

  test('sealed credentials, also under the same key, and with the word changed', async () => {
    const key = await passphraseKey(PASSPHRASE, CHEAP);
    const credentials = sealText(key, { sealed: 'credentials', about: null, text: '{}' });
    expect(sealedIdentityIn(credentials)).toMatchObject({ ok: false });
    expect(openText(key, { ...read(credentials)!, sealed: 'identity' })).toBeNull();
  });

  test('an identity without a passphrase is no sealed one', () => {
    expect(sealedIdentityIn('{"v":2}')).toBeNull();
    expect(sealedIdentityIn('no JSON')).toBeNull();
  });
});

test('the golden files open, for ever', async () => {
  const text = (...path: string[]) =>
    readFileSync(join(import.meta.dirname, '../../formats', ...path), 'utf8');
  const expected = identityFromText(text('identity', 'v2', 'joined.json'));
  expect(await openIdentity(opened(text('sealed', 'v1', 'identity.json')), PASSPHRASE)).toMatchObject({
    value: { identity: expected.ok && expected.value },
  });
  for (const [file, inside] of [
    ['credentials.json', '{}'],
    ['joining.json', '{}\n'],
  ] as const) {
    const sealed = read(text('sealed', 'v1', file))!;
    expect(openText(await passphraseKey(PASSPHRASE, sealed.key), sealed), file).toBe(inside);
  }
});
