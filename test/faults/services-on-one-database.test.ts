import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../fakes/until.ts';
import { DEV, exampleCompany } from '../support/example-company.ts';
import { exampleTokens } from '../support/example-tokens.ts';
import { Member } from '../support/member.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { postgresPlace, startPostgres, type StorePlace } from '../support/store-places.ts';

const PATIENCE_MS = 60_000;

let server: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

let place: StorePlace;
let one: ServiceProcess;
let other: ServiceProcess;
let dev: Member;

/** A further service has the key of the first, and a folder of its own. */
async function startOther(): Promise<ServiceProcess> {
  const service = await ServiceProcess.make({ organisation: exampleCompany(), database: place.where });
  mkdirSync(service.data, { mode: 0o700 });
  copyFileSync(join(one.data, 'log-key'), join(service.data, 'log-key'));
  await service.start();
  return service;
}

beforeEach(async () => {
  place = await postgresPlace(server);
  one = await ServiceProcess.start({ organisation: exampleCompany(), database: place.where });
  const owner = await Member.join(one.url, one.ownerInvite);
  const code = await owner.invite(DEV);
  await owner.close();
  other = await startOther();
  dev = await Member.join(other.url, code);
});
afterEach(async () => {
  await dev?.close();
  await other?.remove();
  await one?.remove();
  await place?.remove();
});

const tokens = (): number =>
  [one, other].reduce((sum, { data }) => sum + exampleTokens(join(data, 'runner')).length, 0);

describe('two services on one database, as processes', () => {
  it('one is killed: what it took on is there, and access that was asked for at the other is given and ends', async () => {
    const before = await dev.ask('staging/token', { ms: 4_000 });
    await until(async () => (await dev.grant(before))?.kind === 'revoked', PATIENCE_MS);
    await one.kill();
    const after = await dev.ask('staging/token', { ms: 4_000 });
    await until(async () => (await dev.grant(after))?.kind === 'revoked', PATIENCE_MS);
    expect(await dev.grant(before)).toMatchObject({ kind: 'revoked' });
    await until(() => tokens() === 0, PATIENCE_MS);
    // The one that was killed knows what happened meanwhile.
    await one.start();
    expect((await fetch(`${one.url}/readyz`)).status).toBe(200);
    const metrics = async (service: ServiceProcess) =>
      /latchkey_log_size (\d+)/.exec(await (await fetch(`${service.url}/metrics`)).text())?.[1];
    expect(await metrics(one)).toBe(await metrics(other));
  });
});
