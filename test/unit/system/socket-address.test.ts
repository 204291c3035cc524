import { describe, expect, it } from 'vitest';
import { isOnThisComputer, socketPathOf } from '../../../shared/lib/service-place.ts';
import { parseServiceUrl } from '../../../shared/system/service-url.ts';
import { parseSocketAddress } from '../../../shared/system/socket-address.ts';
import { saidInEnglish } from '../../support/in-words.ts';

const valueOf = (text: string, platform: NodeJS.Platform = 'linux'): string | null => {
  const parsed = parseSocketAddress(text, platform);
  return parsed.ok ? parsed.value : null;
};
const errorOf = (text: string, platform: NodeJS.Platform = 'linux'): string => {
  const parsed = parseSocketAddress(text, platform);
  return parsed.ok ? '' : saidInEnglish(parsed.error);
};
/** A path of so many bytes. */
const ofBytes = (bytes: number, letter = 'a'): string =>
  `/${letter.repeat((bytes - 1) / Buffer.byteLength(letter))}`;

describe('the address of a socket', () => {
  it.each([
    ['unix:/run/latchkey.sock', 'unix:/run/latchkey.sock', '/run/latchkey.sock'],
    ['unix:///run/latchkey.sock', 'unix:/run/latchkey.sock', '/run/latchkey.sock'],
    ['UNIX:/run//x/../latchkey.sock', 'unix:/run/latchkey.sock', '/run/latchkey.sock'],
    ['unix:/home/Jürgen M/s:1?#', 'unix:/home/J%C3%BCrgen%20M/s%3A1%3F%23', '/home/Jürgen M/s:1?#'],
    ['unix:/home/J%C3%BCrgen%20M/s', 'unix:/home/J%C3%BCrgen%20M/s', '/home/Jürgen M/s'],
    ['unix:/run/100%25', 'unix:/run/100%25', '/run/100%'],
    ["unix:/it's (1)*!", 'unix:/it%27s%20%281%29%2A%21', "/it's (1)*!"],
  ])('%s is kept as %s', (text, kept, path) => {
    expect(valueOf(text)).toBe(kept);
    expect(valueOf(kept)).toBe(kept);
    expect(kept).toMatch(/^[!-~]+$/);
    expect(socketPathOf(kept)).toBe(path);
    expect(isOnThisComputer(kept)).toBe(true);
  });

  it.each([
    ['no path from the root', 'unix:latchkey.sock'],
    ['none at all', 'unix:'],
    ['another computer', 'unix://host/latchkey.sock'],
    ['a folder', 'unix:/run/latchkey/'],
    ['a line break', 'unix:/run/a%0Ab'],
    ['a NUL', 'unix:/run/a%00b'],
    ['an escape that is none', 'unix:/run/100%'],
    ['half a character', 'unix:/run/\ud800'],
    ['a pipe where there are none', 'pipe:latchkey'],
    ['more than any path', `unix:/${'a'.repeat(10_000)}`],
  ])('is not %s', (_what, text) => expect(errorOf(text)).toMatch(/\.$/));

  it('takes as many bytes as the system does, and counts bytes', () => {
    expect(valueOf(`unix:${ofBytes(107)}`)).not.toBeNull();
    expect(errorOf(`unix:${ofBytes(108)}`)).toBe(
      'The path of this socket has 108 bytes, and this computer takes 107. Choose a shorter one.',
    );
    expect(valueOf(`unix:${ofBytes(107, 'ü')}`)).not.toBeNull();
    expect(errorOf(`unix:${ofBytes(109, 'ü')}`)).toContain('109 bytes');
    expect(valueOf(`unix:${ofBytes(103)}`, 'darwin')).not.toBeNull();
    expect(errorOf(`unix:${ofBytes(104)}`, 'darwin')).toContain('takes 103');
  });

  it('is within what an identity keeps, whatever its path is made of', () =>
    expect(valueOf(`unix:${ofBytes(107, 'ü')}`)?.length).toBeLessThanOrEqual(500));

  it('is a named pipe on Windows, and nothing else there', () => {
    expect(valueOf('pipe:latchkey-1.a', 'win32')).toBe('pipe:latchkey-1.a');
    expect(socketPathOf('pipe:latchkey-1.a')).toBe('\\\\.\\pipe\\latchkey-1.a');
    for (const text of [
      'pipe:',
      'pipe:a/b',
      'pipe:a\\b',
      `pipe:${'a'.repeat(101)}`,
      'unix:/run/latchkey.sock',
    ])
      expect(errorOf(text, 'win32')).toContain('pipe:latchkey');
  });

  it('is an address of a service like any other', () => {
    expect(parseServiceUrl('unix:/run/a b')).toEqual({ ok: true, value: 'unix:/run/a%20b' });
    expect(parseServiceUrl('unix:a')).toMatchObject({ ok: false });
  });
});

describe('on this computer', () => {
  it.each([
    ['http://127.0.0.1:4460', true],
    ['http://[::1]:4460', true],
    ['https://localhost', true],
    ['https://latchkey.example.com', false],
    ['https://127.0.0.1.example.com', false],
    ['https://unix.example.com', false],
    ['', false],
  ])('%j: %s', (address, isHere) => expect(isOnThisComputer(address)).toBe(isHere));
});
