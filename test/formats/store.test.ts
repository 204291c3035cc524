import { inWordsWith } from '../support/in-words.ts';
import Database from 'libsql';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseOrganisation } from '../../shared/organisation-files/parse-organisation.ts';
import { requestStateSchema } from '../../shared/contract/request-schema.ts';
import { logRecordSchema } from '../../shared/contract/record-schema.ts';
import { openSaid } from '../../shared/lib/said.ts';
import { instant } from '../../shared/lib/time.ts';
import { leafHash } from '../../shared/log/hashes.ts';
import { fsckFolder } from '../../shared/service/fsck/fsck.ts';
import { openLibsqlStore } from '../../shared/service/database/libsql-store.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { DEV, LEAD, OTHER, OWNER, RUNNER, ServiceFixture } from '../integration/service-fixture.ts';
import { DUMPS, dumpOf, rowsOf, STEPS, writeMissingDumps } from './store-dumps.ts';
import { said } from '../fakes/said.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function load(step: string): string {
  const file = join(folder, 'service.db');
  const db = new Database(file);
  db.exec(readFileSync(dumpOf(step), 'utf8'));
  db.close();
  return file;
}

const filesIn = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.startsWith('service.db'))
      .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );

/** Since texts of people are kept beside the log; what was begun before is not read. */
const READ = STEPS.filter((step) => step >= '0013');
const EARLIER = STEPS.filter((step) => step < '0013');

const WAITING = 'waiting0001';
const ACTIVE = 'active00001';
const OVER = 'over0000001';
/** What was due after a commit, and failed once. */
const EFFECT = {
  ...{ key: 'judge/1', kind: 'judgeWaiting', stream: 'organisation', dueAt: 1_800_000_000_000, attempts: 1 },
  ...{ body: '{"after":null}', lastError: 'the disk is full' },
};

/** For a migration that is new: `LATCHKEY_RECORD=1` and this test write its dump, from a story that a built service lives through. */
test.runIf(process.env['LATCHKEY_RECORD'])('dumps that are missing are made', async () => {
  const fixture = await new ServiceFixture().start();
  for (const person of [OWNER, DEV, LEAD]) await fixture.device(person);
  await fixture.submit(DEV, { requestId: WAITING });
  for (const requestId of [ACTIVE, OVER]) {
    await fixture.submit(DEV, { entitlement: 'dev/db:write', requestId });
    const [work] = await fixture.lease();
    if (!work) throw new Error('there was no work');
    const { deviceId } = await fixture.caller(DEV);
    await fixture.reportActivated(work, { boxes: [{ deviceId, box: 'sealed' }] });
    if (requestId === ACTIVE) continue;
    const input = { grantId: work.grantId, reason: said('done'), isGone: false };
    await fixture.api.grants.end(await fixture.caller(DEV), input);
    const [end] = await fixture.lease();
    await fixture.reportRevoked(end ?? work);
  }
  await fixture.inviteBy(OWNER, OTHER);
  await fixture.service.stop('its rows are wanted');
  const rows = rowsOf(join(fixture.dataDir, 'service.db'));
  await writeMissingDumps({ ...rows, effect: [EFFECT] });
});

describe('a database of an earlier version', () => {
  test('is kept as a dump for every step there was, small enough to be read', () => {
    expect(readdirSync(DUMPS).sort()).toEqual(
      [...STEPS.map((step) => `${step}.sql`), 'replica-1.sql', 'replica-2.sql'].sort(),
    );
    for (const file of readdirSync(DUMPS)) expect(statSync(join(DUMPS, file)).size).toBeLessThan(50_000);
  });

  test.each(EARLIER)('%s is refused with a sentence and stays as it is, byte by byte', async (step) => {
    load(step);
    const before = filesIn();
    await expect(openLibsqlStore(folder)).rejects.toThrow(
      'its log was begun by an earlier Latchkey, which kept reasons and comments in the log itself. Go on with that Latchkey,',
    );
    expect(filesIn()).toEqual(before);
    const checked = await fsckFolder(folder, { rebuild: true });
    expect(checked).toMatchObject({ ok: false, error: inWordsWith('an earlier Latchkey') });
    expect(filesIn()).toEqual(before);
  });

  test.each([EARLIER[0] ?? '', EARLIER.at(-1) ?? ''])(
    '%s that has no log yet is brought up to date',
    async (step) => {
      const db = new Database(load(step));
      for (const { name } of db
        .prepare(`SELECT "name" FROM "sqlite_master" WHERE "type" = 'table' AND "name" NOT LIKE 'kysely%'`)
        .all() as { name: string }[])
        db.exec(`DELETE FROM "${name}"`);
      db.close();
      const { store } = await openLibsqlStore(folder);
      expect((await store.head()).size).toBe(0);
      await store.close();
    },
  );

  test.each(READ)('%s is brought up to date, and everything in it is read', async (step) => {
    load(step);
    const { store } = await openLibsqlStore(folder);
    const { size, streams } = await store.head();
    const entries = await store.entries({ from: 0, limit: 1_000 });
    expect(entries).toHaveLength(size);
    for (const { text, said: texts, leafHash: kept } of entries) {
      logRecordSchema.parse(JSON.parse(openSaid(sha256, { text, said: texts })));
      expect(Buffer.from(kept)).toEqual(Buffer.from(leafHash(sha256, Buffer.from(text))));
    }
    expect(streams.size).toBeGreaterThan(0);

    const all = { scope: 'all', memberId: OWNER, isOwner: true, open: false, limit: 100 } as const;
    const requests = await store.listRequests(all);
    const kinds = requests.map((state) => [
      state.facts.requestId,
      requestStateSchema.parse(state).phase.kind,
    ]);
    expect(Object.fromEntries(kinds)).toEqual({
      [WAITING]: 'submitted',
      [ACTIVE]: 'approved',
      [OVER]: 'approved',
    });
    const mine = await store.listRequests({ ...all, scope: 'mine', memberId: DEV, isOwner: false });
    expect(mine.map(({ facts }) => facts.requestId)).toEqual(requests.map(({ facts }) => facts.requestId));

    const grants = await store.grantsOf([ACTIVE, OVER]);
    expect(grants.map(({ requestId, kind, requester }) => [requestId, kind, requester]).sort()).toEqual([
      [ACTIVE, 'active', DEV],
      [OVER, 'revoked', DEV],
    ]);
    const devices = await store.devicesOf([OWNER, DEV, LEAD, RUNNER]);
    expect(devices.map(({ person }) => person).sort()).toEqual([DEV, LEAD, OWNER, RUNNER].sort());
    const active = grants.find(({ requestId }) => requestId === ACTIVE);
    const laptop = devices.find(({ person }) => person === DEV);
    expect(await store.sealed(active?.grantId ?? '', laptop?.deviceId ?? '')).toBe('sealed');

    // Whoever waits lapses, and access ends, whichever table said when.
    const page = { prefixes: ['request/'], after: null, limit: 10 };
    expect((await store.dueStreams(instant(9e15), page)).map(({ stream }) => stream).toSorted()).toEqual(
      [`request/${ACTIVE}`, `request/${WAITING}`].toSorted(),
    );
    expect(await store.dueStreams(instant(0), page)).toEqual([]);

    const document = await store.latestDocument();
    if (!document) throw new Error('there is no document');
    const { people, catalog, policy, version, providerDigests } = document;
    const parsed = parseOrganisation({ people, catalog, policy }, version, providerDigests);
    expect(Object.keys(parsed.organisation?.members ?? {})).toContain(OTHER);
    await store.close();
    // A second start finds it as it left it.
    await (await openLibsqlStore(folder)).store.close();
  });

  test('that cannot be brought up to date is as it was, and can be once what stood in the way is gone', async () => {
    load('0008-parsed-documents');
    const change = (statement: string): void => {
      const db = new Database(join(folder, 'service.db'));
      db.exec(statement);
      db.close();
    };
    change('DELETE FROM "entry"');
    change('CREATE TABLE "effect" ("x" INTEGER)');
    await expect(openLibsqlStore(folder)).rejects.toThrow('already exists');
    change('DROP TABLE "effect"');
    const { store } = await openLibsqlStore(folder);
    expect((await store.head()).size).toBe(0);
    await store.close();
  });
});

test.each(READ)('fsck brings a database of %s to what its log says', async (step) => {
  load(step);
  await (await openLibsqlStore(folder)).store.close();
  const first = await fsckFolder(folder, { rebuild: true });
  expect(first.ok && first.value.findings.list.filter(({ isOfLog }) => isOfLog)).toEqual([]);
  const second = await fsckFolder(folder, { rebuild: false });
  expect(second.ok && second.value.findings.list).toEqual([]);
  const { store } = await openLibsqlStore(folder);
  const devices = await store.devicesOf([OWNER, DEV, LEAD, RUNNER]);
  expect(devices.map(({ person }) => person).sort()).toEqual([DEV, LEAD, OWNER, RUNNER].sort());
  expect((await store.grantsOf([ACTIVE, OVER])).map(({ kind }) => kind).sort()).toEqual([
    'active',
    'revoked',
  ]);
  await store.close();
});

describe('a database of a newer version', () => {
  test.each(['DELETE', 'WAL'])(
    'is refused with a sentence and stays as it is, byte by byte (%s)',
    async (journal) => {
      const db = new Database(load(STEPS.at(-1) ?? ''));
      db.exec(`PRAGMA journal_mode = ${journal}`);
      db.exec(`INSERT INTO "kysely_migration" VALUES ('9999-of-tomorrow', '2030-01-01T00:00:00.000Z')`);
      db.exec('DROP TABLE "meta"');
      if (journal === 'WAL') db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      db.close();
      const before = filesIn();
      await expect(openLibsqlStore(folder)).rejects.toThrow(
        'it was made by a newer Latchkey. Start that one, or a later one',
      );
      const { 'service.db': now, ...beside } = filesIn();
      expect(now).toBe(before['service.db']);
      // Nothing was written ahead of it either.
      expect(beside['service.db-wal'] ?? '').toBe(before['service.db-wal'] ?? '');
    },
  );
});
