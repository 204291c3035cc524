import { describe } from 'vitest';
import { serverOfFile } from '../support/server-of-file.ts';
import { madePostgresPlace } from '../support/store-places.ts';
import { keepFixturesIn } from './service-fixture.ts';

// As service-on-postgres.test.ts, of what becomes of requests: two files, so that they run side by side.

const server = serverOfFile();
keepFixturesIn(() => madePostgresPlace(server()));

describe.each([
  ['live reviewers', () => import('./service-live-reviewers.test.ts')],
  ['comments', () => import('./service-comments.test.ts')],
  ['four eyes', () => import('./service-four-eyes.test.ts')],
  ['what was approved', () => import('./service-approved.test.ts')],
  ['changes', () => import('./service-changes.test.ts')],
  ['lists', () => import('./service-lists.test.ts')],
  ['standing', () => import('./service-standing.test.ts')],
  ['the log', () => import('./service-log.test.ts')],
  ['the clock', () => import('./service-accept-clock.test.ts')],
  ['deadlines', () => import('./service-deadlines.test.ts')],
] as const)('on PostgreSQL: %s', async (_what, tests) => {
  await tests();
});
