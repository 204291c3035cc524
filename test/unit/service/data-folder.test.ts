import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDataFolder } from '../../../shared/service/system/data-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-data-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the data folder of a service', () => {
  it('is made where there is none', () => {
    makeDataFolder(join(folder, 'data', 'deeper'));
    expect(existsSync(join(folder, 'data', 'deeper'))).toBe(true);
  });

  it.each<[string, readonly string[]]>([
    ['empty', []],
    ['a volume', ['lost+found']],
    ['of a first start that was interrupted', ['lock', 'runner', 'log-key.new', 'log-key.new.x7']],
    ['of a restore that was interrupted', ['lock', '.restoring-x7', 'log-key']],
    ['of a first start, looked into', ['lock', '.DS_Store']],
    ['of a service, whatever else is in it', ['service.db', 'log-key', 'notes.txt', 'providers']],
    ['of a service on a shared database', ['log-key', 'runner-name', 'notes.txt']],
  ])('is taken: %s', (_what, names) => {
    for (const name of names) writeFileSync(join(folder, name), '');
    expect(() => makeDataFolder(folder)).not.toThrow();
  });

  it.each<[string, readonly string[]]>([
    ['the files of an organisation', ['catalog.yaml', 'people.yaml', 'policy.yaml']],
    ['a repository', ['.git', 'runner']],
    ['something beside a lock', ['lock', 'photo.jpg']],
  ])('is not what is there for something else, which is left as it is: %s', (_what, names) => {
    for (const name of names) mkdirSync(join(folder, name));
    expect(() => makeDataFolder(folder)).toThrow(/is not empty, and no data folder of a service: there is /);
    expect(readdirSync(folder)).toEqual([...names].sort());
  });
});
