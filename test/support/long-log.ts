import { join } from 'node:path';
import { Kysely, SqliteDialect, type SqliteDatabase } from 'kysely';
import { instant } from '../../shared/lib/time.ts';
import { canonicalText } from '../../shared/lib/canonical-json.ts';
import { leafHash } from '../../shared/log/hashes.ts';
import { loadLog } from '../../shared/service/log/load-log.ts';
import type { PlacedBatch } from '../../shared/service/store/batch.ts';
import { openDatabase } from '../../shared/service/store/open-database.ts';
import { readsOf } from '../../shared/service/store/reads-of.ts';
import type { EntryRow } from '../../shared/service/store/rows.ts';
import type { Schema } from '../../shared/service/store/schema.ts';
import { writeBatch } from '../../shared/service/store/write-batch.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';

const AT = instant(1_700_000_000_000);

/** Appends so many entries of about 1 kB, which concern `person`, to the log of a service that is stopped. */
export const lengthenLog = (dataDir: string, count: number, person: string): Promise<void> =>
  appendEntries(dataDir, ({ size, devices }) =>
    Array.from({ length: count }, (_, index) => entryOf(size + index, devices + 1 + index, person)),
  );

/** Appends to the log of a service that is stopped; `make` is told how long log and devices' stream are. */
export async function appendEntries(
  dataDir: string,
  make: (log: { readonly size: number; readonly devices: number }) => readonly EntryRow[],
): Promise<void> {
  const raw = openDatabase(join(dataDir, 'service.db'));
  const db = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: raw as unknown as SqliteDatabase }),
  });
  const reads = readsOf(db);
  const tip = await loadLog(reads, sha256);
  const { streams } = await reads.head();
  const entries = make({ size: tip.range.size, devices: streams.get('devices') ?? 0 });
  const { nodes } = tip.append(entries.map((each) => each.leafHash));
  await db.transaction().execute((transaction) => writeBatch(transaction, { ...EMPTY, entries, nodes }));
  await db.destroy();
}

function entryOf(seq: number, version: number, person: string): EntryRow {
  const entry = { type: 'inviteCreated', person, expiresAt: AT, filler: 'x'.repeat(1_000) };
  const text = canonicalText({ v: 2, seq, stream: 'devices', version, at: AT, actor: person, entry });
  return {
    ...{ seq, stream: 'devices', version, at: AT, actor: person, type: 'inviteCreated' },
    ...{
      requestId: null,
      person,
      text,
      said: [],
      leafHash: leafHash(sha256, new TextEncoder().encode(text)),
    },
  };
}

const EMPTY: PlacedBatch = {
  markAt: AT,
  ...{
    entries: [],
    nodes: [],
    requests: [],
    audience: [],
    grants: [],
    timers: [],
    effects: [],
    commands: [],
    sealed: [],
    unsealed: [],
  },
  ...{
    devices: [],
    renamedDevices: [],
    removedDevices: [],
    sessions: [],
    invites: [],
    inviteSecrets: [],
    documents: [],
  },
  ...{ blobs: [], erased: [], meta: [] },
};
