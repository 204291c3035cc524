import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseNote } from '../../shared/log/signed-note.ts';
import type { Work } from '../../shared/contract/api-types.ts';
import { composeService, type Service } from '../../shared/service/compose.ts';
import { fsckPostgres } from '../../shared/service/fsck/fsck.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { until } from '../fakes/until.ts';
import { databaseOf, postgresPlace, startPostgres, type StorePlace } from '../support/store-places.ts';
import {
  DEV,
  FILES,
  grantOf,
  LEAD,
  OTHER,
  OWNER,
  refusalOf,
  RUNNER,
  ServiceFixture,
  unique,
} from './service-fixture.ts';
import { said } from '../fakes/said.ts';

let server: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

let place: StorePlace;
let fixture: ServiceFixture;
let otherDir: string;
let one: Service;
let other: Service;
let running: Promise<unknown>;

beforeEach(async () => {
  place = await postgresPlace(server);
  fixture = new ServiceFixture({ database: databaseOf(place) });
  Object.assign(fixture.options, { clock: systemClock });
  Object.assign(fixture, { clock: systemClock });
  await fixture.start();
  one = fixture.service;
  otherDir = mkdtempSync(join(tmpdir(), 'latchkey-other-'));
  copyFileSync(join(fixture.dataDir, 'log-key'), join(otherDir, 'log-key'));
  other = await composeService({ ...fixture.options, dataDir: otherDir });
  running = Promise.all([one.run(), other.run()]);
});
afterEach(async () => {
  await other.stop('the test is over');
  fixture.service = one;
  await fixture.close();
  await running;
  await place.remove();
  rmSync(otherDir, { recursive: true, force: true });
});

const leaseAt = async (service: Service): Promise<Work[]> =>
  (await service.api.runner.lease(await fixture.caller(RUNNER), {
    ...{ pool: 'default', max: 10, revokeOnly: false },
  })) as Work[];

describe('two services on one database', () => {
  it('know each other’s people, requests and answers, and make one log', async () => {
    const dev = await fixture.device(DEV);
    const state = await fixture.submit(DEV);
    expect((await other.identify(dev.caller.deviceId))?.caller).toEqual(dev.caller);
    const lead = await fixture.caller(LEAD);
    const review = await fixture.reviewInput(LEAD, state);
    const approved = await other.api.reviews.give(lead, review);
    expect(approved.phase.kind).toBe('approved');
    expect((await fixture.get(DEV, state.facts.requestId)).phase.kind).toBe('approved');
    await until(async () => (await one.metrics()).logSize === (await other.metrics()).logSize);
    const note = async (service: Service) => (await service.api.log.checkpoint(dev.caller)).note;
    expect(await note(one)).toBe(await note(other));
  });

  it('lease work once, however many ask both of them', async () => {
    const { requestId } = (await fixture.submit(DEV, { entitlement: 'dev/db:write' })).facts;
    await fixture.caller(RUNNER);
    const leased = await Promise.all(Array.from({ length: 8 }, (_, n) => leaseAt(n % 2 === 0 ? one : other)));
    expect(leased.flat().map((work) => work.requestId)).toEqual([requestId]);
  });

  it('carry a command out once, whichever of them gets it how often', async () => {
    const { work } = await fixture.activate(DEV);
    const dev = await fixture.caller(DEV);
    const body = { grantId: work.grantId, reason: said('done'), isGone: false };
    const input = await fixture.signed(dev, 'endGrant', body);
    const ends = Array.from({ length: 6 }, (_, n) => (n % 2 === 0 ? one : other).api.grants.end(dev, input));
    const states = await Promise.all(ends);
    expect(new Set(states.map((state) => state.version)).size).toBe(1);
  });

  it('tell those who follow either of them', async () => {
    const dev = await fixture.caller(DEV);
    const lead = await fixture.caller(LEAD);
    const changes = other.api.changes(lead, {})[Symbol.asyncIterator]();
    const next = changes.next();
    const { requestId } = (await fixture.submit(DEV)).facts;
    const { value } = (await next) as { value: unknown };
    expect(JSON.stringify(value)).toContain(requestId);
    await changes.return?.();
    expect(await refusalOf(other.api.requests.get(await fixture.caller(OTHER), { requestId }))).toBe(
      'notFound',
    );
    expect((await other.api.requests.get(dev, { requestId })).facts.requestId).toBe(requestId);
  });

  it('have the same organisation in force: who leaves at one is nobody at the other, and nothing is decided on the old one', async () => {
    const caller = await fixture.caller(DEV);
    await fixture.device(OTHER);
    expect(await other.identify(caller.deviceId)).not.toBeNull();
    const people = FILES.people.replace(/.*dev@example\.com.*\n/, '');
    const published = await fixture.saying(one).org.publish(await fixture.caller(OWNER), {
      files: { ...FILES, people },
      ...{ providerDigests: {}, dryRun: false },
    });
    expect(published).toMatchObject({ published: true });
    const input = {
      ...{ requestId: unique(), entitlementIds: ['dev/db:write'] },
      ...{ durationMs: 60_000 as never, reason: said('because of the test'), ticket: null },
    };
    expect(await refusalOf(fixture.saying(other).requests.submit(caller, input))).not.toBe('');
    await until(async () => (await other.identify(caller.deviceId)) === null);
    expect(other.members.has(DEV)).toBe(false);
  });

  it('sign nothing without the key that the log has now, which is copied from the one that made it', async () => {
    const owner = await fixture.caller(OWNER);
    const noteOf = async (service: Service): Promise<string> =>
      (await service.api.log.checkpoint(owner)).note;
    const { organisation } = await one.api.session.me(owner);
    await until(async () => (await one.metrics()).logSize === (await other.metrics()).logSize);
    const { logKey } = await one.api.org.newLogKey(owner);
    const body = { logKey, follows: organisation.logKey };
    expect(await refusalOf(fixture.saying(other).org.rotateLogKey(owner, body))).toBe('notFound');
    await fixture.saying(one).org.rotateLogKey(owner, body);
    expect(await refusalOf(fixture.saying(one).org.rotateLogKey(owner, body))).toBe('otherVersion');
    expect((await one.api.session.me(owner)).organisation.logKey).toBe(logKey);

    await until(() => !other.health().ready);
    const [file = ''] = /log-key\.[0-9a-f]{8}/.exec(other.health().problem ?? '') ?? [];
    await expect(noteOf(other)).rejects.toThrow(`${file}, the key that the log has now, is missing`);
    copyFileSync(join(fixture.dataDir, file), join(otherDir, file));
    expect(other.health()).toEqual({ ready: true, problem: null });
    const note = await noteOf(one);
    expect(await noteOf(other)).toBe(note);
    // By both keys, the new one first.
    const keyIds = [logKey, organisation.logKey].map((key) => key.split('+')[1]);
    const parsed = parseNote(note);
    expect(parsed.ok && parsed.value.signatures.map(({ keyId }) => keyId)).toEqual(keyIds);
  });

  it('believe the runner of the further one by what it signs, from when an owner signs it in, whatever is on its way', async () => {
    const owner = await fixture.caller(OWNER);
    const { isSignedIn: isBefore, ...mine } = other.ownRunner();
    const isListed = async () =>
      (await one.api.org.runners(owner)).runners.some(({ device }) => device === mine.device);
    // It was started before the organisation was founded.
    await until(isListed);
    for (let count = 0; count < 8; count += 1) await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    await until(async () => (await one.metrics()).logSize === (await other.metrics()).logSize);
    const asked = { pool: 'default', max: 20, revokeOnly: false };
    const leased = (await other.api.runner.lease(other.builtInRunner, asked)) as Work[];
    const report = ({ requestId, grantId, fence }: Work): Promise<void> =>
      other.reportOwn({
        ...{ kind: 'activationFailed', requestId, grantId, fence },
        ...{ idempotencyKey: unique(), message: 'no such target' },
      });
    await Promise.all([
      ...leased.slice(0, 3).map(report),
      fixture.saying(one).org.signInRunner(owner, mine),
      ...leased.slice(3, 6).map(report),
    ]);
    await until(() => other.ownRunner().isSignedIn);
    await Promise.all(leased.slice(6).map(report));
    const { items } = await one.api.log.entries(owner, { from: 0, limit: 1_000 });
    const texts = items.map(({ text }) => text ?? '');
    const since = texts.findIndex((text) => text.includes('"type":"runnerSignedIn"'));
    const isFailed = (text: string): boolean => text.includes('"type":"grantFailed"');
    const isSigned = (text: string): boolean => text.includes('"signed":');
    expect([isBefore, leased.length, texts.filter(isFailed).length]).toEqual([false, 8, 8]);
    expect(texts.slice(0, since).filter(isFailed).some(isSigned)).toBe(false);
    expect(texts.slice(since).filter(isFailed).every(isSigned)).toBe(true);
  });

  it('go on when one of them stops: its work is leased and ended at the other', async () => {
    const { state, work } = await fixture.activate(DEV);
    await one.stop('this one is gone');
    const dev = await fixture.caller(DEV);
    await fixture.saying(other).grants.end(dev, {
      grantId: work.grantId,
      reason: said('done'),
      isGone: false,
    });
    const [end] = await leaseAt(other);
    expect(end).toMatchObject({ kind: 'revoke', grantId: work.grantId });
    fixture.service = other;
    await fixture.reportRevoked(end ?? work);
    expect(grantOf(await fixture.get(DEV, state.facts.requestId)).kind).toBe('revoked');
    one = await composeService(fixture.options);
  });
});

describe('a service on a database that others use', () => {
  it('says which key is missing, and that a folder has a log of its own', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'latchkey-empty-'));
    const options = { ...fixture.options, dataDir: empty };
    await expect(composeService(options)).rejects.toThrow('Copy the files log-key and log-key.*');
    const { database: _shared, ...alone } = options;
    await (await composeService(alone)).stop('its folder is wanted');
    await expect(composeService(options)).rejects.toThrow('has a database of its own');
    rmSync(empty, { recursive: true, force: true });
  });
});

describe('a database that is set back, as by a failover to a copy that lagged behind', () => {
  const LOST = 3;
  const submitAt = async (service: Service) => {
    const input = {
      ...{ requestId: unique(), entitlementIds: ['prod/db:write'] },
      ...{ durationMs: 60_000 as never, reason: said('because of the test'), ticket: null },
    };
    return fixture.saying(service).requests.submit(await fixture.caller(DEV), input);
  };
  const noteOf = async (service: Service) =>
    (await service.api.log.checkpoint(await fixture.caller(DEV))).note;
  const sizeOf = async (service: Service) => (await service.metrics()).logSize;
  /** One more service, that does not look by itself at what others do. */
  const asleep = () => {
    const dataDir = mkdtempSync(join(otherDir, 'asleep-'));
    copyFileSync(join(fixture.dataDir, 'log-key'), join(dataDir, 'log-key'));
    return composeService({ ...fixture.options, dataDir, addresses: { advertised: [], isOwn: () => true } });
  };
  /** As if the last entries, each of which made a request, had never been written. */
  async function setBackTo(size: number): Promise<void> {
    const admin = new pg.Client({ connectionString: place.where });
    await admin.connect();
    await admin.query(`
      BEGIN;
      DELETE FROM "node" WHERE ("idx" + 1) * (2 ^ "level") > ${size};
      DELETE FROM "timer" WHERE "seq" >= ${size};
      DELETE FROM "requestAudience" WHERE "seq" >= ${size};
      DELETE FROM "request" WHERE "seq" >= ${size};
      DELETE FROM "entry" WHERE "seq" >= ${size};
      COMMIT`);
    await admin.end();
  }

  it.each([
    ['fewer entries than', -1],
    ['as many entries as', 0],
    ['more entries than', 2],
  ])(
    'and has %s a service knew: that one signs and writes nothing until it is restarted',
    async (_, more) => {
      await fixture.caller(DEV);
      await other.stop('it is restarted later');
      for (let n = 0; n < LOST + 1; n += 1) await submitAt(one);
      const [asked, wrote] = await Promise.all([asleep(), asleep()]);
      const size = await sizeOf(one);
      expect(await Promise.all([asked, wrote].map(sizeOf))).toEqual([size, size]);
      await setBackTo(size - LOST);
      await until(() => !one.health().ready);
      other = await composeService({ ...fixture.options, dataDir: otherDir });
      for (let n = 0; n < LOST + more; n += 1) await submitAt(other);

      const from = { address: '127.0.0.1' };
      const about = { nonce: 'n'.repeat(22), address: 'https://a.example.com' };
      expect((await asked.api.session.address(about, from)).note).not.toBeNull();
      await expect(noteOf(asked)).rejects.toThrow('was set back');
      await expect(asked.api.session.address(about, from)).rejects.toThrow('was set back');
      await expect(submitAt(wrote)).rejects.toThrow('was set back');
      for (const service of [one, asked, wrote]) {
        expect(service.health()).toEqual({ ready: false, problem: expect.stringContaining('was set back') });
        await expect(noteOf(service)).rejects.toThrow('was set back');
        await expect(submitAt(service)).rejects.toThrow('was set back');
      }
      await submitAt(other);
      expect((await noteOf(other)).split('\n')[1]).toBe(String(size + more + 1));
      for (const service of [one, other, asked, wrote]) await service.stop('its database is checked');
      const checked = await fsckPostgres(databaseOf(place), { rebuild: false });
      expect(checked).toMatchObject({ ok: true, value: { findings: { count: 0 } } });

      one = await composeService(fixture.options);
      other = await composeService({ ...fixture.options, dataDir: otherDir });
      await submitAt(one);
      expect(one.health().ready).toBe(true);
      expect(await noteOf(one)).toBe(await noteOf(other));
    },
  );
});
