import { describe, expect, test } from 'vitest';
import { isCode, isMeantAsLink, joinLink, pastedCode, readJoinLink } from '../../../shared/lib/join-link.ts';

const INVITE = { service: 'http://127.0.0.1:4460', code: 'abcdefgh12345678_-', founding: 'a'.repeat(64) };
const LINK = joinLink(INVITE);

describe('an invite as people paste it', () => {
  test.each([
    ['as it is', LINK],
    ['in German quotes', `»${LINK}«`],
    ['in quotes of other sorts', `„${LINK}“`],
    ['in single ones', `‘${LINK}’`],
    ['in a sentence', `Here: ${LINK}.`],
    ['in brackets', `(${LINK})`],
    ['as a link of a chat', `[join](${LINK})`],
    ['in stars', `*${LINK}*`],
    ['as HTML writes it', LINK.replaceAll('&', '&amp;')],
    ['with what nobody sees in it', LINK.replace('code=', 'code=\u200b').replace('join', 'jo\u00adin')],
    ['with a capital', LINK.replace('latchkey', 'Latchkey')],
  ])('%s', (_how, text) => {
    expect(isMeantAsLink(text)).toBe(true);
    expect(readJoinLink(text)).toEqual(INVITE);
  });

  test('is no link for the name of a computer', () => {
    expect(isMeantAsLink('https://latchkey:4460/')).toBe(false);
  });

  test.each(['“CODE”', 'CODE.', 'CO\u200bDE', '`CODE`', ' CODE\n'])('as a code alone: %s', (text) => {
    expect(pastedCode(text.replace('CODE', INVITE.code).replace('CO\u200bDE', `\u200b${INVITE.code}`))).toBe(
      INVITE.code,
    );
  });

  test.each(['short', 'two words12', 'https://join?service=x&code=abcdefgh'])('%s is no code', (text) => {
    expect(isCode(pastedCode(text))).toBe(false);
  });
});
