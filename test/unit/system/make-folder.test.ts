import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from '../../../shared/system/make-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-make-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what is missing is made for its user alone, and the first of it is named', () => {
  expect(makeFolder(join(folder, 'a/b/c'))).toBe(join(folder, 'a'));
  for (const each of ['a', 'a/b', 'a/b/c']) expect(statSync(join(folder, each)).mode & 0o077).toBe(0);
  expect(makeFolder(join(folder, 'a/b/c'))).toBeNull();
});

test.runIf(process.platform === 'linux')('where nothing can be made it says so, and ends', () => {
  expect(() => makeFolder('/proc/latchkey/x')).toThrow('ENOENT');
});

test('a file in the way, and a link that leads nowhere, are no folders', () => {
  writeFileSync(join(folder, 'file'), '');
  symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
  for (const each of ['file', 'file/below', 'link', 'link/below'])
    expect(() => makeFolder(join(folder, each)), each).toThrow(/E(EXIST|NOTDIR|NOENT)/);
});
