import { afterEach, describe, expect, it } from 'vitest';
import { createClient, type Client } from '../../shared/client/create-client.ts';
import { followChanges } from '../../shared/client/follow-changes.ts';
import { refusalOf } from '../../shared/client/refusal-of.ts';
import { runnerApi } from '../../shared/client/runner-api.ts';
import type { Api } from '../../shared/contract/api.ts';
import { ENDS_ACCESS, PROCEDURES, SUBSCRIPTIONS } from '../../shared/contract/procedures.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { FAKE_TOKEN } from '../fakes/fake-api.ts';
import { startFakeEdge } from './edge-of-fake.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function serve(version: number, floor: number, edit?: (api: Api) => Api): Promise<string> {
  const { edge, url } = await startFakeEdge(systemClock, 0, edit, { version, floor });
  stops.push(() => edge.stop());
  return url;
}

function client(url: string, protocol?: number): Client {
  const made = createClient({ url, token: FAKE_TOKEN, ...(protocol !== undefined && { protocol }) });
  stops.push(() => made.close());
  return made;
}

async function call(url: string, path: string, headers: Record<string, string>) {
  const response = await fetch(`${url}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${FAKE_TOKEN}`, ...headers },
    body: '{}',
  });
  const body = (await response.json()) as {
    error?: { data: { refusal: { code: string; message: string } } };
  };
  return { status: response.status, refusal: body.error?.data.refusal, headers: response.headers };
}

const CALLS = [...PROCEDURES.keys()].filter((path) => !SUBSCRIPTIONS.has(path));
const TOO_OLD =
  'This computer’s Latchkey (protocol 1) is older than the service allows (2). Update Latchkey here.';

describe('a call that is older than the floor', () => {
  it('is refused with a code of its own and a sentence, unless it ends access, or finds what to end', async () => {
    const url = await serve(2, 2);
    const served: string[] = [];
    for (const path of CALLS) {
      const { status, refusal } = await call(url, path, { 'latchkey-protocol': '1' });
      if (refusal?.code === 'clientTooOld') expect([status, refusal.message]).toEqual([412, TOO_OLD]);
      else served.push(path);
    }
    expect(served.sort()).toEqual([
      'grants.end',
      'grants.endAll',
      'requests.get',
      'requests.list',
      'requests.withdraw',
      'runner.heartbeat',
      'runner.lease',
      'runner.report',
      'session.address',
      'session.signedOut',
    ]);
  });

  it('is one without a version, and one with a version that is none', async () => {
    const url = await serve(3, 2);
    for (const headers of [{}, { 'latchkey-protocol': '2.0' }, { 'latchkey-protocol': '-3' }])
      expect(await call(url, 'session.me', headers as Record<string, string>)).toMatchObject({
        refusal: { code: 'clientTooOld', message: TOO_OLD },
      });
    expect(await call(url, 'session.me', { 'latchkey-protocol': '2' })).toMatchObject({ status: 200 });
  });

  it('gives a runner what it has to end, and nothing to begin or to check', async () => {
    const asked: unknown[] = [];
    const lease: Api['runner']['lease'] = async (_caller, input) => {
      asked.push(input);
      return [];
    };
    const url = await serve(2, 2, (api) => ({ ...api, runner: { ...api.runner, lease } }));
    const work = { pool: 'default', max: 5, revokeOnly: false, checks: 3 };
    await runnerApi(client(url)).lease(work);
    await runnerApi(client(url, 2)).lease(work);
    expect(asked).toEqual([{ pool: 'default', max: 5, revokeOnly: true }, work]);
  });
});

describe('a socket that is older than the floor', () => {
  it('follows no changes, and is told why', async () => {
    const url = await serve(2, 2);
    const follow = (protocol: number, signal: AbortSignal) =>
      followChanges({
        ...{ client: client(url, protocol), clock: systemClock, after: null, signal },
        onChange: () => undefined,
        onState: (state) => (state === 'live' ? served.abort() : undefined),
      });
    const served = new AbortController();
    const refusal = await follow(1, new AbortController().signal);
    expect(refusal).toEqual({ code: 'clientTooOld', message: TOO_OLD });
    expect(await follow(2, served.signal)).toBeNull();
    expect(served.signal.aborted).toBe(true);
  });

  it('still brings a runner the signal that there is something to end', async () => {
    const url = await serve(2, 2);
    const over = new AbortController();
    const signals = runnerApi(client(url)).work({ pool: 'default' }, over.signal);
    const first = await signals[Symbol.asyncIterator]().next();
    over.abort();
    expect(first.value).toEqual({ pool: 'default' });
  });
});

describe('what is served for ever', () => {
  it('is what ends access, as the router says it', () => {
    expect([...ENDS_ACCESS].sort()).toEqual([
      'devices.remove',
      'grants.end',
      'grants.endAll',
      'requests.withdraw',
      'runner.heartbeat',
      'runner.lease',
      'runner.report',
      'runner.work',
    ]);
  });
});

describe('a client that is newer than the service', () => {
  it('is answered as the service can, and says that it is older only where that is not enough', async () => {
    const url = await serve(1, 1);
    const newer = client(url, 2);
    expect(newer.service.version).toBeNull();
    expect(await newer.api.session.me.query()).toMatchObject({ protocol: { version: 1, floor: 1 } });
    expect(newer.service.version).toBe(1);
    expect(refusalOf(await failureOf(newer))).toEqual({
      code: 'notSupported',
      message:
        'The service is older (protocol 1) than this needs: this computer’s Latchkey speaks 2. Whoever runs the service updates it there.',
    });
    const same = client(url);
    await same.api.session.me.query();
    expect(refusalOf(await failureOf(same))?.message).toContain('does not know this call');
  });

  it('hears both versions with every answer, refused ones too', async () => {
    const { headers } = await call(await serve(7, 3), 'session.me', {});
    expect([headers.get('latchkey-protocol'), headers.get('latchkey-protocol-floor')]).toEqual(['7', '3']);
  });

  it('is told once that it is below the floor', async () => {
    const old = client(await serve(2, 2));
    const told: string[] = [];
    old.service.onTooOld((sentence) => told.push(sentence));
    for (let count = 0; count < 3; count += 1) await old.api.requests.list.query(LIST);
    expect(told).toEqual([TOO_OLD]);
  });
});

const LIST = { scope: 'mine', open: true, limit: 1 } as const;

/** Of a call that no service knows yet. */
const failureOf = ({ api }: Client): Promise<unknown> =>
  (api as unknown as { grants: { renew: { mutate(input: object): Promise<unknown> } } }).grants.renew
    .mutate({})
    .catch((error: unknown) => error);
