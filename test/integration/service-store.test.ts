import { once } from 'node:events';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { logRecordSchema } from '../../shared/contract/record-schema.ts';
import { say } from '../../shared/client/say.ts';
import { requestStream } from '../../shared/domain/request/request-entry.ts';
import { commitmentOf } from '../../shared/lib/said.ts';
import { rootOf } from '../../shared/log/compact-range.ts';
import { leafHash } from '../../shared/log/hashes.ts';
import { ChangeFeed } from '../../shared/service/feed/change-feed.ts';
import { loadLog } from '../../shared/service/log/load-log.ts';
import { openPostgresStore } from '../../shared/service/database/postgres-store.ts';
import type { OpenedStore } from '../../shared/service/database/opened-store.ts';
import type { LogWriter } from '../../shared/service/writer/log-writer.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { until } from '../fakes/until.ts';
import { sampleRequest } from '../fakes/sample-requests.ts';
import { AT, expecting, newBatch, newEntry, newGrant } from '../support/new-batch.ts';
import { runTypescript } from '../support/run-typescript.ts';
import {
  openPlace,
  libsqlPlace,
  postgresPlace,
  quiet,
  startPostgres,
  type RunningPostgres,
  type StorePlace,
} from '../support/store-places.ts';

const REQUEST = 'request00001';

let server: RunningPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

describe.each([
  ['libSQL', () => libsqlPlace()],
  ['PostgreSQL', () => postgresPlace(server)],
])('the store on %s', (_kind, makePlace: () => Promise<StorePlace>) => {
  let place: StorePlace;
  let opened: OpenedStore;
  beforeEach(async () => {
    place = await makePlace();
    opened = await place.open();
  });
  afterEach(async () => {
    await opened.store.close();
    await place.remove();
  });

  it('gives entries their places one after the other, and their hashes make the tree that it keeps', async () => {
    const first = await opened.writer.append(newBatch({ entries: [newEntry(1), newEntry(2)] }), expecting(0));
    expect(first).toMatchObject({ kind: 'committed', entries: [{ seq: 0 }, { seq: 1 }], markAt: AT });
    await opened.writer.append(newBatch({ entries: [newEntry(3)] }), expecting(2));
    const entries = await opened.store.entries({ from: 0, limit: 9 });
    expect(entries.map(({ seq, version }) => [seq, version])).toEqual([0, 1, 2].map((n) => [n, n + 1]));
    for (const { seq, text, leafHash: kept } of entries) {
      expect(logRecordSchema.parse(JSON.parse(text))).toMatchObject({ seq, stream: 'organisation' });
      expect(kept).toEqual(leafHash(sha256, Buffer.from(text)));
    }
    expect(await opened.store.head()).toEqual({
      size: 3,
      streams: new Map([['organisation', 3]]),
      markAt: AT,
    });
    const tip = await loadLog(opened.store, sha256);
    await opened.store.close();
    opened = await place.open();
    expect(rootOf(sha256, (await loadLog(opened.store, sha256)).range)).toEqual(rootOf(sha256, tip.range));
  });

  it('ends an effect once: who comes second is told that it is gone', async () => {
    const effect = { key: 'call/1', kind: 'call', stream: 'organisation', body: null, dueAt: AT };
    const row = { ...effect, attempts: 0, lastError: null };
    const { writer, store } = opened;
    await writer.append(newBatch({ effects: [{ type: 'add', effect: row }] }), expecting(0));
    const ending = (name: string) =>
      newBatch({
        entries: [newEntry(name === 'first' ? 1 : 2, name)],
        effects: [{ type: 'done', key: row.key }],
      });
    expect(await writer.append(ending('first'), expecting(0))).toMatchObject({ kind: 'committed' });
    expect(await writer.append(ending('second'), expecting(1))).toEqual({
      kind: 'conflict',
      moved: ['effect call/1'],
    });
    expect((await store.head()).size).toBe(1);
  });

  it('erases what was said in entries, and nothing that was decided on it is written back', async () => {
    const { writer, store } = opened;
    const reason = say('because of me');
    const state = sampleRequest({ id: REQUEST, submittedAt: AT });
    const facts = { ...state.facts, reason };
    const asked = { ...newEntry(1), stream: requestStream(REQUEST), requestId: REQUEST };
    const entry = { type: 'requestSubmitted', facts, reviewers: [] } as const;
    const ended = { type: 'grantEnding', grantId: `${REQUEST}0`, cause: 'ended', by: 'x', reason } as const;
    const asking = newBatch({
      entries: [
        { ...asked, entry },
        { ...asked, version: 2, entry: ended },
        { ...newEntry(1), stream: 'devices' },
        { ...asked, version: 3, entry: { ...ended, reason: { ...reason, text: 'because of her' } } },
      ],
      requests: [{ ...state, facts }],
    });
    const expected = (known: number, version: number) => ({
      ...expecting(0, { known }),
      streams: new Map([[requestStream(REQUEST), version]]),
    });
    await writer.append(asking, expected(0, 0));
    const before = await store.entries({ from: 0, limit: 9 });
    // The salt is chosen by who writes: the same one is no sign that the same was said.
    const other = { ...reason, text: 'because of her' };
    expect(before.map(({ said }) => said)).toEqual([[reason], [reason], [], [other]]);
    expect(before[0]?.text).not.toContain('because of me');

    // The same was said in both.
    expect(await store.withSameTexts([0, 2])).toEqual([0, 1]);
    expect(await store.withSameTexts([2])).toEqual([]);
    const erasing = newBatch({
      entries: [{ ...newEntry(1), entry: { type: 'textsErased', seqs: [0, 1] } }],
      erased: [0, 1],
    });
    expect(await writer.append(erasing, expecting(0, { known: 4, size: 4 }))).toMatchObject({
      kind: 'committed',
    });
    const after = await store.entries({ from: 0, limit: 9 });
    expect(after.slice(0, 4)).toEqual([
      ...before.slice(0, 3).map((each) => ({ ...each, said: [] })),
      before[3],
    ]);
    const kept = (await store.states([REQUEST])).get(REQUEST);
    expect(kept).toEqual({ ...state, facts: { ...facts, reason: { sha256: commitmentOf(sha256, reason) } } });

    const late = newBatch({
      entries: [{ ...asked, version: 4, entry: { type: 'requestWithdrawn', by: 'x' } }],
      requests: [{ ...state, facts, version: 4 }],
    });
    expect(await writer.append(late, expected(4, 3))).toEqual({
      kind: 'conflict',
      moved: ['the organisation'],
    });
    expect((await store.states([REQUEST])).get(REQUEST)).toEqual(kept);
  });

  it('finds the entries of a kind of stream, and no others', async () => {
    const streams = ['device', 'device/a', 'device/Z', 'device0', 'devices', 'invite/a'];
    const entries = streams.map((stream) => ({ ...newEntry(1, stream), stream }));
    await opened.writer.append(newBatch({ entries }), {
      ...expecting(0),
      streams: new Map(streams.map((stream) => [stream, 0])),
    });
    const found = await opened.store.textsOfKind('device');
    expect(found.map(({ text }) => (JSON.parse(text) as { stream: string }).stream)).toEqual([
      'device/a',
      'device/Z',
    ]);
  });

  it('writes all of a batch or nothing of it', async () => {
    const broken = newBatch({
      ...{ entries: [newEntry(1), newEntry(1)], grants: [newGrant()], markAt: AT },
      meta: [{ name: 'kept', value: 'no' }],
    });
    await expect(opened.writer.append(broken, expecting(0))).rejects.toThrow();
    expect(await opened.store.entries({ from: 0, limit: 9 })).toEqual([]);
    expect([await opened.store.meta('kept'), (await opened.store.grants(['grant0000001'])).size]).toEqual([
      null,
      0,
    ]);
    const whole = await opened.writer.append(newBatch({ entries: [newEntry(1)] }), expecting(0));
    expect(whole).toMatchObject({ kind: 'committed', entries: [{ seq: 0 }] });
  });

  it('says what moved, and writes nothing that was decided on what is not so any more', async () => {
    const command = { id: 'dev key00001', answer: '{}', at: AT };
    const row = newGrant();
    await opened.writer.append(
      newBatch({ entries: [newEntry(1)], grants: [row], commands: [command] }),
      expecting(0),
    );
    const leased = { ...row, leaseRunner: 'runner-1', fence: 1 };
    const attempt = (part: Parameters<typeof newBatch>[0], ...rest: Parameters<typeof expecting>) =>
      opened.writer.append(newBatch(part), expecting(...rest));
    const conflicts = [
      [await attempt({ entries: [newEntry(1)] }, 0), 'organisation'],
      [
        await attempt({ grants: [leased] }, 1, { grants: new Map([[row.grantId, leased]]) }),
        'grant grant0000001',
      ],
      [
        await attempt({ grants: [leased] }, 1, { grants: new Map([[row.grantId, null]]) }),
        'grant grant0000001',
      ],
      [await attempt({ commands: [command] }, 1), 'command dev key00001'],
      [await attempt({ entries: [newEntry(2)] }, 1, { size: 0 }), 'the log'],
      [await attempt({ grants: [leased] }, 1, { known: 0 }), 'the organisation'],
    ] as const;
    for (const [appended, moved] of conflicts) expect(appended).toEqual({ kind: 'conflict', moved: [moved] });
    expect((await opened.store.head()).size).toBe(1);
    expect(
      await attempt({ grants: [leased] }, 1, { grants: new Map([[row.grantId, row]]), size: 1 }),
    ).toMatchObject({
      kind: 'committed',
    });
    expect((await opened.store.grants([row.grantId])).get(row.grantId)).toEqual(leased);
  });

  it('keeps the latest mark of the clock, until a person says that it was wrong', async () => {
    const later = { ...newBatch({}), markAt: (AT + 5_000) as typeof AT };
    await opened.writer.append(later, expecting(0));
    expect(await opened.writer.append(newBatch({}), expecting(0))).toMatchObject({ markAt: AT + 5_000 });
    const accepted = { ...newEntry(1), entry: { type: 'clockAccepted', shown: AT } as const };
    expect(await opened.writer.append(newBatch({ entries: [accepted] }), expecting(0))).toMatchObject({
      markAt: AT,
    });
  });

  it('hands out more keys at once than a statement takes, and text of every kind as it was', async () => {
    const name = 'Ærøskøbing 🔑 \u0007 "quoted"';
    const grants = Array.from({ length: 1_203 }, (_, n) =>
      newGrant({ grantId: `grant${n}`, requester: name }),
    );
    await opened.writer.append(newBatch({ entries: [newEntry(1, name)], grants }), expecting(0));
    const found = await opened.store.grants(grants.map(({ grantId }) => grantId));
    expect(found.size).toBe(1_203);
    expect(found.get('grant7')).toEqual(grants[7]);
    const [entry] = await opened.store.entries({ from: 0, limit: 1 });
    expect(JSON.parse(entry?.text ?? '')).toMatchObject({ entry: { name } });
  });

  it('who all write at once lose nothing, and nothing is there twice', async () => {
    await Promise.all(Array.from({ length: 24 }, () => appendOne(opened)));
    const entries = await opened.store.entries({ from: 0, limit: 99 });
    expect(entries.map(({ version }) => version)).toEqual(entries.map((_, index) => index + 1));
    expect(entries).toHaveLength(24);
  });

  it('has all that was acknowledged when the process is killed that wrote it, and none of it twice', async () => {
    await opened.store.close();
    const acknowledged: number[] = [];
    for (const count of [30, 60]) {
      const child = await runTypescript('test/faults/support/append-host.ts', [place.where]);
      const exited = once(child, 'exit');
      let text = '';
      child.stdout?.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        if (text.split('\n').length > count) child.kill('SIGKILL');
      });
      expect((await exited)[1]).toBe('SIGKILL');
      acknowledged.push(...text.split('\n').slice(0, -1).map(Number));
    }
    opened = await place.open();
    const entries = await opened.store.entries({ from: 0, limit: 9_999 });
    expect(entries.map(({ version }) => version)).toEqual(entries.map((_, index) => index + 1));
    expect(acknowledged.length).toBeGreaterThanOrEqual(90);
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    const versions = new Set(entries.map(({ version }) => version));
    expect(acknowledged.filter((version) => !versions.has(version))).toEqual([]);
    expect((await loadLog(opened.store, sha256)).range.size).toBe(entries.length);
  });
});

/** Reads, decides and writes until nobody else was first. */
async function appendOne({
  store,
  writer,
}: {
  store: OpenedStore['store'];
  writer: LogWriter;
}): Promise<void> {
  for (;;) {
    const version = (await store.head()).streams.get('organisation') ?? 0;
    const batch = newBatch({ entries: [newEntry(version + 1)] });
    if ((await writer.append(batch, expecting(version))).kind === 'committed') return;
  }
}

describe('a PostgreSQL that two services share', () => {
  let place: StorePlace;
  const stores: OpenedStore[] = [];
  beforeEach(async () => {
    place = await postgresPlace(server);
    stores.push(...(await Promise.all([place.open(), place.open()])));
  });
  afterEach(async () => {
    for (const { store } of stores.splice(0)) await store.close();
    await place.remove();
  });

  it('has what both write, one after the other, and each knows the end of the log', async () => {
    const [one, other] = stores as [OpenedStore, OpenedStore];
    await Promise.all(Array.from({ length: 40 }, (_, n) => appendOne(n % 2 === 0 ? one : other)));
    const entries = await one.store.entries({ from: 0, limit: 99 });
    expect(entries.map(({ version }) => version)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    expect((await loadLog(other.store, sha256)).range.size).toBe(40);
  });

  it('tells each what the other wrote, in order and once, also after the connection was lost', async () => {
    const [one, other] = stores as [OpenedStore, OpenedStore];
    const feed = new ChangeFeed(
      { store: other.store, clock: systemClock, logger: quiet },
      await loadLog(other.store, sha256),
    );
    const told: number[] = [];
    feed.listen(({ entries }) => told.push(...entries.map(({ seq }) => seq)));
    const running = feed.run();
    await appendOne(one);
    await until(() => told.length === 1);
    const admin = new pg.Client({ connectionString: place.where });
    await admin.connect();
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN latchkey_log'`,
    );
    await admin.end();
    for (let n = 0; n < 3; n += 1) await appendOne(one);
    await until(() => told.length === 4);
    expect(told).toEqual([0, 1, 2, 3]);
    feed.stop();
    await running;
  });

  it('goes on after its connections were cut in the middle of a transaction', async () => {
    const [one, other] = stores as [OpenedStore, OpenedStore];
    const admin = new pg.Client({ connectionString: place.where });
    await admin.connect();
    // Who writes waits for this row, with a transaction open.
    await admin.query('BEGIN');
    await admin.query(`SELECT "value" FROM "meta" WHERE "name" = 'markAt' FOR UPDATE`);
    const appended = one.writer.append(newBatch({ entries: [newEntry(1)] }), expecting(0));
    const cut = expect(appended).rejects.toThrow();
    // By a connection of its own: in a transaction this view stays as it was first seen.
    const watcher = new pg.Client({ connectionString: place.where });
    await watcher.connect();
    await until(async () => {
      const { rows } = await watcher.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'`,
      );
      return rows.length > 0;
    });
    await cut;
    await admin.query('ROLLBACK');
    await admin.end();
    await watcher.end();
    await appendOne(one);
    expect((await other.store.head()).size).toBe(1);
  });

  it('refuses to write where the log is shorter than it was, or another one, however long', async () => {
    const [one, other] = stores as [OpenedStore, OpenedStore];
    await appendOne(one);
    const batch = newBatch({ entries: [newEntry(2)] });
    await expect(one.writer.append(batch, expecting(1, { known: 5 }))).rejects.toThrow('was set back');
    const { lastLeaf } = await loadLog(one.store, sha256);
    const another = leafHash(sha256, Buffer.from('another entry'));
    await expect(other.writer.append(batch, expecting(1, { lastLeaf: another }))).rejects.toThrow(
      'was set back',
    );
    expect(await other.writer.append(batch, expecting(1, { lastLeaf }))).toMatchObject({ kind: 'committed' });
    // What the writer itself has written counts, whatever else is known.
    const admin = new pg.Client({ connectionString: place.where });
    await admin.connect();
    await admin.query('DELETE FROM "entry" WHERE "seq" = 1; DELETE FROM "node"');
    await admin.end();
    const instead = newBatch({ entries: [newEntry(2, 'instead')] });
    expect(await one.writer.append(instead, expecting(1))).toMatchObject({ kind: 'committed' });
    const next = newBatch({ entries: [newEntry(3)] });
    await expect(other.writer.append(next, expecting(2, { known: 1 }))).rejects.toThrow('was set back');
    expect((await one.store.head()).size).toBe(2);
  });

  it('is refused with a sentence, untouched, when a newer Latchkey made it', async () => {
    const admin = new pg.Client({ connectionString: place.where });
    await admin.connect();
    await admin.query(
      `INSERT INTO "kysely_migration" VALUES ('9999-of-tomorrow', '2030-01-01T00:00:00.000Z')`,
    );
    await admin.query('DROP TABLE "meta" CASCADE');
    await expect(place.open()).rejects.toThrow(
      'it was made by a newer Latchkey. Start that one, or a later one',
    );
    const { rows } = await admin.query(`SELECT to_regclass('meta') AS "meta"`);
    await admin.end();
    expect(rows).toEqual([{ meta: null }]);
  });

  const tell = async (...statements: string[]): Promise<void> => {
    const admin = new pg.Client({ connectionString: place.where });
    await admin.connect();
    for (const statement of statements) await admin.query(statement);
    await admin.end();
  };
  /** What sessions have from then on. */
  const set = (setting: string): Promise<void> =>
    tell(`ALTER DATABASE ${new URL(place.where).pathname.slice(1)} SET ${setting}`);

  it('is refused with a sentence when it answers before it has written', async () => {
    await set('synchronous_commit = off');
    await expect(place.open()).rejects.toThrow('synchronous_commit is off');
  });

  it('takes what both write at once, whatever isolation its sessions begin with', async () => {
    await set(`default_transaction_isolation = 'repeatable read'`);
    const [one, other] = [await place.open(), await place.open()];
    stores.push(one, other);
    await Promise.all(Array.from({ length: 40 }, (_, n) => appendOne(n % 2 === 0 ? one : other)));
    expect((await one.store.head()).size).toBe(40);
  });

  it('is written again once it is not read-only any more', async () => {
    const [one] = stores as [OpenedStore];
    await appendOne(one);
    await set('default_transaction_read_only = on');
    // Whatever is asked for now, is asked for in a session that only reads.
    await tell(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'latchkey' AND datname = current_database()`,
    );
    await until(() =>
      appendOne(one).then(
        () => false,
        (fault: Error) => fault.message.includes('read-only'),
      ),
    );
    await tell(
      'SET default_transaction_read_only = off',
      `ALTER DATABASE ${new URL(place.where).pathname.slice(1)} RESET default_transaction_read_only`,
    );
    await appendOne(one);
    expect((await one.store.head()).size).toBe(2);
  });

  it('may have tables of the same names in other schemas', async () => {
    const fresh = await postgresPlace(server);
    const admin = new pg.Client({ connectionString: fresh.where });
    await admin.connect();
    await admin.query(
      'CREATE SCHEMA other; CREATE TABLE other.kysely_migration (name text); CREATE TABLE other.entry (id int)',
    );
    await admin.end();
    const opened = await fresh.open();
    await appendOne(opened);
    await opened.store.close();
    await fresh.remove();
  });

  it('is not brought up to date while services of an earlier Latchkey write into it', async () => {
    const [one] = stores as [OpenedStore];
    let isHeard = false;
    const stop = one.store.watch?.(() => (isHeard = true));
    await until(() => isHeard);
    await tell(`DELETE FROM "kysely_migration" WHERE "name" = (SELECT max("name") FROM "kysely_migration")`);
    await expect(place.open()).rejects.toThrow('services of an earlier Latchkey use it. Stop all of them');
    stop?.();
  });

  it.each([
    ['the password is wrong', { password: 'wrong' }, 'does not let this user in'],
    ['there is no password', { password: '' }, 'wants a password. Give it with'],
    ['there is no such database', { pathname: '/nothere' }, 'does not exist. Make it with'],
    ['nobody listens there', { port: '1' }, 'no PostgreSQL answers there'],
    ['its host is none', { hostname: 'no.such.invalid' }, 'no PostgreSQL answers there'],
  ] as const)('is refused in words when %s', async (_what, change, said) => {
    const url = Object.assign(new URL(place.where), change);
    await expect(openPlace(url.href)).rejects.toThrow(said);
  });

  it('is refused with a sentence where a pooler keeps back what sessions set', async () => {
    const pooled = openPostgresStore(
      { url: `${place.where}?lock_timeout=0` },
      { clock: systemClock, logger: quiet, name: null },
    );
    await expect(pooled).rejects.toThrow('Services need sessions of their own');
  });
});
