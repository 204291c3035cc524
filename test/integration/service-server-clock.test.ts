import { inWordsWith } from '../support/in-words.ts';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { durationMs, HOUR_MS, MINUTE_MS } from '../../shared/lib/time.ts';
import { composeService } from '../../shared/service/compose.ts';
import { fsckPostgres } from '../../shared/service/fsck/fsck.ts';
import { openPostgresStore } from '../../shared/service/database/postgres-store.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { said } from '../fakes/said.ts';
import { until } from '../fakes/until.ts';
import { serverOfFile } from '../support/server-of-file.ts';
import { SetClock } from '../support/set-clock.ts';
import {
  databaseOf,
  postgresPlace,
  quiet,
  startPostgres,
  type RunningPostgres,
  type StorePlace,
} from '../support/store-places.ts';
import { DEV, grantOf, ServiceFixture } from './service-fixture.ts';

const server = serverOfFile();

let place: StorePlace;
let fixture: ServiceFixture;
let clock: SetClock;
/** What it logged of whether it may write. */
let told: string[];
let running: Promise<void> | null;
const stops: (() => void | Promise<void>)[] = [];

beforeEach(async () => {
  place = await postgresPlace(server());
  clock = new SetClock();
  told = [];
  running = null;
  const note = (_fields: object, message: string) => {
    if (message === 'nothing is written' || message === 'the service writes again') told.push(message);
  };
  fixture = new ServiceFixture({
    database: databaseOf(place, { fitWithinMs: durationMs(300) }),
    logger: { ...quiet, error: note, info: note },
  });
  Object.assign(fixture.options, { clock });
  Object.assign(fixture, { clock });
});
afterEach(async () => {
  clock.aheadMs = 0;
  for (const stop of stops.splice(0).reverse()) await stop();
  if (fixture.service) await fixture.close();
  await running;
  await place.remove();
});

async function start(): Promise<void> {
  await fixture.start();
  running = fixture.service.run();
}

/** A connection of somebody who is no service. */
async function strangerTo({ where }: StorePlace): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: where });
  client.on('error', () => undefined);
  await client.connect();
  stops.push(() => client.end());
  return client;
}

const sizeOf = async (): Promise<number> => (await fixture.service.metrics()).logSize;

/** Each loop of the service has looked at what there is again, and again. */
async function lookedAgain(): Promise<void> {
  const before = clock.sleeps;
  await until(() => clock.sleeps > before + 300);
}

/** A copy of the data folder, as of a machine that was cloned. */
function cloned(): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-clone-'));
  stops.push(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['log-key', 'runner-name']) cpSync(join(fixture.dataDir, name), join(folder, name));
  return folder;
}

/** The database behind somebody who can reset connections towards the service, and leave them open at the server. */
async function breakable(where: string): Promise<{ url: string; breakAll(): void }> {
  const { hostname, port } = new URL(where);
  const inner = new Set<Socket>();
  const outer = new Set<Socket>();
  const proxy = createServer((client) => {
    const target = connect(Number(port), hostname);
    outer.add(client);
    inner.add(target);
    client.on('error', () => undefined).on('data', (data) => target.write(data));
    target.on('error', () => client.destroy()).on('data', (data) => client.write(data));
    target.on('close', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  stops.push(() => {
    for (const each of [...inner, ...outer]) each.destroy();
    proxy.close();
  });
  const url = new URL(where);
  url.hostname = '127.0.0.1';
  url.port = String((proxy.address() as AddressInfo).port);
  const breakAll = () => outer.forEach((each) => each.resetAndDestroy());
  return { url: url.href, breakAll };
}

describe('a service whose clock and that of its database’s server are apart', () => {
  it.each([
    [HOUR_MS, 'the clock of this machine is 1h ahead of that of the database. Set the one that is wrong'],
    [-HOUR_MS, 'the clock of this machine is 1h behind that of the database. Set the one that is wrong'],
  ])('by %d ms is not started, and says what to do', async (aheadMs, sentence) => {
    // So that what it says is no second more or less than that.
    clock.aheadMs = aheadMs + Math.sign(aheadMs) * 500;
    await expect(fixture.start()).rejects.toThrow(sentence);
    clock.aheadMs = 0;
    await start();
    expect(fixture.service.health()).toEqual({ ready: true, problem: null });
  });

  it.each([
    ['ahead', 2 * HOUR_MS],
    ['behind', -2 * HOUR_MS],
  ])(
    '%s while it runs ends and writes nothing, is not ready, and goes on by itself',
    async (word, aheadMs) => {
      await start();
      const dev = await fixture.caller(DEV);
      const { state, work } = await fixture.activate(DEV, 30);
      const { service, api } = fixture;
      const size = await sizeOf();

      clock.aheadMs = aheadMs;
      const problem = expect.stringMatching(
        new RegExp(`^The clock of this machine is .* ${word}.*Set the one`),
      );
      expect([service.health(), service.isAway()]).toEqual([{ ready: false, problem }, true]);
      await expect(fixture.submit(DEV)).rejects.toThrow(word);
      await lookedAgain();
      const ending = { grantId: work.grantId, reason: said('done'), isGone: false };
      await expect(api.grants.end(dev, ending)).rejects.toThrow(word);
      expect(await sizeOf()).toBe(size);
      expect(grantOf(await fixture.get(DEV, state.facts.requestId)).kind).toBe('active');
      const { serverTime } = await api.session.me(dev);
      expect(Math.abs(serverTime - systemClock.now())).toBeLessThan(MINUTE_MS);

      clock.aheadMs = 0;
      expect([service.health(), service.isAway()]).toEqual([{ ready: true, problem: null }, false]);
      const { facts } = await fixture.submit(DEV, { entitlement: 'dev/db:write' });
      expect(Math.abs(facts.submittedAt - systemClock.now())).toBeLessThan(MINUTE_MS);
      await until(() => told.length === 2);
      expect(told).toEqual(['nothing is written', 'the service writes again']);
    },
  );
});

describe('a service that runs', () => {
  it('asks for the time again and again, and so knows it after a sleep of the machine, in which the monotonic clock stands still', async () => {
    await start();
    clock.sleptMs = HOUR_MS;
    expect(fixture.service.health().ready).toBe(false);
    await until(() => fixture.service.health().ready);
    const { facts } = await fixture.submit(DEV);
    expect(Math.abs(facts.submittedAt - systemClock.now())).toBeLessThan(MINUTE_MS);
  });
});

describe('a service from a copy of the data folder of another one', () => {
  it('is refused in words while that one runs, and takes its place once it has ended', async () => {
    await start();
    const clone = { ...fixture.options, dataDir: cloned() };
    await expect(composeService(clone)).rejects.toThrow('runs from a copy of this data folder');
    await fixture.service.stop('the copy takes its place');
    const instead = await composeService(clone);
    expect(instead.health().ready).toBe(true);
    await instead.stop('the first one goes on');
    await start();
  });

  it('takes its place also when that ends while it waits', async () => {
    await start();
    const patient = databaseOf(place, { fitWithinMs: MINUTE_MS });
    const waiting = composeService({ ...fixture.options, database: patient, dataDir: cloned() });
    const stranger = await strangerTo(place);
    const holder = async (): Promise<number | undefined> => {
      const { rows } = await stranger.query<{ pid: number }>(
        `SELECT "pid" FROM pg_locks WHERE "locktype" = 'advisory' AND "mode" = 'ExclusiveLock' AND "granted"
          AND "database" = (SELECT "oid" FROM pg_database WHERE "datname" = current_database())`,
      );
      return rows[0]?.pid;
    };
    await until(async () => (await holder()) !== undefined);
    await fixture.service.stop('the copy takes its place');
    const instead = await waiting;
    expect(instead.health().ready).toBe(true);
    await instead.stop('the first one goes on');
    await start();
  });

  it('is not what a service is held for whose own connection broke on its side alone', async () => {
    const { url, breakAll } = await breakable(place.where);
    Object.assign(fixture.options, { database: { ...fixture.options.database, url } });
    await start();
    await fixture.device(DEV);
    const before = clock.sleeps;
    breakAll();
    await until(() => clock.sleeps > before + 300 && fixture.service.health().ready);
    await fixture.submit(DEV);
    expect(told).toEqual([]);
  });

  it('makes the first one stand still where that lost its connection meanwhile, until it has ended', async () => {
    await start();
    await fixture.device(DEV);
    const stranger = await strangerTo(place);
    const { rows } = await stranger.query<{ pid: number; key: string }>(
      `SELECT "pid", (("classid"::bigint << 32) | "objid"::bigint)::text AS "key" FROM pg_locks
        WHERE "locktype" = 'advisory' AND "mode" = 'ExclusiveLock'
          AND "database" = (SELECT "oid" FROM pg_database WHERE "datname" = current_database())`,
    );
    expect(rows).toHaveLength(1);
    const taking = stranger.query('SELECT pg_advisory_lock($1::bigint)', [rows[0]?.key]);
    const other = await strangerTo(place);
    await other.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await taking;
    await until(() => !fixture.service.health().ready);
    expect(fixture.service.health().problem).toMatch(/^Another service .* writes nothing/);
    const size = await sizeOf();
    await expect(fixture.submit(DEV)).rejects.toThrow('from a copy of this data folder');
    await lookedAgain();
    expect(await sizeOf()).toBe(size);
    await stranger.query('SELECT pg_advisory_unlock($1::bigint)', [rows[0]?.key]);
    await until(() => fixture.service.health().ready);
    await fixture.submit(DEV);
    await until(() => told.length === 2);
  });
});

describe('that a service has the database', () => {
  it('is known from its start on, before it runs, and again after its connection was lost', async () => {
    await fixture.start();
    const check = () => fsckPostgres(databaseOf(place), { rebuild: false });
    expect(await check()).toMatchObject({ ok: false, error: inWordsWith('a service uses it') });
    const stranger = await strangerTo(place);
    const present = async (): Promise<readonly number[]> => {
      const { rows } = await stranger.query<{ pid: number }>(
        `SELECT "pid" FROM pg_locks WHERE "locktype" = 'advisory' AND "mode" = 'ShareLock'
          AND "database" = (SELECT "oid" FROM pg_database WHERE "datname" = current_database())`,
      );
      return rows.map(({ pid }) => pid);
    };
    const [first = 0] = await present();
    await stranger.query('SELECT pg_terminate_backend($1)', [first]);
    await until(async () => (await present()).some((pid) => pid !== first));
    expect(await check()).toMatchObject({ ok: false });
    await fixture.service.stop('it is checked');
    expect(await check()).toMatchObject({ ok: true });
    await start();
  });
});

describe('a server that is less safe than it could be', () => {
  const warningsOn = async (running: RunningPostgres): Promise<readonly string[]> => {
    const made = await postgresPlace(running);
    const warnings: string[] = [];
    const logger = { ...quiet, warn: (_fields: object, message: string) => void warnings.push(message) };
    const { store } = await openPostgresStore(databaseOf(made), { clock: systemClock, logger, name: null });
    await store.close();
    await made.remove();
    return warnings;
  };

  it('is warned of at the start, with a line for each reason', async () => {
    const other = await startPostgres(['fsync=on', 'full_page_writes=off']);
    stops.push(() => other.stop());
    expect(await warningsOn(server())).toEqual([expect.stringContaining('fsync is off')]);
    expect(await warningsOn(other)).toEqual([expect.stringContaining('full_page_writes is off')]);
  });
});
