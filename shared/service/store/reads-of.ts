import type { Kysely } from 'kysely';
import { readsOfEffects } from './reads-of-effects.ts';
import { readsOfGrants } from './reads-of-grants.ts';
import { readsOfLog } from './reads-of-log.ts';
import { readsOfPeople } from './reads-of-people.ts';
import { readsOfRequests } from './reads-of-requests.ts';
import { readsOfStreams } from './reads-of-streams.ts';
import { readsOfTimers } from './reads-of-timers.ts';
import type { Schema } from './schema.ts';

/** All that `ServiceStore` reads, from whichever database. */
export const readsOf = (db: Kysely<Schema>) => ({
  ...readsOfLog(db),
  ...readsOfRequests(db),
  ...readsOfGrants(db),
  ...readsOfPeople(db),
  ...readsOfStreams(db),
  ...readsOfTimers(db),
  ...readsOfEffects(db),
});
