import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createSession } from '../../main/sync/session.ts';
import { createLogger } from '../../main/system/create-logger.ts';
import { whoIsAt } from '../../shared/client/prove-address.ts';
import { Addresses } from '../../shared/client/addresses.ts';
import { createClient, type Client } from '../../shared/client/create-client.ts';
import { followChanges } from '../../shared/client/follow-changes.ts';
import { listEvery, listPages } from '../../shared/client/list-every.ts';
import type { Api } from '../../shared/api/api.ts';
import { canonicalText } from '../../shared/lib/canonical-json.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { until } from '../fakes/until.ts';
import { request } from '../unit/main/request-example.ts';
import { provingServer } from '../support/proving-server.ts';
import { startFakeEdge } from './edge-of-fake.ts';
import { said } from '../fakes/said.ts';

// What a service can send without end, besides its log (hostile-log.test.ts): none of it is kept without end.

let stops: (() => Promise<unknown> | void)[];
beforeEach(() => {
  stops = [];
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
});

async function serve(edit: (api: Api) => Api) {
  const running = await startFakeEdge(undefined, 0, edit);
  const client = createClient({ url: running.url, identity: FAKE_IDENTITY });
  stops.push(
    () => running.edge.stop(),
    () => client.close(),
  );
  return { ...running, client };
}

let made = 0;
function another(reason = 'Refunds are stuck'): RequestState {
  made += 1;
  const { facts, ...rest } = request();
  return {
    ...rest,
    facts: { ...facts, reason: said(reason), requestId: `made${String(made).padStart(8, '0')}` },
  };
}

describe('a list', () => {
  const lists = (list: Api['requests']['list']) => (api: Api) => ({
    ...api,
    requests: { ...api.requests, list },
  });

  test('that goes on for ever is not collected for ever', async () => {
    let pages = 0;
    const { client } = await serve(
      lists(async () => {
        pages += 1;
        return Array.from({ length: 1_000 }, () => another('w'.repeat(2_000)));
      }),
    );
    await expect(listEvery(client.api, { scope: 'all', open: true })).rejects.toThrow('does not end');
    expect(pages).toBeLessThan(100);
  });

  test('that goes round in a circle ends', async () => {
    const circle = Array.from({ length: 5 }, () => Array.from({ length: 1_000 }, () => another()));
    let pages = 0;
    const { client } = await serve(lists(async () => circle[pages++ % circle.length] as RequestState[]));
    const readAll = async (api: Client['api']): Promise<void> => {
      for await (const page of listPages(api, { scope: 'all', open: false }))
        expect(page.known).toHaveLength(1_000);
    };
    await expect(readAll(client.api)).rejects.toThrow('does not end');
    expect(pages).toBeLessThan(20);
  });
});

describe('changes', () => {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };

  test('that come in a flood ask for one thing after the other, not for all at once', async () => {
    const calls = { now: 0, most: 0, all: 0 };
    const counted = async <T>(value: () => T): Promise<T> => {
      calls.all += 1;
      calls.now += 1;
      calls.most = Math.max(calls.most, calls.now);
      await new Promise((resolve) => setImmediate(resolve));
      calls.now -= 1;
      return value();
    };
    const { url, fake } = await serve((api) => ({
      ...api,
      session: { ...api.session, me: (caller) => counted(() => api.session.me(caller)).then((me) => me) },
      requests: { ...api.requests, get: () => counted(() => another()), list: async () => [] },
    }));
    let cursor = '0';
    const session = createSession({
      identity: { ...FAKE_IDENTITY, url },
      addresses: new Addresses({ joined: url, whoIsAt: (at) => whoIsAt(at, FAKE_IDENTITY) }),
      ...{ clock: systemClock, logger: silent, cursor },
      requests: () => ({}),
      isEager: () => false,
      on: {
        ...{
          onConnecting() {},
          onOnline() {},
          onOffline() {},
          onStranger() {},
          onSignedOut() {},
          onTooOld() {},
        },
        ...{ onSlow() {}, onAnswer() {}, onPause() {} },
        ...{
          onMe() {},
          onCatalog() {},
          onNoCatalog() {},
          onNewer() {},
          onRequests() {},
          onNews() {},
          onGrowth() {},
        },
        onCursor: (id) => void (cursor = id),
      },
    });
    stops.push(() => session.stop());
    const entry = { type: 'requestWithdrawn', by: 'dev@example.com' };
    for (let seq = 1; seq <= 4_000; seq += 1) {
      const stream = `request/missing${String(seq).padStart(8, '0')}`;
      const text = canonicalText({ v: 2, seq, stream, version: 5, at: 0, actor: 'dev@example.com', entry });
      fake.send({ kind: 'record', seq, leafHash: '0'.repeat(64), text, said: [] });
      fake.send({ kind: 'organisation', version: seq });
    }
    void session.run();
    await until(() => cursor === '8000');
    expect(calls.most).toBeLessThanOrEqual(2);
    // 4,000 of each were said to be there to read.
    expect(calls.all).toBeLessThan(1_000);
  });

  test('that are longer than any end the socket', async () => {
    const server = provingServer();
    const sockets = new WebSocketServer({ server });
    const closed: number[] = [];
    sockets.on('connection', (socket) => {
      socket.on('close', (code) => closed.push(code));
      socket.send('x'.repeat(20_000_000));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = createClient({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      identity: FAKE_IDENTITY,
    });
    stops.push(
      () => void server.close(),
      () => client.close(),
    );
    const stopping = new AbortController();
    const following = followChanges({
      ...{ client, clock: systemClock, after: null, signal: stopping.signal, onChange() {} },
    });
    await until(() => closed.length > 0);
    stopping.abort();
    await following;
    expect(closed[0]).toBe(1009);
  });
});

test('the log file of the desktop takes a bounded part of the disk, whatever a service answers', async () => {
  const home = mkdtempSync(join(tmpdir(), 'latchkey-logs-'));
  stops.push(() => rmSync(home, { recursive: true, force: true }));
  const logger = createLogger(home);
  const answer = 'a'.repeat(1_000_000);
  const sizes = () => readdirSync(join(home, 'logs')).map((name) => statSync(join(home, 'logs', name)).size);
  for (let count = 0; count < 10_000; count += 1) {
    logger.warn({ error: answer }, 'the service could not be read');
    if (count % 100 !== 0) continue;
    await logger.settled();
    expect(Math.max(...sizes())).toBeLessThan(10_100_000);
  }
  expect(sizes()).toHaveLength(2);
});
