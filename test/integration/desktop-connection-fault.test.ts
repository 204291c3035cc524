import type { Spoken } from '../../shared/words/told.ts';
import { saidInEnglish } from '../support/in-words.ts';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createSession, type SessionEvents } from '../../main/sync/session.ts';
import { whoIsAt } from '../../shared/client/prove-address.ts';
import { Addresses } from '../../shared/client/addresses.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { until } from '../fakes/until.ts';
import { startFakeEdge } from './edge-of-fake.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** Stands before a service, and lets sockets through, but no calls: it ends their connections. */
async function endsCalls(target: string): Promise<string> {
  const proxy = createServer((client) => {
    client.on('error', () => undefined);
    client.once('data', (head) => {
      if (head.toString('latin1').startsWith('POST')) return void client.destroy();
      const server = connect(Number(new URL(target).port), '127.0.0.1');
      server.on('error', () => client.destroy()).on('close', () => client.destroy());
      client.on('close', () => server.destroy());
      server.write(head);
      client.pipe(server).pipe(client);
    });
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  stops.push(() => proxy.close());
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

it('a desktop whose calls do not come through says why and what to do, as the command does', async () => {
  const { edge, url } = await startFakeEdge();
  stops.push(() => edge.stop());
  const address = await endsCalls(url);
  const told: string[] = [];
  const on = new Proxy({} as SessionEvents, {
    get: (_, name) => (why: Spoken) => void (name === 'onOffline' && told.push(saidInEnglish(why))),
  });
  const session = createSession({
    ...{ identity: { ...FAKE_IDENTITY, url: address }, on },
    ...{
      addresses: new Addresses({ joined: address, whoIsAt: (at) => whoIsAt(at, FAKE_IDENTITY) }),
      clock: systemClock,
      logger: silent,
    },
    ...{ cursor: null, requests: () => ({}), isEager: () => true },
  });
  stops.push(() => session.stop());
  void session.run();
  await until(() => told.length > 0);
  expect(told[0]).toBe(
    `What listens at ${address} ended the connection without an answer. If it speaks TLS, as a service with a certificate does, write https:// instead of http://; else try again.`,
  );
});
