import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catchUp } from '../../shared/client/catch-up.ts';
import { logIdentity } from '../../shared/client/log-identity.ts';
import { nothingTrusted, type TrustedLog } from '../../shared/log/log-watch.ts';
import { composeService, type Service } from '../../shared/service/compose.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { databaseOf, postgresPlace, startPostgres, type StorePlace } from '../support/store-places.ts';
import { DEV, FILES, OWNER, ServiceFixture, type Device } from './service-fixture.ts';

// A service that is told late of what another one on the same database wrote. Nobody takes that for a log that was cut short.

let server: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

let place: StorePlace;
let fixture: ServiceFixture;
let lateDir: string;
let one: Service;
/** Looks for nothing by itself: all it knows of `one` is what it looked up to answer. */
let late: Service;
let dev: Device;

beforeEach(async () => {
  place = await postgresPlace(server);
  fixture = new ServiceFixture({ database: databaseOf(place) });
  Object.assign(fixture.options, { clock: systemClock });
  await fixture.start();
  one = fixture.service;
  dev = await fixture.device(DEV);
  lateDir = mkdtempSync(join(tmpdir(), 'latchkey-late-'));
  copyFileSync(join(fixture.dataDir, 'log-key'), join(lateDir, 'log-key'));
  late = await composeService({ ...fixture.options, dataDir: lateDir });
});
afterEach(async () => {
  await late.stop('the test is over');
  await fixture.close();
  await place.remove();
  rmSync(lateDir, { recursive: true, force: true });
});

const log = async () => {
  const { organisation } = await one.api.session.me(dev.caller);
  return logIdentity({ log: { origin: organisation.origin, key: organisation.logKey } });
};

type Source = Parameters<typeof catchUp>[0]['source'];

/** The head as the one service has it, and entries and proofs as the other does. */
const sourceOf = (head: Service, rest: Service) =>
  ({
    checkpoint: { query: () => head.api.log.checkpoint(dev.caller) },
    entries: { query: (input: Parameters<Log['entries']>[1]) => rest.api.log.entries(dev.caller, input) },
    consistency: {
      query: (input: Parameters<Log['consistency']>[1]) => rest.api.log.consistency(dev.caller, input),
    },
  }) as unknown as Source;
type Log = Service['api']['log'];

async function follow(source: Source, trusted: TrustedLog): Promise<TrustedLog> {
  const room = { check: () => Promise.resolve(null) };
  const next = await catchUp({ log: await log(), source, trusted, room, take: () => undefined });
  if (next.ok) return next.value;
  throw new Error(JSON.stringify(next.error));
}

describe('a service that was not told yet what another one wrote', () => {
  it('says of the log no less than a client knows from the other one', async () => {
    const before = await follow(sourceOf(late, late), nothingTrusted());
    await fixture.submit(DEV);
    const known = await follow(sourceOf(one, one), before);
    expect(known.size).toBeGreaterThan(before.size);
    const again = await follow(sourceOf(late, late), known);
    expect([again.size, again.note]).toEqual([known.size, known.note]);
  });

  it('gives the entries and proofs under a head that the other one signed', async () => {
    const before = await follow(sourceOf(one, one), nothingTrusted());
    await fixture.submit(DEV);
    const next = await follow(sourceOf(one, late), before);
    expect(next.size).toBeGreaterThan(before.size);
    await fixture.submit(DEV);
    const from = next.size;
    const { size: to } = await follow(sourceOf(one, one), next);
    const proof = { from, to };
    expect(await late.api.log.consistency(dev.caller, proof)).toEqual(
      await one.api.log.consistency(dev.caller, proof),
    );
    const leaf = { seq: to - 1, size: to };
    await fixture.submit(DEV);
    const { size } = await follow(sourceOf(one, one), nothingTrusted());
    expect(await late.api.log.inclusion(dev.caller, { ...leaf, size })).toEqual(
      await one.api.log.inclusion(dev.caller, { ...leaf, size }),
    );
  });

  it('does not call a device signed out whose person the other one has just taken in', async () => {
    const person = 'new@example.com';
    const people = FILES.people.replace('services:', `  - { id: ${person}, name: New Example }\nservices:`);
    const files = { ...FILES, people };
    const publish = { files, providerDigests: {}, dryRun: false };
    expect(await fixture.saying(one).org.publish(await fixture.caller(OWNER), publish)).toMatchObject({
      published: true,
    });
    const { deviceId } = await fixture.caller(person);
    const about = { nonce: 'n'.repeat(43), deviceId };
    expect(await late.api.session.signedOut(about, { address: '127.0.0.1' })).toEqual({ note: null });
  });
});
