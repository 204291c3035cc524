import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, SqliteDialect, type CompiledQuery, type SqliteDatabase } from 'kysely';
import type Database from 'libsql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { instant } from '../../shared/lib/time.ts';
import { migrate } from '../../shared/service/store/migrate.ts';
import { openDatabase } from '../../shared/service/store/open-database.ts';
import { readsOf } from '../../shared/service/store/reads-of.ts';
import type { Schema } from '../../shared/service/store/schema.ts';
import { DEV } from './service-fixture.ts';

/** These grow with every request, for ever: none of them is looked through. */
const GROWING = [
  'entry',
  'first',
  'last',
  'node',
  'request',
  'requestAudience',
  'command',
  'sealedCredential',
  'grant',
  'timer',
  'blob',
  'invite',
  'inviteSecret',
];

let folder: string;
let raw: Database.Database;
let db: Kysely<Schema>;
let seen: CompiledQuery[] = [];
let reads: ReturnType<typeof readsOf>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-plans-'));
  raw = openDatabase(join(folder, 'service.db'));
  db = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: raw as unknown as SqliteDatabase }),
    log: ({ query }) => void seen.push(query),
  });
  await migrate(db);
  reads = readsOf(db);
});
afterAll(async () => {
  await db.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const member = { memberId: DEV, isOwner: false };
const now = instant(1_800_000_000_000);
const list = { ...member, limit: 50, open: false, after: 'request00001' };

it.each<[string, () => Promise<unknown>]>([
  ['the invite of a code', () => reads.invite('hash')],
  ['what a person is invited with', () => reads.openInvitesOf(DEV)],
  ['what a person has invited with', () => reads.openInvitesBy(DEV)],
  ['what devices set up that is not gone', () => reads.notGoneOf(['d1', 'd2'])],
  ['who is not in a new version', () => reads.notOf([DEV])],
  ['what happened to devices', () => reads.textsOfKind('device')],
  ['the texts of a version', () => reads.document(1)],
  ['catching up', () => reads.entriesFor({ ...member, after: 10, to: 1_010, limit: 100 })],
  [
    'catching up, of an owner',
    () => reads.entriesFor({ ...member, isOwner: true, after: 10, to: 1_010, limit: 100 }),
  ],
  ['the end of the log', () => reads.head()],
  ['the log', () => reads.entries({ from: 10, limit: 100 })],
  ['which of these one may see', () => reads.visible(DEV, ['request00001', 'request00002'])],
  ['what one asked for', () => reads.listRequests({ ...list, scope: 'mine' })],
  ['what one asked for and is open', () => reads.listRequests({ ...list, scope: 'mine', open: true })],
  ['the inbox', () => reads.listRequests({ ...list, scope: 'inbox', open: true })],
  ['what runs', () => reads.listRequests({ ...list, scope: 'running' })],
  ['what runs, of an owner', () => reads.listRequests({ ...list, isOwner: true, scope: 'running' })],
  ['all that one may see', () => reads.listRequests({ ...list, scope: 'all' })],
  ['all there is', () => reads.listRequests({ ...list, isOwner: true, scope: 'all' })],
  ['what is open', () => reads.listRequests({ ...list, isOwner: true, scope: 'all', open: true })],
  ['open access of one', () => reads.openRequestsOf([DEV])],
  ['a stream', () => reads.stream('request/request00001')],
  [
    'the nodes of a proof',
    () =>
      reads.nodes([
        { level: 0, index: 3 },
        { level: 2, index: 1 },
      ]),
  ],
  ['a credential', () => reads.sealed('grant000001', 'd1')],
  ['grants', () => reads.grants(['grant000001'])],
  ['grants of requests', () => reads.grantsOf(['request00001'])],
  [
    'work',
    () => reads.leasable({ pool: 'default', runnerId: 'r1', notOf: DEV, revokeOnly: false, now, limit: 10 }),
  ],
  ['work that is held', () => reads.heldBy({ pool: 'default', runnerId: 'r1' })],
  ['pools with work', () => reads.poolsWithWork(now)],
  ['live access', () => reads.liveGrants()],
  [
    'what is due',
    () =>
      reads.dueStreams(now, {
        ...{ prefixes: ['request/', 'other/'], limit: 100 },
        after: { stream: 'request/1', seq: 5, nextAt: now },
      }),
  ],
  ['when something is due', () => reads.nextTimerAt(now)],
  ['how much access there is', () => reads.grantCounts()],
  ['a device', () => reads.device('device1')],
  ['devices', () => reads.devicesOf([DEV])],
])('%s is found by an index, however long the history is', async (_what, read) => {
  seen = [];
  await read();
  const plans = seen.flatMap(({ sql, parameters }) =>
    (raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...(parameters as never[])) as { detail: string }[]).map(
      ({ detail }) => detail,
    ),
  );
  expect(plans.length).toBeGreaterThan(0);
  const scans = plans.filter((detail) =>
    GROWING.includes(/^SCAN (\S+)(?! USING (COVERING )?INDEX)/.exec(detail)?.[1] ?? ''),
  );
  expect({ scans, plans }).toEqual({ scans: [], plans });
});
