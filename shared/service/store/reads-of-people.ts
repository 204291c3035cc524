import type { Kysely, Selectable } from 'kysely';
import { instant } from '../../lib/time.ts';
import { hashHex } from '../system/hash-hex.ts';
import type { PublishedDocument } from './rows.ts';
import { readInChunks } from './chunks.ts';
import type { Schema } from './schema.ts';
import type { ServiceStore } from './service-store.ts';
import { told } from '../../words/told.ts';
import { ToldError } from '../../words/told-error.ts';

type PeopleReads = Pick<ServiceStore, 'device' | 'devicesOf' | 'document' | 'latestDocument' | 'keepParsed'>;

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
    async latestDocument() {
      const query = db.selectFrom('document').selectAll().orderBy('version', 'desc').limit(1);
      const row = await query.executeTakeFirst();
      const document = row ? await withTexts(db, row) : null;
      // Taken for nothing that was ever published, it would make somebody else the owner.
      if (row && !document) throw new ToldError(told('versionTextLost', { version: row.version }));
      return document;
    },
    async document(version) {
      const query = db.selectFrom('document').selectAll().where('version', '=', version);
      const row = await query.executeTakeFirst();
      return row ? withTexts(db, row) : null;
    },
    async keepParsed(version, text) {
      const parsed = hashHex(text);
      await db
        .insertInto('blob')
        .values({ hash: parsed, text })
        .onConflict((each) => each.doNothing())
        .execute();
      const query = db.updateTable('document').set({ parsed }).where('version', '=', version);
      await query.where('parsed', 'is', null).execute();
    },
  };
}

/** Null when one of its texts is lost. */
async function withTexts(
  db: Kysely<Schema>,
  row: Selectable<Schema['document']>,
): Promise<PublishedDocument | null> {
  const hashes = [row.people, row.catalog, row.policy, ...(row.parsed === null ? [] : [row.parsed])];
  const blobs = await db.selectFrom('blob').selectAll().where('hash', 'in', hashes).execute();
  const texts = new Map(blobs.map(({ hash, text }) => [hash, text]));
  if (hashes.some((hash) => !texts.has(hash))) return null;
  const textOf = (hash: string): string => texts.get(hash) ?? '';
  return {
    version: row.version,
    people: textOf(row.people),
    catalog: textOf(row.catalog),
    policy: textOf(row.policy),
    providerDigests: JSON.parse(row.providerDigests) as Record<string, string>,
    publishedAt: instant(row.publishedAt),
    parsed: row.parsed === null ? null : textOf(row.parsed),
  };
}

const toDevice = (row: Selectable<Schema['device']> | undefined) =>
  row ? { ...row, joinedAt: instant(row.joinedAt) } : null;
