import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { durationMs } from '../../shared/lib/time.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { said } from '../fakes/said.ts';
import { until } from '../fakes/until.ts';
import { DEV, ServiceFixture, unique } from '../integration/service-fixture.ts';
import { SilentProxy } from '../support/silent-proxy.ts';
import {
  openPlace,
  postgresPlace,
  startPostgres,
  type RunningPostgres,
  type StorePlace,
} from '../support/store-places.ts';

/** Less than what a service waits for, and more than a database on a busy machine takes. */
const ANSWER_WITHIN_MS = durationMs(5_000);

let server: RunningPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

let place: StorePlace;
let proxy: SilentProxy;
let fixture: ServiceFixture;
let running: Promise<void>;
beforeEach(async () => {
  place = await postgresPlace(server);
  proxy = await SilentProxy.before(place.where);
  fixture = new ServiceFixture({ database: { url: proxy.url, answerWithinMs: ANSWER_WITHIN_MS } });
  Object.assign(fixture.options, { clock: systemClock });
  await fixture.start();
  running = fixture.service.run();
  await fixture.device(DEV);
});
afterEach(async () => {
  await fixture?.close();
  await running;
  await proxy?.stop();
  await place?.remove();
});

const isReady = (): boolean => fixture.service.health().ready;
const asking = () => ({
  ...{ requestId: unique(), entitlementIds: ['dev/db:write'] },
  ...{ durationMs: durationMs(60_000), reason: said('because of the test'), ticket: null },
});
const submit = async (input: ReturnType<typeof asking>) =>
  fixture.api.requests.submit(await fixture.caller(DEV), input);
/** What the log has of a request, asked directly. */
async function kept(requestId: string): Promise<readonly string[]> {
  const { store } = await openPlace(place.where);
  const entries = await store.stream(`request/${requestId}`);
  await store.close();
  return entries.map(({ type }) => type);
}

describe('a database that goes silent, without a word that a connection is over', () => {
  it('fails what was asked, makes the service not ready, and is used again by itself once it answers', async () => {
    expect(isReady()).toBe(true);
    proxy.manner = 'silent';
    const input = asking();
    await expect(submit(input)).rejects.toThrow('the database does not answer');
    await until(() => !isReady());
    expect(fixture.service.health().problem).not.toBeNull();
    proxy.manner = 'open';
    await until(() =>
      submit(input).then(
        () => true,
        () => false,
      ),
    );
    await until(isReady);
    expect(await kept(input.requestId)).toEqual(['requestSubmitted', 'requestApproved']);
  });

  it('makes the service not ready although nobody asks anything', async () => {
    proxy.manner = 'silent';
    await until(() => !isReady());
    proxy.manner = 'open';
    await until(isReady);
  });

  it('of a commit whose answer was lost nothing is lost, nor done twice: it is found by its command', async () => {
    const input = asking();
    proxy.loseAnswerTo = 'commit';
    await expect(submit(input)).rejects.toThrow('the database does not answer');
    expect(await kept(input.requestId)).toEqual(['requestSubmitted', 'requestApproved']);
    const again = await submit(input);
    expect(again.facts.requestId).toBe(input.requestId);
    expect(await submit(input)).toEqual(again);
    expect(await kept(input.requestId)).toEqual(['requestSubmitted', 'requestApproved']);
    const work = await fixture.lease();
    expect(work.map(({ requestId }) => requestId)).toEqual([input.requestId]);
  });
});
