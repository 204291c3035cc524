import Database from 'libsql';
import { expect, test } from 'vitest';
import { prepareHistory } from '../../main/store/prepare-history.ts';
import { readFacets } from '../../main/store/read-facets.ts';

test('a list to filter by that leaves something out says so', () => {
  const db = new Database(':memory:');
  prepareHistory(db);
  for (const id of ['ana', 'ben', 'cem']) db.prepare("INSERT INTO facets VALUES ('person', ?, '')").run(id);
  expect(readFacets(db, 3)).not.toHaveProperty('isCut');
  expect(readFacets(db, 2)).toMatchObject({ people: [{ id: 'ana' }, { id: 'ben' }], isCut: true });
  db.close();
});
