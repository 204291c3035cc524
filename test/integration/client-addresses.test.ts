import { createServer, request, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Addresses } from '../../shared/client/addresses.ts';
import { createClient, type Client, type ClientOptions } from '../../shared/client/create-client.ts';
import { followChanges } from '../../shared/client/follow-changes.ts';
import { isUnreachable } from '../../shared/client/is-unreachable.ts';
import { whoIsAt, type Standing } from '../../shared/client/prove-address.ts';
import type { Identity } from '../../shared/client/identity.ts';
import { formatVerifierKey, verifierKey } from '../../shared/log/keys.ts';
import { generateSigningKey, sha256 } from '../../shared/system/node-crypto.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { testSigner } from '../fakes/test-signer.ts';
import { until } from '../fakes/until.ts';
import { startWireService } from '../support/wire-service.ts';
import { startFakeEdge } from './edge-of-fake.ts';

type Edge = Awaited<ReturnType<typeof startFakeEdge>>;
/** Two services with one log: what is sent at `one` is in both. */
let one: Edge;
let other: Edge;
let client: Client | null;
let stops: (() => unknown)[];

beforeEach(async () => {
  one = await startFakeEdge();
  other = await startFakeEdge(systemClock, 0, () => one.fake.api);
  client = null;
  stops = [];
});
afterEach(async () => {
  await client?.close();
  for (const stop of stops) await stop();
  await one.edge.stop();
  await other.edge.stop();
});

function clientOf(told: readonly string[], options: Partial<ClientOptions> = {}): Client {
  const url = new Addresses({ joined: one.url, told, whoIsAt: (address) => whoIsAt(address, FAKE_IDENTITY) });
  client = createClient({ url, identity: FAKE_IDENTITY, signer: testSigner(), random: () => 0, ...options });
  return client;
}

/** Somebody who is no service, and what was said to them. */
async function startStranger(answer: RequestListener): Promise<{ url: string; heard: string[] }> {
  const heard: string[] = [];
  const server = createServer((incoming, response) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
    incoming.on('end', () => heard.push(`${incoming.url} ${JSON.stringify(incoming.headers)} ${text}`));
    answer(incoming, response);
  });
  server.on('upgrade', (incoming, socket) => {
    heard.push(`upgrade ${incoming.url}`);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

const isOurs = async (address: string, identity: Pick<Identity, 'log'>): Promise<boolean> =>
  (await whoIsAt(address, identity)).kind === 'ours';
/** As of a service that is itself no more after it has proven it. */
const OURS = async (): Promise<Standing> => ({ kind: 'ours', nonce: null, isConnected: () => true });

const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => null,
    (error: unknown) => error,
  );

describe('a call', () => {
  it('goes to the next address when nobody listens at the first, and the next ones go there at once', async () => {
    const { api, addresses } = clientOf([other.url]);
    await one.edge.stop();
    expect(await api.session.me.query()).toMatchObject({ deviceId: 'device1' });
    expect(addresses.inUse).toBe(other.url);
    await other.edge.stop();
    const error = await failure(api.session.me.query());
    expect(String(error)).toContain('None of the 2 addresses of the service answers.');
    expect(isUnreachable(error)).toBe(true);
  });

  it.each<[string, RequestListener]>([
    ['breaks off', (incoming) => incoming.socket.destroy()],
    ['says that its service is going down', (_incoming, response) => void response.writeHead(503).end()],
    ['is a proxy without a service', (_incoming, response) => void response.writeHead(502).end('<html>')],
    ['says nothing', () => undefined],
  ])('is said again where the first %s, unless it must not be done twice', async (_what, answer) => {
    const stranger = await startStranger(answer);
    const asked: string[] = [];
    one.fake.api.runner.lease = async (_caller, { pool }) => (asked.push(pool), refuseWork());
    one.fake.api.requests.withdraw = async (_caller, { signed }) => (
      asked.push(signed.statement.body.requestId),
      refuseWork()
    );
    const addresses = new Addresses({
      joined: stranger.url,
      told: [other.url],
      whoIsAt: (address) => (address === stranger.url ? OURS() : whoIsAt(address, FAKE_IDENTITY)),
    });
    const patience = { connectMs: 60_000, silentMs: 3_000 };
    client = createClient({ url: addresses, identity: FAKE_IDENTITY, signer: testSigner(), patience });
    const withdraw = { requestId: 'request001' };
    await failure(client.api.requests.withdraw.mutate(withdraw));
    expect(asked).toEqual(['request001']);
    await client.api.session.me.query();
    addresses.failed(other.url);
    const error = await failure(client.api.runner.lease.mutate(LEASE));
    expect(isUnreachable(error)).toBe(true);
    expect(asked).toEqual(['request001']);
    // The address that did not answer is the last now.
    await failure(client.api.runner.lease.mutate(LEASE));
    expect(asked).toEqual(['request001', LEASE.pool]);
  });

  it('that nobody can have heard is said again, whatever it is', async () => {
    const asked: string[] = [];
    one.fake.api.runner.lease = async (_caller, { pool }) => (asked.push(pool), refuseWork());
    const { api } = clientOf([other.url]);
    await one.edge.stop();
    await failure(api.runner.lease.mutate(LEASE));
    expect(asked).toEqual([LEASE.pool]);
  });

  it('hears of the other addresses where the service tells them', async () => {
    const telling = await startFakeEdge(systemClock, 0, (api) => {
      const { me } = api.session;
      api.session.me = async (caller) => {
        const answer = await me(caller);
        return { ...answer, organisation: { ...answer.organisation, addresses: [one.url, other.url] } };
      };
      return api;
    });
    stops.push(() => telling.edge.stop());
    client = createClient({ url: telling.url, identity: FAKE_IDENTITY });
    const { api, addresses } = client;
    await api.session.me.query();
    expect(addresses.all).toEqual([telling.url, one.url, other.url]);
  });
});

/** What is given out may not be given out twice. */
const LEASE = { pool: 'desktop:dev', max: 1, revokeOnly: false };

const refuseWork = (): Promise<never> => Promise.reject(new Error('it was asked, that is enough'));

describe('who cannot prove to be a service of this organisation', () => {
  const passOn =
    (service: string): RequestListener =>
    (incoming, response) => {
      const { hostname, port } = new URL(service);
      const { method, headers, url: path } = incoming;
      const host = `${hostname}:${port}`;
      const onward = request({ hostname, port, method, path, headers: { ...headers, host } }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      incoming.pipe(onward);
    };

  it.each<[string, RequestListener]>([
    ['answers something', (_incoming, response) => void response.end('{"result":{"data":{"note":null}}}')],
    ['sends it elsewhere', (_incoming, response) => void response.writeHead(302, { location: '/x' }).end()],
  ])('gets no proof, by call or by socket, when it %s', async (_what, answer) => {
    const stranger = await startStranger(answer);
    await one.edge.stop();
    const { api, addresses } = clientOf([stranger.url]);
    expect(isUnreachable(await failure(api.session.me.query()))).toBe(true);
    const over = new AbortController();
    const ways = { clock: systemClock, after: null, signal: over.signal, onChange: () => undefined };
    const following = followChanges({ client: client as Client, ...ways });
    await until(() => stranger.heard.length > 2);
    over.abort();
    await following;
    expect(addresses.all).toContain(stranger.url);
    expect(stranger.heard.filter((each) => !each.startsWith('/session.address'))).toEqual([]);
    expect(stranger.heard.join('\n')).not.toContain(FAKE_IDENTITY.deviceId);
  });

  it('gets none either by passing the question on to a service that advertises its address', async () => {
    let target = '';
    const stranger = await startStranger((incoming, response) => passOn(target)(incoming, response));
    const service = await startWireService([stranger.url]);
    stops.push(() => service.stop());
    target = service.url;
    const log = await service.log();
    expect(await isOurs(stranger.url, { log })).toBe(false);
    expect(stranger.heard).toHaveLength(1);
    expect(stranger.heard[0]).toContain(stranger.url);
  });

  it('is one who signs with another key, or for another address', async () => {
    expect(await isOurs(other.url, FAKE_IDENTITY)).toBe(true);
    const { origin } = FAKE_IDENTITY.log;
    const another = verifierKey(sha256, origin, generateSigningKey().publicKey);
    expect(await isOurs(other.url, { log: { origin, key: formatVerifierKey(another) } })).toBe(false);
    const { address } = one.fake.api.session;
    const misled = await startFakeEdge(systemClock, 0, (api) => {
      api.session.address = (about, origin) => address({ ...about, address: one.url }, origin);
      return api;
    });
    stops.push(() => misled.edge.stop());
    expect(await isOurs(misled.url, FAKE_IDENTITY)).toBe(false);
  });
});

describe('following the changes', () => {
  it('goes on at another address when the one in use is gone, without losing or repeating a change', async () => {
    const seen: number[] = [];
    const over = new AbortController();
    const { addresses } = clientOf([other.url]);
    const following = followChanges({
      ...{ client: client as Client, clock: systemClock, after: '0', signal: over.signal },
      onChange: (change) => seen.push(change.kind === 'organisation' ? change.version : -1),
    });
    for (let version = 1; version <= 20; version += 1) one.fake.send({ kind: 'organisation', version });
    await until(() => seen.length === 20);
    await one.edge.stop();
    for (let version = 21; version <= 40; version += 1) one.fake.send({ kind: 'organisation', version });
    await until(() => seen.length >= 40);
    expect(seen).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(addresses.inUse).toBe(other.url);
    over.abort();
    await following;
  });

  it('leaves an address whose calls are not answered any more', async () => {
    const states: string[] = [];
    const over = new AbortController();
    const { addresses, api } = clientOf([other.url], { patience: { connectMs: 60_000, silentMs: 3_000 } });
    const following = followChanges({
      ...{ client: client as Client, clock: systemClock, after: null, signal: over.signal },
      onChange: () => undefined,
      onState: (state) => states.push(state),
    });
    await until(() => states.includes('live'));
    const { list } = one.fake.api.catalog;
    let asked = 0;
    one.fake.api.catalog.list = (caller) =>
      (asked += 1) === 1 ? new Promise<never>(() => undefined) : list(caller);
    await api.catalog.list.query();
    expect(addresses.inUse).toBe(other.url);
    await until(() => states.filter((state) => state === 'live').length === 2);
    over.abort();
    await following;
  });
});

describe('a service that cannot reach its database', () => {
  it('is left for another one by who only follows', async () => {
    const { addresses } = clientOf([other.url]);
    const states: string[] = [];
    const over = new AbortController();
    const following = followChanges({
      ...{ client: client as Client, clock: systemClock, after: null, signal: over.signal },
      onChange: () => undefined,
      onState: (state) => states.push(state),
    });
    await until(() => states.includes('live'));
    one.store.isAway = true;
    await until(() => states.filter((state) => state === 'live').length === 2);
    expect(addresses.inUse).toBe(other.url);
    over.abort();
    await following;
  });

  it('is left by calls, of which none is carried out twice', async () => {
    const { api, addresses } = clientOf([other.url]);
    const asked: string[] = [];
    one.fake.api.runner.lease = async (_caller, { pool }) => (asked.push(pool), refuseWork());
    await api.session.me.query();
    one.store.isAway = true;
    expect(isUnreachable(await failure(api.runner.lease.mutate(LEASE)))).toBe(true);
    expect(asked).toEqual([]);
    await failure(api.runner.lease.mutate(LEASE));
    expect(asked).toEqual([LEASE.pool]);
    one.store.isAway = false;
    other.store.isAway = true;
    expect(await api.session.me.query()).toMatchObject({ deviceId: 'device1' });
    expect(addresses.inUse).toBe(one.url);
  });

  it('is left before anything was sent there, where it was to be asked who it is', async () => {
    const { api } = clientOf([other.url]);
    const asked: string[] = [];
    one.fake.api.runner.lease = async (_caller, { pool }) => (asked.push(pool), refuseWork());
    one.store.isAway = true;
    const error = await failure(api.runner.lease.mutate(LEASE));
    expect([isUnreachable(error), asked]).toEqual([false, [LEASE.pool]]);
  });
});
