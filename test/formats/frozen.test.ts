import { createHash } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// What a version wrote stays as it was written: people have it on their disks. A file that is new is added to the list by
// `LATCHKEY_RECORD=frozen`, once; a file that is in it never changes again.

const HERE = import.meta.dirname;
const LIST = join(HERE, 'frozen.sha256');

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');
/** As `sha256sum` writes and checks them. */
const lineOf = (name: string): string => {
  const digest = createHash('sha256')
    .update(readFileSync(join(HERE, name)))
    .digest('hex');
  return `${digest}  ${name}`;
};

const written = (): string[] =>
  readdirSync(HERE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^(.+\.ts|frozen\.sha256)$/.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(HERE.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();

const nameIn = (line: string): string => line.replace(/^\S+ +/, '');

test.runIf(process.env['LATCHKEY_RECORD'] === 'frozen')('new files are added to the list', () => {
  const known = new Set(linesOf(readFileSync(LIST, 'utf8')).map(nameIn));
  for (const name of written()) if (!known.has(name)) appendFileSync(LIST, `${lineOf(name)}\n`);
});

test('what versions wrote is as it was', () => {
  const listed = linesOf(readFileSync(LIST, 'utf8'));
  expect(written().map(lineOf)).toEqual([...listed].sort((a, b) => (nameIn(a) < nameIn(b) ? -1 : 1)));
});
