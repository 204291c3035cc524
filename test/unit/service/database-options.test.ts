import { inWords } from '../../support/in-words.ts';
import { inEnglish } from '../../../shared/words/words.ts';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { readDatabaseOptions } from '../../../shared/service/database-options.ts';
import { connectionConfig } from '../../../shared/service/store/postgres-connection.ts';

const URL_ALONE = 'postgres://latchkey@db.example.com/latchkey';

test('the password of a database comes from a file that is its owner’s alone, never from the command line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-password-'));
  const file = join(folder, 'password');
  writeFileSync(file, 'of-latchkey\n', { mode: 0o600 });
  expect(await readDatabaseOptions(URL_ALONE, file)).toEqual({
    ok: true,
    value: { url: URL_ALONE, password: 'of-latchkey' },
  });
  chmodSync(file, 0o644);
  expect(await readDatabaseOptions(URL_ALONE, file)).toMatchObject({
    ok: false,
    error: inWords(/others may read/),
  });
  rmSync(folder, { recursive: true });
});

test.each([
  [undefined, 'FILE', 'needs --database'],
  ['mysql://db/latchkey', undefined, 'is a URL such as postgres://'],
  ['not a URL', undefined, 'is a URL such as postgres://'],
  ['postgres://latchkey:secret@db/latchkey', undefined, 'does not belong in --database'],
  ['postgres://latchkey@db/latchkey?sslrotcert=/ca.pem', undefined, 'has the parameter “sslrotcert”'],
  ['postgres://latchkey@db/latchkey?sslmode=verify-full&query_timeout=1', undefined, '“query_timeout”'],
  ['postgres://latchkey@db/latchkey?password=secret', undefined, 'does not belong in --database'],
])('%s with %s is refused in words, without the secret', async (url, file, sentence) => {
  const read = await readDatabaseOptions(url, file);
  expect(read.ok ? '' : inEnglish(read.error)).toContain(sentence);
  expect(JSON.stringify(read)).not.toContain('secret@');
});

test.each(['simple', 'p@ss/:%?#[ ]ö', '%41'])(
  'the password %j is the one that the server is told',
  (password) => {
    const client = new pg.Client(connectionConfig({ url: URL_ALONE, password }));
    expect(client).toMatchObject({ user: 'latchkey', host: 'db.example.com', database: 'latchkey' });
    expect(client.password).toBe(password);
  },
);

test.each(['?sslrootcert=/ca.pem', '?host=/run/postgresql&port=5433', '?options=-c%20search_path%3Dother'])(
  'parameters that mean something are kept: %s',
  async (parameters) => {
    const url = `${URL_ALONE}${parameters}`;
    expect(await readDatabaseOptions(url, undefined)).toEqual({ ok: true, value: { url } });
  },
);

test('without a database there is none', async () => {
  expect(await readDatabaseOptions(undefined, undefined)).toEqual({ ok: true, value: undefined });
  expect(await readDatabaseOptions(URL_ALONE, undefined)).toEqual({ ok: true, value: { url: URL_ALONE } });
});
