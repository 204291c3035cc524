import type { Kysely, Selectable } from 'kysely';
import { instant } from '../../lib/time.ts';
import { readInChunks } from './chunks.ts';
import type { DocumentRow } from './rows.ts';
import type { Schema } from './schema.ts';
import type { ServiceStore } from './service-store.ts';

type PeopleReads = Pick<
  ServiceStore,
  'device' | 'devicesOf' | 'session' | 'invite' | 'document' | 'latestDocument' | 'keepParsed'
>;

export function readsOfPeople(db: Kysely<Schema>): PeopleReads {
  return {
    async device(deviceId) {
      const query = db.selectFrom('device').selectAll().where('deviceId', '=', deviceId);
      return toDevice(await query.executeTakeFirst());
    },
    async devicesOf(personIds) {
      const rows = await readInChunks(personIds, (part) =>
        db.selectFrom('device').selectAll().where('person', 'in', part).orderBy('joinedAt', 'desc').execute(),
      );
      return rows.map(toDevice).filter((each) => each !== null);
    },
    async session(tokenHash) {
      const query = db
        .selectFrom('session')
        .select(['deviceId', 'person'])
        .where('tokenHash', '=', tokenHash);
      const row = await query.executeTakeFirst();
      return row ? { deviceId: row.deviceId, person: row.person } : null;
    },
    async invite(codeHash) {
      const query = db.selectFrom('invite').selectAll().where('codeHash', '=', codeHash);
      const row = await query.executeTakeFirst();
      if (!row) return null;
      const { person, invitedBy, expiresAt, usedAt } = row;
      return {
        codeHash,
        person,
        invitedBy,
        expiresAt: instant(expiresAt),
        usedAt: usedAt === null ? null : instant(usedAt),
      };
    },
    async latestDocument() {
      const query = db.selectFrom('document').selectAll().orderBy('version', 'desc').limit(1);
      return toDocument(await query.executeTakeFirst());
    },
    async document(version) {
      const query = db.selectFrom('document').selectAll().where('version', '=', version);
      return toDocument(await query.executeTakeFirst());
    },
    async keepParsed(version, parsed) {
      const query = db.updateTable('document').set({ parsed }).where('version', '=', version);
      await query.where('parsed', 'is', null).execute();
    },
  };
}

const toDocument = (row: Selectable<Schema['document']> | undefined): DocumentRow | null =>
  row
    ? {
        version: row.version,
        people: row.people,
        catalog: row.catalog,
        policy: row.policy,
        providerDigests: JSON.parse(row.providerDigests) as Record<string, string>,
        publishedAt: instant(row.publishedAt),
        parsed: row.parsed,
      }
    : null;

const toDevice = (row: Selectable<Schema['device']> | undefined) =>
  row ? { ...row, joinedAt: instant(row.joinedAt) } : null;
