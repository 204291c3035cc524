import { expect, it } from 'vitest';
import { utf8Text } from '../../../shared/lib/utf8-text.ts';

const bytes = (text: string, encoding: BufferEncoding) => new Uint8Array(Buffer.from(text, encoding));

it('reads UTF-8, with and without a byte order mark', () => {
  expect(utf8Text(bytes('name: Zoë', 'utf8'))).toEqual({ ok: true, value: 'name: Zoë' });
  expect(utf8Text(bytes('\ufeffname: Zoë', 'utf8'))).toEqual({ ok: true, value: 'name: Zoë' });
});

it.each<[string, Uint8Array, string]>([
  ['Latin-1', bytes('name: Zoë', 'latin1'), 'notUtf8'],
  ['UTF-16 with a mark', bytes('\ufeffname: Zoë', 'utf16le'), 'utf16'],
  ['UTF-16 without one', bytes('name: Zoe', 'utf16le'), 'nul'],
  ['half of a character', bytes('Zoë', 'utf8').slice(0, 3), 'notUtf8'],
])('refuses %s', (_what, from, why) => {
  const text = utf8Text(from);
  expect(text).toEqual({ ok: false, error: why });
});
