import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { appFile } from '../../../main/windows/app-file.ts';
import { zoomByKey } from '../../../main/windows/zoom-by-key.ts';
import { CONTENT_SECURITY_POLICY } from '../../../main/windows/content-security-policy.ts';

const FOLDER = join('/', 'app', 'renderer');

describe('what our protocol serves', () => {
  test.each([
    ['latchkey://app/index.html', 'index.html'],
    ['latchkey://app/', 'index.html'],
    ['latchkey://app/assets/a.js', 'assets/a.js'],
    ['latchkey://app/../../etc/a.css', 'etc/a.css'],
  ])('%s is a file in the folder', (url, file) => {
    expect(appFile(url, FOLDER)?.path).toBe(join(FOLDER, file));
  });

  test.each([
    'latchkey://elsewhere/index.html',
    'latchkey://app/%2e%2e%2f%2e%2e%2fsecret.js',
    'latchkey://app/..%2f..%2fsecret.js',
    'latchkey://app/..%5c..%5csecret.js',
    'latchkey://app/a.js%00.html',
    'latchkey://app/%E0%A4%A.js',
    'latchkey://app/identity.json',
    'latchkey://app/assets',
    'nonsense',
  ])('%s is not served', (url) => {
    expect(appFile(url, FOLDER)).toBeNull();
  });
});

test('the policy allows nothing inline, no eval and no network', () => {
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|https?:|data:/);
  expect(CONTENT_SECURITY_POLICY).toContain("connect-src 'none'");
});

describe('the keys that zoom', () => {
  const pressed = (key: string, more: object = {}) => ({
    ...{ type: 'keyDown', key, control: true, meta: false, alt: false },
    ...more,
  });
  /** All that the same key leads to, from `factor` on, until it changes nothing. */
  function through(key: string, factor: number): number[] {
    const next = zoomByKey(pressed(key), factor, 'linux') ?? factor;
    return next === factor ? [] : [next, ...through(key, next)];
  }

  test('go by steps to 200 % and to 75 %, and back', () => {
    expect(through('+', 1)).toEqual([1.1, 1.25, 1.5, 1.75, 2]);
    expect(through('=', 1.5)).toEqual([1.75, 2]);
    expect(through('-', 1)).toEqual([0.9, 0.8, 0.75]);
    expect(through('0', 1.75)).toEqual([1]);
  });

  test('go on from what is no step', () => {
    expect([zoomByKey(pressed('+'), 1.2, 'linux'), zoomByKey(pressed('-'), 1.2, 'linux')]).toEqual([
      1.25, 1.1,
    ]);
  });

  test('are those of this computer, and nothing that types', () => {
    const mac = { control: false, meta: true };
    expect(zoomByKey(pressed('+', mac), 1, 'darwin')).toBe(1.1);
    expect(zoomByKey(pressed('+', mac), 1, 'linux')).toBeNull();
    for (const more of [{ control: false }, { alt: true }, { type: 'keyUp' }])
      expect(zoomByKey(pressed('+', more), 1, 'linux')).toBeNull();
    expect(zoomByKey(pressed('1'), 1, 'linux')).toBeNull();
  });
});
