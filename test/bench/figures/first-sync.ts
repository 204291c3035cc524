import { inEnglish } from '../../../shared/words/words.ts';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { INDEX_TABLES } from '../../../main/store/history-schema.ts';
import { createHistoryStore } from '../../../main/store/history-store.ts';
import { prepareHistory } from '../../../main/store/prepare-history.ts';
import { createLogSync } from '../../../main/sync/log-sync.ts';
import { createClient, type Client } from '../../../shared/client/create-client.ts';
import type { Identity } from '../../../shared/client/identity.ts';
import { joinService } from '../../../shared/client/join-service.ts';
import { isRequestRecord } from '../../../shared/domain/entry.ts';
import type { LogStatus } from '../../../shared/contract/snapshot.ts';
import { leafHash } from '../../../shared/log/hashes.ts';
import type { EntryRow } from '../../../shared/service/store/rows.ts';
import { sha256, signer } from '../../../shared/system/node-crypto.ts';
import { systemClock } from '../../../shared/system/system-clock.ts';
import { appendEntries } from '../../support/long-log.ts';
import type { Figure } from '../figure.ts';
import { interleave } from '../interleave.ts';
import { benchOrganisation } from '../support/bench-organisation.ts';
import { startServiceAgain } from '../support/desktops.ts';
import { NAMES, searchTexts } from '../support/history-entries.ts';
import { signedRecords } from '../support/signed-history.ts';
import { HISTORY_WORKER } from '../support/programs.ts';
import { sealSaid } from '../../../shared/lib/said.ts';

const REQUESTS = 5_000;
const ROUNDS = 3;

/** Who joins waits for the history: fetched over the network, each entry hashed and proven, indexed to be searched. */
export const firstSync: Figure = {
  name: 'first-sync',
  title: `first sync of ${REQUESTS.toLocaleString('en')} requests, fetched, verified and indexed`,
  against: 'copying the same rows, one by one, into the same tables',
  unit: 'ms',
  bound: 'atMost',
  target: 3,
  async measure({ folder, say }) {
    say('writing the log');
    const { service, identity } = await serviceWithHistory(folder);
    const client = createClient({ url: service.ready.listening, identity });
    let rounds = 0;
    const fresh = async (): Promise<string> => {
      rounds += 1;
      const home = join(folder, `desktop-${rounds}`);
      await mkdir(home);
      return home;
    };
    const source = await fresh();
    await sync(source, identity, client);
    const medians = await interleave(ROUNDS, {
      limit: async () => copy(source, await fresh()),
      value: async () => sync(await fresh(), identity, client),
    });
    await client.close();
    await service.stop();
    return { kind: 'measured', ...medians };
  },
};

async function serviceWithHistory(folder: string) {
  await mkdir(join(folder, 'org'), { recursive: true });
  for (const [name, text] of Object.entries(benchOrganisation(1).files))
    await writeFile(join(folder, 'org', `${name}.yaml`), text);
  const first = await startServiceAgain(folder);
  const { listening: url, ownerInvite: code } = first.ready;
  const joined = await joinService({ url, code, deviceName: 'desktop' });
  if (!joined.ok) throw new Error(inEnglish(joined.error.told));
  await first.stop();
  await appendEntries(join(folder, 'data'), ({ size }) => rows(size, joined.value));
  return { service: await startServiceAgain(folder), identity: joined.value };
}

/** What people do whom this owner invited. */
function rows(from: number, { log, member, deviceId, signing }: Identity): EntryRow[] {
  const owner = { person: member.id, deviceId, sign: signer(Buffer.from(signing.seed, 'base64url')) };
  return [...signedRecords(REQUESTS, { from, log: log.origin, owner })].map((record) => {
    const { seq, stream, version, at, actor, entry } = record;
    const { text, said } = sealSaid(sha256, record);
    const requestId = isRequestRecord(record) ? stream.slice('request/'.length) : null;
    const hash = leafHash(sha256, new TextEncoder().encode(text));
    return {
      seq,
      stream,
      version,
      at,
      actor,
      type: entry.type,
      requestId,
      person: 'person' in entry ? entry.person : null,
      text,
      said,
      leafHash: hash,
    };
  });
}

/** In ms, the replica whole on the disk. */
async function sync(home: string, identity: Identity, { api }: Client): Promise<number> {
  const startedAt = performance.now();
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const history = createHistoryStore({
    ...{ worker: HISTORY_WORKER, path: join(home, 'history.db'), clock: systemClock, logger },
    onDamage: () => undefined,
    onTrouble: () => undefined,
  });
  let status: LogStatus = { size: 0, verifiedSize: 0, verifiedAt: null, alarm: null };
  const logSync = createLogSync({
    ...{ identity, history, home, clock: systemClock, logger },
    status: () => status,
    onStatus: (next) => (status = next),
    onErased: () => undefined,
    names: () => NAMES,
    head: { read: () => null, write: () => undefined },
  });
  await logSync.follow(api);
  await history.close();
  if (status.verifiedSize < REQUESTS || status.alarm)
    throw new Error(status.alarm?.kind ?? 'too little came');
  return performance.now() - startedAt;
}

const TABLES = ['entries', 'meta', 'names', ...INDEX_TABLES.filter((name) => name !== 'search')];

async function copy(from: string, to: string): Promise<number> {
  const source = new Database(join(from, 'history.db'));
  const startedAt = performance.now();
  const target = new Database(join(to, 'history.db'));
  prepareHistory(target);
  for (const table of TABLES) {
    const all = source.prepare(`SELECT * FROM ${table}`).raw().all() as unknown[][];
    const places = (all[0] ?? []).map(() => '?').join(', ');
    const insert =
      all.length > 0 ? target.prepare(`INSERT OR REPLACE INTO ${table} VALUES (${places})`) : null;
    target.transaction(() => all.forEach((row) => insert?.run(...row)))();
  }
  const find = target.prepare(
    'INSERT INTO search (rowid, who, what, why, ticket, approvers) VALUES (?, ?, ?, ?, ?, ?)',
  );
  target.transaction(() => {
    let id = 0;
    for (const text of searchTexts())
      if ((id += 1) <= REQUESTS) find.run(id, ...text);
      else break;
  })();
  target.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  target.close();
  const tookMs = performance.now() - startedAt;
  source.close();
  return tookMs;
}
