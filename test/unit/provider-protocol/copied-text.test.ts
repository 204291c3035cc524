import { describe, expect, it } from 'vitest';
import { credentialSchema } from '../../../shared/provider-protocol/provider-protocol.ts';
import { sealedCredentialSchema } from '../../../shared/contract/sealed-credential.ts';
import { freshKey } from '../../../shared/providers/ssh-certificate/fresh-key.ts';

const field = (value: string) => ({ fields: [{ name: 'key', label: 'Key', value, secret: true }] });
const passes = (credential: unknown): readonly boolean[] => [
  credentialSchema.safeParse(credential).success,
  sealedCredentialSchema.safeParse({ credential, instructions: null }).success,
];

describe('control characters and more lines than one sees are refused in text that goes to a clipboard', () => {
  it.each([
    { name: 'a second line', text: 'psql a\nrm -rf ~' },
    { name: 'a carriage return', text: 'psql a\rrm -rf ~' },
    { name: 'an end of its own line', text: 'psql a\n' },
    { name: 'the end of a bracketed paste', text: 'psql a\u001b[201~reboot' },
    { name: 'a backspace', text: 'psql a\u0008' },
    { name: 'a tab, which completes', text: 'psql\ta' },
    { name: 'text that is turned around', text: 'psql \u202eb' },
    { name: 'a character without width', text: 'psql\u200b' },
    { name: 'a separator of lines', text: 'psql a\u2028reboot' },
  ])('$name', ({ text }) => {
    expect(passes({ fields: [], command: text })).toEqual([false, false]);
    expect(passes(field(text))).toEqual([false, false]);
  });

  it('commands and passwords are as long and as odd as they want', () => {
    const text = `psql 'postgresql://a@[::1]:5432/ä?sslmode=prefer' ${'x'.repeat(3_000)} "$'\`\\`;
    expect(passes({ ...field(text), command: text })).toEqual([true, true]);
  });

  it('a key has many lines, and nothing among them', () => {
    const { privateKey } = freshKey('latchkey_1');
    expect(passes(field(privateKey))).toEqual([true, true]);
    expect(passes(field(privateKey.replaceAll('\n', '\r\n')))).toEqual([true, true]);
    expect(passes(field(`${privateKey}rm -rf ~\n`))).toEqual([false, false]);
    expect(passes(field(privateKey.replace('KEY-----\n', 'KEY-----\nrm -rf ~\n')))).toEqual([false, false]);
    expect(passes({ fields: [], command: privateKey })).toEqual([false, false]);
  });
});
