import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { appFile } from '../../../main/windows/app-file.ts';
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
