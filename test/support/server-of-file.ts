import { afterAll, beforeAll } from 'vitest';
import { startPostgres, type RunningPostgres } from './store-places.ts';

/** A PostgreSQL for the tests of a file, from before the first to after the last. */
export function serverOfFile(): () => RunningPostgres {
  let server: RunningPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());
  return () => server;
}
