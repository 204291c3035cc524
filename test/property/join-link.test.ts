import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isMeantAsLink,
  joinLink,
  LONGEST_INVITE,
  readJoinLink,
  readPastedInvite,
  type GivenInvite,
} from '../../shared/lib/join-link.ts';
import { isCode, newInviteCode } from '../../shared/system/invite-code.ts';

const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
const invite: fc.Arbitrary<GivenInvite> = fc
  .record({
    service: fc.oneof(
      fc.webUrl({ validSchemes: ['https', 'http'] }).map((url) => new URL(url).origin),
      fc.constantFrom('http://127.0.0.1:4460', 'https://[::1]:4460', 'https://latch_key.example.com/'),
    ),
    founding: fc.option(hex),
  })
  .map((each) => ({ ...each, code: newInviteCode({ founding: each.founding, logKey: 'a key' }) }));

const GOOD = { service: 'https://latchkey.example.com', code: 'AbCdEf_-123', founding: 'a1'.repeat(32) };
const LINK = `latchkey://join?service=https://latchkey.example.com&org=${GOOD.founding}&code=AbCdEf_-123`;

describe('an invite as one line', () => {
  test('is read as it was written, whatever stands around it', () => {
    fc.assert(
      fc.property(
        invite,
        fc.constantFrom(['', ''], ['  ', '\n'], ['<', '>'], ['“', '”'], ["'", "'\r\n"]),
        (given, [before, after]) => {
          const line = joinLink(given);
          expect(line).not.toMatch(/\s/);
          expect(isMeantAsLink(`${before}${line}${after}`)).toBe(true);
          expect(readJoinLink(`${before}${line}${after}`)).toEqual(given);
          expect(readPastedInvite(`${before}${line}${after}`)).toEqual(given);
          expect(isCode(given.code)).toBe(true);
        },
      ),
    );
  });

  test('is meant, and not a code, with another beginning, too', () => {
    for (const beginning of ['https://join?', 'join?', '?'])
      expect(isMeantAsLink(LINK.replace('latchkey://join?', beginning))).toBe(true);
    expect(isMeantAsLink('AbCdEf_-123')).toBe(false);
    expect(isMeantAsLink('https://latchkey.example.com')).toBe(false);
  });

  test('shows where it leads to', () => {
    expect(joinLink(GOOD)).toBe(LINK);
  });

  test('is never read from anything else, and nothing that is read is longer than it may be', () => {
    const bits = fc.constantFrom(
      'latchkey://join?',
      'service=',
      'unix:/',
      'pipe:',
      'https://a.example',
      '&',
      'org=',
      'code=',
      '%',
      '=',
      'Address\n',
      'Code\n',
      'abcdefgh',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(bits, fc.string({ maxLength: 3 })), { maxLength: 12 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const read = readPastedInvite(text);
        if (!read) return;
        expect(read.service).toMatch(/^https?:\/\/[^\s/@?#]{1,300}\/?$/i);
        expect(read.code).toMatch(/^[\w.-]{8,100}$/);
        expect(read.founding ?? '0'.repeat(64)).toMatch(/^[0-9a-f]{64}$/);
      }),
    );
  });

  test.each([
    { name: 'without a code', text: LINK.replace(/&code.*/, '') },
    { name: 'that was cut', text: LINK.slice(0, -5) },
    { name: 'without an address', text: LINK.replace(/service=[^&]*&/, '') },
    { name: 'with two codes', text: `${LINK}&code=AnotherOne1` },
    { name: 'with two organisations', text: `${LINK}&org=${'b2'.repeat(32)}` },
    { name: 'with half of an organisation', text: LINK.replace('a1a1&', '&') },
    { name: 'with a path', text: LINK.replace('.com&', '.com/path&') },
    { name: 'with a password', text: LINK.replace('https://', 'https://a:b@') },
    { name: 'to something else than a service', text: LINK.replace('https:', 'file:') },
    { name: 'with bytes that are no text', text: LINK.replace('code=', 'code=%ff') },
    { name: 'that is too long', text: `${LINK}&more=${'x'.repeat(LONGEST_INVITE)}` },
    { name: 'of something else', text: LINK.replace('//join', '//leave') },
    { name: 'beside another', text: `This is ${LINK} and this is ${LINK}` },
  ])('$name is none', ({ text }) => {
    expect(readJoinLink(text)).toBeNull();
    expect(readPastedInvite(text)).toBeNull();
  });

  test('of a later Latchkey is read, with what is known of it', () => {
    expect(readJoinLink(`${LINK}&until=2027`)).toEqual(GOOD);
  });
});

describe('an invite as it was copied from the settings before', () => {
  const read = { service: 'https://a.example.com:4460', code: 'AbCdEfGh12', founding: null };

  test.each([
    'Address\nhttps://a.example.com:4460\nCode\nAbCdEfGh12',
    'Address\r\nhttps://a.example.com:4460\r\n\r\nCode\r\nAbCdEfGh12\r\n',
    '  Address: https://a.example.com:4460\ncode: AbCdEfGh12',
  ])('is read: %j', (text) => {
    expect(readPastedInvite(text)).toEqual(read);
    expect(readJoinLink(text)).toBeNull();
  });

  test.each(['Address\nhttps://a.example.com', 'Address\nnothing\nCode\nAbCdEfGh12', 'AbCdEfGh12'])(
    'is not made up: %j',
    (text) => expect(readPastedInvite(text)).toBeNull(),
  );
});
