import { describe } from 'vitest';
import { serverOfFile } from '../support/server-of-file.ts';
import { madePostgresPlace } from '../support/store-places.ts';
import { keepFixturesIn } from './service-fixture.ts';

// What these files say of a service that keeps a file of its own is so on PostgreSQL, too: the same tests, on one server.

const server = serverOfFile();
keepFixturesIn(() => madePostgresPlace(server()));

describe.each([
  ['leases', () => import('./service-runners.test.ts')],
  ['reminders', () => import('./service-reminders.test.ts')],
  ['publishing', () => import('./service-publish.test.ts')],
  ['reviews', () => import('./service-reviews.test.ts')],
  ['leaving', () => import('./service-leaving.test.ts')],
  ['joining', () => import('./service-joining.test.ts')],
] as const)('on PostgreSQL: %s', async (_what, tests) => {
  await tests();
});
