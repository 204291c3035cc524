import { inWords } from '../support/in-words.ts';
import { inEnglish } from '../../shared/words/words.ts';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createClient, type Client } from '../../shared/client/create-client.ts';
import { followChanges } from '../../shared/client/follow-changes.ts';
import { joinService } from '../../shared/client/join-service.ts';
import { saidAway } from '../../shared/client/why-away.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import { refusalOf } from '../../shared/client/refusal-of.ts';
import { runnerApi } from '../../shared/client/runner-api.ts';
import type { Api } from '../../shared/api/api.ts';
import { ENDS_ACCESS, PROCEDURES, SUBSCRIPTIONS } from '../../shared/api/procedures.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { provenBy } from '../support/proven.ts';
import { startFakeEdge } from './edge-of-fake.ts';
import { saidInEnglish } from '../support/in-words.ts';

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
  const made = createClient({ url, identity: FAKE_IDENTITY, ...(protocol !== undefined && { protocol }) });
  stops.push(() => made.close());
  return made;
}

async function call(url: string, path: string, headers: Record<string, string>) {
  const proof = await provenBy(FAKE_IDENTITY, url, { path, body: '{}' });
  const response = await fetch(`${url}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...proof, ...headers },
    body: '{}',
  });
  const body = (await response.json()) as {
    error?: { data: { refusal: { code: string; message: string } } };
  };
  return { status: response.status, refusal: body.error?.data.refusal, headers: response.headers };
}

const CALLS = [...PROCEDURES.keys()].filter((path) => !SUBSCRIPTIONS.has(path));
const tooOld = (protocol: number, floor: number): string =>
  `This computer’s Latchkey (protocol ${protocol}) is older than the service allows (${floor}). Update Latchkey here.`;
const TOO_OLD = tooOld(3, 4);

describe('a call that is older than the floor', () => {
  it('is refused with a code of its own and a sentence, unless it ends access, or finds what to end', async () => {
    const url = await serve(4, 4);
    const served: string[] = [];
    for (const path of CALLS) {
      const { status, refusal } = await call(url, path, { 'latchkey-protocol': '3' });
      if (refusal?.code === 'clientTooOld') expect([status, refusal.message]).toEqual([412, TOO_OLD]);
      else served.push(path);
    }
    expect(served.sort()).toEqual([
      'devices.list',
      'devices.remove',
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
        refusal: { code: 'clientTooOld', told: inWords(tooOld(1, 2)) },
      });
    expect(await call(url, 'session.me', { 'latchkey-protocol': '2' })).toMatchObject({ status: 200 });
  });

  it('gives a runner what it has to end, and nothing to begin or to check', async () => {
    const asked: unknown[] = [];
    const lease: Api['runner']['lease'] = async (_caller, input) => {
      asked.push(input);
      return [];
    };
    const url = await serve(5, 5, (api) => ({ ...api, runner: { ...api.runner, lease } }));
    const work = { pool: 'default', max: 5, revokeOnly: false, checks: 3 };
    await runnerApi(client(url)).lease(work);
    await runnerApi(client(url, 5)).lease(work);
    expect(asked).toEqual([{ pool: 'default', max: 5, revokeOnly: true }, work]);
  });
});

describe('a socket that is older than the floor', () => {
  it('follows no changes, and is told why', async () => {
    const url = await serve(4, 4);
    const follow = (protocol: number, signal: AbortSignal) =>
      followChanges({
        ...{ client: client(url, protocol), clock: systemClock, after: null, signal },
        onChange: () => undefined,
        onState: (state) => (state === 'live' ? served.abort() : undefined),
      });
    const served = new AbortController();
    const refusal = await follow(3, new AbortController().signal);
    expect(refusal).toEqual({ code: 'clientTooOld', told: inWords(TOO_OLD) });
    expect(await follow(4, served.signal)).toBeNull();
    expect(served.signal.aborted).toBe(true);
  });

  it('still brings a runner the signal that there is something to end', async () => {
    const url = await serve(4, 4);
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

describe('a client of protocol 1, which has a token and proves nothing', () => {
  it('is told to update by whatever it calls, and never that it is signed out', async () => {
    const url = await serve(2, 2);
    for (const path of CALLS) {
      const response = await fetch(`${url}/${path}`, {
        method: 'POST',
        headers: {
          ...{ 'content-type': 'application/json', 'latchkey-protocol': '1' },
          authorization: `Bearer ${'t'.repeat(43)}`,
        },
        body: '{}',
      });
      const { error } = (await response.json()) as { error: { data: { refusal: Refusal } } };
      // What it asks without a token: whether an address, or its being signed out, is proven. It is not.
      const code = ['session.address', 'session.signedOut'].includes(path) ? 'badInput' : 'clientTooOld';
      expect([path, error.data.refusal.code]).toEqual([path, code]);
      if (code === 'clientTooOld') expect(inEnglish(error.data.refusal.told)).toBe(tooOld(1, 2));
    }
  });

  it('is told so on a socket, too', async () => {
    const url = await serve(2, 2);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/?connectionParams=1`);
    await once(socket, 'open');
    socket.send(
      JSON.stringify({ method: 'connectionParams', data: { token: 't'.repeat(43), protocol: '1' } }),
    );
    const params = { path: 'runner.work', input: { pool: 'default' } };
    socket.send(JSON.stringify({ id: 1, method: 'subscription', params }));
    const [answer] = (await once(socket, 'message')) as [Buffer];
    socket.terminate();
    expect(JSON.parse(String(answer))).toMatchObject({
      id: 1,
      error: { data: { refusal: { code: 'clientTooOld', told: inWords(tooOld(1, 2)) } } },
    });
  });
});

describe('a service of protocol 1', () => {
  it('is told to the person in words, by call and by socket, and is sent nothing but the question who it is', async () => {
    const heard: string[] = [];
    const url = await serve(1, 1, (api) => {
      const { address } = api.session;
      api.session.address = (...asked) => (heard.push('address'), address(...asked));
      api.session.me = () => (heard.push('me'), Promise.reject(new Error('it was asked')));
      return api;
    });
    const made = client(url);
    const error = await made.api.session.me.query().catch((caught: unknown) => caught);
    expect(saidInEnglish(saidAway(error) ?? '')).toBe(OLDER);
    const whys: (string | undefined)[] = [];
    const over = new AbortController();
    await followChanges({
      ...{ client: made, clock: systemClock, after: null, signal: over.signal, onChange: () => undefined },
      onState(_state, why) {
        whys.push(why && inEnglish(why.told));
        over.abort();
      },
    });
    expect(whys).toEqual([OLDER]);
    expect(await joinService({ url, code: 'an-invite-code', deviceName: 'laptop' })).toEqual({
      ok: false,
      error: { code: 'notSupported', told: inWords(OLDER) },
    });
    expect(new Set(heard)).toEqual(new Set(['address']));
  });
});

const OLDER =
  'The service is older (protocol 1) than this needs: this computer’s Latchkey speaks 4. Whoever runs the service updates it there.';

describe('a client that is newer than the service', () => {
  it('is answered as the service can, and says that it is older only where that is not enough', async () => {
    const url = await serve(4, 3);
    const newer = client(url, 5);
    expect(newer.service.version).toBeNull();
    expect(await newer.api.session.me.query()).toMatchObject({ protocol: { version: 1, floor: 1 } });
    expect(newer.service.version).toBe(4);
    expect(refusalOf(await failureOf(newer))).toEqual({
      code: 'notSupported',
      told: inWords(
        'The service is older (protocol 4) than this needs: this computer’s Latchkey speaks 5. Whoever runs the service updates it there.',
      ),
    });
    const same = client(url);
    await same.api.session.me.query();
    expect(refusalOf(await failureOf(same))?.told.code).toBe('callUnknown');
  });

  it('hears both versions with every answer, refused ones too', async () => {
    const { headers } = await call(await serve(7, 3), 'session.me', {});
    expect([headers.get('latchkey-protocol'), headers.get('latchkey-protocol-floor')]).toEqual(['7', '3']);
  });

  it('is told once that it is below the floor', async () => {
    const old = client(await serve(5, 5));
    const told: string[] = [];
    old.service.onTooOld((why) => told.push(saidInEnglish(why)));
    for (let count = 0; count < 3; count += 1) await old.api.requests.list.query(LIST);
    expect(told).toEqual([tooOld(4, 5)]);
  });
});

const LIST = { scope: 'mine', open: true, limit: 1 } as const;

/** Of a call that no service knows yet. */
const failureOf = ({ api }: Client): Promise<unknown> =>
  (api as unknown as { grants: { renew: { mutate(input: object): Promise<unknown> } } }).grants.renew
    .mutate({})
    .catch((error: unknown) => error);
