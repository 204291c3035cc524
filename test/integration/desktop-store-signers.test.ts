import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareHistory } from '../../main/store/prepare-history.ts';
import { Signers } from '../../main/store/signers.ts';

let folder: string;
let db: Database.Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-signers-'));
  db = new Database(join(folder, 'history.db'));
  prepareHistory(db);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const DEV = { person: 'dev@example.com', signingKey: 'key-of-dev' };
const LEAD = { person: 'lead@example.com', signingKey: 'key-of-lead' };
const UNKNOWN = { person: null, signingKey: null };

test('a device is as it was before each entry, in whatever order it is asked for', () => {
  const signers = new Signers(db);
  expect(signers.before('laptop', 5)).toBeUndefined();
  signers.add('laptop', 5, DEV);
  expect(signers.before('laptop', 5)).toBeUndefined();
  expect(signers.before('laptop', 6)).toMatchObject({ ...DEV, until: null });
  signers.remove('laptop', 8);
  expect(signers.before('laptop', 9)).toMatchObject({ ...DEV, until: 8 });
  signers.add('laptop', 10, LEAD);
  for (const each of [signers, new Signers(db)]) {
    expect(each.before('laptop', 11)).toMatchObject({ ...LEAD, until: null });
    expect(each.before('laptop', 10)).toMatchObject({ ...DEV, until: 8 });
    expect(each.before('laptop', 5)).toBeUndefined();
    expect(each.before('phone', 11)).toBeUndefined();
  }
});

test('who joined by an entry that is not known here is newer than what is known, from there on', () => {
  const signers = new Signers(db);
  signers.add('phone', 3, UNKNOWN);
  expect([signers.isNewer('phone', 3), signers.isNewer('phone', 4)]).toEqual([false, true]);
  expect(signers.isNewer('nobody', 4)).toBe(false);
});

test('more devices than are kept are found all the same', () => {
  const signers = new Signers(db);
  db.exec('BEGIN');
  const names = Array.from({ length: 1_100 }, (_, index) => `device-${index}`);
  names.forEach((name, seq) => signers.add(name, seq, DEV));
  db.exec('COMMIT');
  for (const name of [...names, ...names]) expect(signers.before(name, 2_000)).toMatchObject(DEV);
});
