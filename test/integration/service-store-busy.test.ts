import Database from 'libsql';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEV, ServiceFixture } from './service-fixture.ts';

let fixture: ServiceFixture;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
});
afterEach(() => fixture.close());

it('a service goes on once another program lets go of its database, as one that replicates it may hold it', async () => {
  await fixture.submit(DEV);
  const other = new Database(join(fixture.dataDir, 'service.db'));
  other.exec('BEGIN IMMEDIATE');
  // So many at once have statements of their own, which no later ones run again.
  const held = await Promise.allSettled(Array.from({ length: 7 }, () => fixture.submit(DEV)));
  expect(held.map(({ status }) => status)).toEqual(Array.from({ length: 7 }, () => 'rejected'));
  expect(fixture.service.health().problem).not.toBeNull();
  other.exec('COMMIT');
  other.close();
  expect((await fixture.submit(DEV)).phase.kind).toBe('submitted');
  expect(fixture.service.health().problem).toBeNull();
});
