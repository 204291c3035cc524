import { inWords } from '../support/in-words.ts';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { firstState } from '../../main/state/first-state.ts';
import { createStateKeeper } from '../../main/state/state-keeper.ts';
import { whyTooOld } from '../../main/state/why-too-old.ts';
import { localSections } from '../../main/store/local-data.ts';
import { createDesktopSync } from '../../main/sync/desktop-sync.ts';
import { createLink } from '../../main/sync/link.ts';
import { createOutbox } from '../../main/sync/outbox.ts';
import type { OutboxCommand } from '../../main/store/outbox-command.ts';
import { sendCommand } from '../../main/sync/send-command.ts';
import { createSession, type SessionEvents } from '../../main/sync/session.ts';
import { Addresses } from '../../shared/client/addresses.ts';
import { whoIsAt } from '../../shared/client/prove-address.ts';
import type { Api } from '../../shared/api/api.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { sampleRequest } from '../fakes/sample-requests.ts';
import { testSigner } from '../fakes/test-signer.ts';
import { until } from '../fakes/until.ts';
import { startFakeEdge } from './edge-of-fake.ts';
import { said } from '../fakes/said.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const TOO_OLD =
  'This computer’s Latchkey (protocol 4) is older than the service allows (5). Update Latchkey here.';
const state = sampleRequest({ id: 'request00001', submittedAt: 1_000 });
const { requestId } = state.facts;

/** Of a service that carries out whatever it is asked, and notes it. */
function carriesOut(done: string[]) {
  const note = (what: string) => async () => (done.push(what), state);
  return (api: Api): Api => ({
    ...api,
    requests: { ...api.requests, submit: note('submit'), withdraw: note('withdraw') },
    grants: { ...api.grants, end: note('end') },
  });
}

function desktop(url: string) {
  const local = Object.fromEntries(
    Object.entries(localSections).map(([name, section]) => [name, section.parse(undefined)]),
  ) as never;
  const device = {
    ...{ name: 'laptop', version: '0', secretStorage: 'file' as const, home: '' },
    ...{ runner: null, pools: [], organisationFolder: '', language: 'en' as const },
  };
  const catalog = { version: 0, items: [], names: {} };
  const keeper = createStateKeeper(firstState(local, catalog, device), systemClock);
  const link = createLink(() => null);
  const outbox = createOutbox({
    list: () => keeper.state().outbox,
    save: async (commands) => keeper.update((each) => ({ ...each, outbox: commands })),
    send: (command) => link.call((api, signal) => sendCommand(api, command, signal)),
    onState: () => undefined,
    barred: (command) => whyTooOld(keeper.state(), command),
    isSlow: () => false,
    clock: systemClock,
  });
  let signedOut = 0;
  const sync = createDesktopSync({
    ...{ keeper, link, outbox, clock: systemClock, logger: silent },
    signerOf: () => testSigner(),
    cursor: { read: () => null, write: () => undefined },
    onMe: () => undefined,
    onClient: () => undefined,
    logSync: () => null,
    isWatched: () => false,
    onSignedOut: async () => void (signedOut += 1),
  });
  stops.push(() => sync.disconnect(null));
  const connect = () => sync.connect({ ...FAKE_IDENTITY, url }, url);
  return { keeper, outbox, sync, connect, signedOut: () => signedOut, kind: () => keeper.state().connection };
}

const command = (key: string, procedure: 'submit' | 'withdraw' | 'end'): OutboxCommand =>
  ({
    ...{ key, requestId, title: 'Drain the refund queue', createdAt: systemClock.now() },
    ...{ state: 'waiting', message: null, procedure },
    input: {
      submit: { requestId, entitlementIds: ['e'], durationMs: 60_000, reason: said('done'), ticket: null },
      withdraw: { requestId },
      end: { grantId: state.facts.entitlements[0]?.grantId, reason: said('done'), isGone: false },
    }[procedure],
  }) as OutboxCommand;

it('a desktop below the floor says so, keeps what waits, ends access all the same, and is online after an update', async () => {
  const protocol = { version: 5, floor: 5 };
  const done: string[] = [];
  const { edge, url } = await startFakeEdge(systemClock, 0, carriesOut(done), protocol);
  stops.push(() => edge.stop());
  const { keeper, outbox, sync, connect, kind, signedOut } = desktop(url);
  const [submit, withdraw] = [command('key0000000001', 'submit'), command('key0000000002', 'withdraw')];
  keeper.update((each) => ({ ...each, outbox: [submit, withdraw] }));
  await connect();
  await until(() => isTooOld(kind()) && done.length > 0);
  const connection = kind();
  expect(connection).toMatchObject({
    kind: 'offline',
    message: inWords(TOO_OLD),
    isTooOld: true,
    isStranger: false,
  });
  // It is tried again after minutes, not after seconds.
  const nextTryAt = connection.kind === 'offline' ? connection.nextTryAt : undefined;
  expect((nextTryAt ?? 0) - systemClock.now()).toBeGreaterThan(200_000);
  // What ends access went out past what waits for the update.
  await until(() => keeper.state().outbox.length === 1);
  expect([done, keeper.state().outbox]).toEqual([['withdraw'], [submit]]);

  expect(await outbox.give(command('key0000000003', 'submit'))).toEqual({
    ok: false,
    error: { code: 'clientTooOld', told: inWords(TOO_OLD) },
  });
  expect(await outbox.give(command('key0000000004', 'end'))).toMatchObject({
    ok: true,
    value: { queued: false },
  });
  sync.settle();
  expect([done, keeper.state().outbox, signedOut()]).toEqual([['withdraw', 'end'], [submit], 0]);

  // The update, as seen from the service: it serves this version.
  protocol.floor = 2;
  await sync.tryNow();
  await until(() => kind().kind === 'online' && keeper.state().outbox.length === 0);
  expect(done).toEqual(['withdraw', 'end', 'submit']);
});

it('a desktop that is too old is so until a service serves it again, also while none can be reached', async () => {
  const { edge, url } = await startFakeEdge(systemClock, 0, (api) => api, { version: 5, floor: 5 });
  const { keeper, sync, connect, kind } = desktop(url);
  await connect();
  await until(() => isTooOld(kind()));
  const seen: unknown[] = [];
  keeper.onChange(() => seen.push(kind().kind === 'online' || isTooOld(kind())));
  await edge.stop();
  const port = Number(new URL(url).port);
  let tries = 0;
  const nobody = createServer((socket) => void ((tries += 1), socket.destroy())).listen(port, '127.0.0.1');
  await once(nobody, 'listening');
  await sync.tryNow();
  // What came of one is told before the next.
  await until(() => tries > 2);
  nobody.close();
  await once(nobody, 'close');
  const updated = await startFakeEdge(systemClock, port);
  stops.push(() => updated.edge.stop());
  await until(() => kind().kind === 'online');
  expect(new Set(seen)).toEqual(new Set([true]));
});

it('a desktop that is too old for one service goes on at another that still serves it, and says nothing', async () => {
  const newer = await startFakeEdge(systemClock, 0, (api) => api, { version: 5, floor: 5 });
  const other = await startFakeEdge();
  stops.push(
    () => newer.edge.stop(),
    () => other.edge.stop(),
  );
  const addresses = new Addresses({
    joined: newer.url,
    told: [other.url],
    whoIsAt: (address) => whoIsAt(address, FAKE_IDENTITY),
  });
  const told: string[] = [];
  const on = new Proxy({} as SessionEvents, { get: (_, name) => () => void told.push(String(name)) });
  const session = createSession({
    ...{ identity: { ...FAKE_IDENTITY, url: newer.url }, addresses, on },
    ...{ clock: systemClock, logger: silent, cursor: null, requests: () => ({}), isEager: () => true },
  });
  stops.push(() => session.stop());
  void session.run();
  await until(() => told.includes('onOnline'));
  expect(addresses.inUse).toBe(other.url);
  expect(told).not.toContain('onTooOld');
});

const isTooOld = (connection: { kind: string; isTooOld?: boolean | undefined }): boolean =>
  connection.kind === 'offline' && connection.isTooOld === true;
