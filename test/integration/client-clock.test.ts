import { inWords } from '../support/in-words.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient, type Client } from '../../shared/client/create-client.ts';
import { refusalOf } from '../../shared/client/refusal-of.ts';
import { runnerApi } from '../../shared/client/runner-api.ts';
import type { Api } from '../../shared/api/api.ts';
import { RefusalError } from '../../shared/contract/refusal-error.ts';
import { refuse } from '../../shared/domain/refusal.ts';
import { instant, MINUTE_MS } from '../../shared/lib/time.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { testSigner } from '../fakes/test-signer.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { said } from '../fakes/said.ts';
import { until } from '../fakes/until.ts';
import { startFakeEdge } from './edge-of-fake.ts';

// A device whose clock is not that of the service.

let running: Awaited<ReturnType<typeof startFakeEdge>>;
let client: Client;
let aheadMs: number;
let asked: string[];
let leased: unknown[];

beforeEach(async () => {
  aheadMs = 0;
  asked = [];
  leased = [];
  const carryOut = (name: string) => (): Promise<never> => {
    asked.push(name);
    return Promise.reject(
      new RefusalError(refuse('notFound', 'asWritten', { text: 'It was asked, that is enough.' })),
    );
  };
  running = await startFakeEdge(systemClock, 0, (api): Api => {
    const { me } = api.session;
    return {
      ...api,
      session: { ...api.session, me: (caller) => (asked.push('me'), me(caller)) },
      org: { ...api.org, confirm: carryOut('confirm') },
      requests: { ...api.requests, withdraw: carryOut('withdraw') },
      grants: { ...api.grants, end: carryOut('end'), endAll: carryOut('endAll') },
      runner: {
        ...api.runner,
        lease: async (_caller, input) => (leased.push(input), []),
        report: carryOut('report'),
      },
    };
  });
  client = createClient({
    ...{ url: running.url, identity: FAKE_IDENTITY, signer: testSigner() },
    clock: { ...systemClock, now: () => instant(systemClock.now() + aheadMs) },
  });
});
afterEach(async () => {
  await client.close();
  await running.edge.stop();
});

const confirm = async () => {
  const failed: unknown = await client.api.org.confirm
    .mutate({ person: 'dev@example.com' })
    .catch((e: unknown) => e);
  return refusalOf(failed);
};

describe('a change', () => {
  it('is preceded by one look at the clock, and sent where it agrees', async () => {
    aheadMs = -4 * MINUTE_MS;
    for (let round = 0; round < 2; round += 1) expect(await confirm()).toMatchObject({ code: 'notFound' });
    expect(asked).toEqual(['me', 'confirm', 'confirm']);
    expect(client.clockCheck.problem).toBeNull();
  });

  it.each([
    ['12m ahead of', 12 * MINUTE_MS],
    ['6m behind', -6 * MINUTE_MS],
  ])(
    'is not sent from a computer whose clock is %s the service’s, and is once it is right',
    async (apart, ms) => {
      aheadMs = ms;
      const sentence = `This computer’s clock is ${apart} the service’s. Set the one that is wrong, then do it again: until then only what ends access is sent from here.`;
      expect(await confirm()).toEqual({ code: 'clocksApart', told: inWords(sentence) });
      expect(asked).toEqual(['me']);
      aheadMs = 0;
      expect(await confirm()).toMatchObject({ code: 'notFound' });
      expect(asked).toEqual(['me', 'me', 'confirm']);
    },
  );
});

describe('what ends access', () => {
  it('is sent whatever the clock says, and nothing is asked before it', async () => {
    aheadMs = 60 * MINUTE_MS;
    const { requests, grants, runner } = client.api;
    const key = { idempotencyKey: 'key-00000001' };
    const about = { requestId: 'request001', grantId: 'grant00001', fence: 1, ...key };
    const calls = [
      () => requests.withdraw.mutate({ requestId: 'request001' }),
      () => grants.end.mutate({ grantId: 'grant00001', reason: said('done'), isGone: false }),
      () => grants.endAll.mutate({ reason: said('done') }),
      () => runner.report.mutate({ kind: 'revocationFailed', ...about, message: 'away', wasThere: false }),
    ];
    for (const call of calls) await call().catch(() => undefined);
    expect(asked).toEqual(['withdraw', 'end', 'endAll', 'report']);
  });

  it('is all that a runner leases while its clock is off', async () => {
    const runner = runnerApi(client);
    const work = { pool: 'default', max: 5, revokeOnly: false };
    aheadMs = 60 * MINUTE_MS;
    await client.api.session.me.query();
    await runner.lease(work);
    aheadMs = 0;
    await runner.lease(work);
    await until(() => client.clockCheck.problem === null);
    await runner.lease(work);
    expect(leased).toEqual([{ ...work, revokeOnly: true }, { ...work, revokeOnly: true }, work]);
  });
});
