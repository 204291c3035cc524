import { inWords } from '../support/in-words.ts';
import { inEnglish } from '../../shared/words/words.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient, type Client } from '../../shared/client/create-client.ts';
import { followChanges } from '../../shared/client/follow-changes.ts';
import { saveIdentity } from '../../shared/client/identity-file.ts';
import type { Identity } from '../../shared/client/identity.ts';
import { joinService } from '../../shared/client/join-service.ts';
import { refusalOf } from '../../shared/client/refusal-of.ts';
import { saidAway } from '../../shared/client/why-away.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { runLatchkey } from '../support/run-latchkey.ts';
import { startWireService } from '../support/wire-service.ts';
import { startFakeEdge } from './edge-of-fake.ts';
import { saidInEnglish } from '../support/in-words.ts';

// Nothing is sent before the service has proven that it has the log that was pinned, also where it was joined.

let stops: (() => unknown)[];
beforeEach(() => {
  stops = [];
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
});

/** Somebody at a port, and all that was said to them. */
async function startStranger(
  port: number,
  answer: RequestListener,
): Promise<{ url: string; heard: string[] }> {
  const heard: string[] = [];
  const server = createServer((asked, said) => {
    let body = '';
    asked.on('data', (chunk: Buffer) => (body += chunk.toString()));
    asked.on('end', () => heard.push(`${asked.url} ${JSON.stringify(asked.headers)} ${body}`));
    answer(asked, said);
  });
  server.on('upgrade', (asked, socket) => {
    heard.push(`upgrade ${asked.url}`);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

const passOn =
  (service: string): RequestListener =>
  (asked, said) => {
    const { hostname, port, host } = new URL(service);
    const { method, headers, url: path } = asked;
    const onward = request({ hostname, port, method, path, headers: { ...headers, host } }, (answer) => {
      said.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(said);
    });
    asked.pipe(onward);
  };

async function started(): Promise<Awaited<ReturnType<typeof startWireService>>> {
  const service = await startWireService();
  stops.push(() => service.stop());
  return service;
}

async function joined({ url, ownerInvite: code }: { url: string; ownerInvite: string }): Promise<Identity> {
  const answer = await joinService({ url, code, deviceName: 'laptop' });
  if (!answer.ok) throw new Error(inEnglish(answer.error.told));
  return answer.value;
}

function clientOf(identity: Identity): Client {
  const client = createClient({ url: identity.url, identity, pauseMs: () => 20 });
  stops.push(() => client.close());
  return client;
}

const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => null,
    (error: unknown) => error,
  );

/** Why a socket could not be opened, by its code. */
async function whyNoSocket(client: Client): Promise<string | undefined> {
  const over = new AbortController();
  let found: string | undefined;
  await followChanges({
    ...{ client, clock: systemClock, after: null, signal: over.signal, onChange: () => undefined },
    onState(_state, why) {
      found = why?.code;
      over.abort();
    },
  });
  return found;
}

describe('who takes the port of a service that is down', () => {
  it('hears one question that says nothing of who asks, by call, by socket and by command, and people are told', async () => {
    const service = await startWireService();
    const identity = await joined(service);
    const home = await mkdtemp(join(tmpdir(), 'latchkey-port-'));
    stops.push(() => rm(home, { recursive: true, force: true }));
    await saveIdentity(home, identity);
    await service.stop();
    const stranger = await startStranger(Number(new URL(service.url).port), (_asked, said) => {
      said.setHeader('content-type', 'application/json');
      said.end('{"result":{"data":{"note":null}}}');
    });
    const client = clientOf(identity);
    const sentence = `Who answers at ${service.url} does not prove to be the service that was joined. Nothing was sent to them.`;
    expect(saidInEnglish(saidAway(await failure(client.api.session.me.query())) ?? '')).toBe(sentence);
    expect(await whyNoSocket(client)).toBe('notProven');
    const command = await runLatchkey(['requests'], { home });
    expect(command).toEqual({ status: 5, out: '', note: `${sentence}\n` });
    expect(stranger.heard.length).toBeGreaterThan(2);
    for (const each of stranger.heard) {
      expect(each).toMatch(/^\/session\.address /);
      expect(each).not.toContain(identity.deviceId);
      expect(each).not.toContain('latchkey-proof');
    }
  });
});

describe('a relay between client and service', () => {
  it('gets no word of the service for its own address, and nothing is sent through it', async () => {
    const service = await started();
    const identity = await joined(service);
    const relay = await startStranger(0, passOn(service.url));
    const client = clientOf({ ...identity, url: relay.url });
    expect(saidAway(await failure(client.api.session.me.query()))).toMatchObject({ code: 'strangerThere' });
    expect(relay.heard.filter((each) => !each.startsWith('/session.address'))).toEqual([]);
  });

  it('is not joined through, and the invite is still good', async () => {
    const service = await started();
    const relay = await startStranger(0, passOn(service.url));
    const refused = await joinService({
      ...{ url: relay.url, code: service.ownerInvite, deviceName: 'laptop' },
    });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'notProven', told: inWords(/The invite was not used\./) },
    });
    await joined(service);
  });
});

describe('a service', () => {
  it('is asked once for many calls, again when its connection was lost, and goes on after a restart', async () => {
    let asked = 0;
    const start = (port = 0) =>
      startFakeEdge(systemClock, port, (api) => {
        const { address } = api.session;
        api.session.address = (...about) => ((asked += 1), address(...about));
        return api;
      });
    let running = await start();
    const client = createClient({ url: running.url, identity: FAKE_IDENTITY });
    stops.push(() => client.close());
    await Promise.all(Array.from({ length: 20 }, () => client.api.session.me.query()));
    await client.api.session.me.query();
    expect(asked).toBe(1);
    await running.edge.stop();
    running = await start(Number(new URL(running.url).port));
    stops.push(() => running.edge.stop());
    expect(await client.api.session.me.query()).toMatchObject({ deviceId: 'device1' });
    expect(asked).toBe(2);
  });

  it('is sent a call once more, with a new nonce, when that of the first is too old: it is carried out once', async () => {
    const clock = new ManualClock();
    let times = 0;
    const { edge, url } = await startFakeEdge(clock, 0, (api) => {
      const { me } = api.session;
      api.session.me = (caller) => ((times += 1), me(caller));
      return api;
    });
    stops.push(async () => {
      const stopped = edge.stop();
      await clock.advance(5_000);
      await stopped;
    });
    const client = createClient({ url, identity: FAKE_IDENTITY });
    stops.push(() => client.close());
    await client.api.session.me.query();
    const before = client.addresses.nonceOf(url);
    await clock.advance(300_000);
    expect(await client.api.session.me.query()).toMatchObject({ deviceId: 'device1' });
    expect(times).toBe(2);
    expect(client.addresses.nonceOf(url)).not.toBe(before);
  });

  it('that calls a device unknown is not asked again by itself', async () => {
    const { edge, url } = await startFakeEdge();
    stops.push(() => edge.stop());
    const client = createClient({ url, identity: { ...FAKE_IDENTITY, deviceId: 'nobody' } });
    stops.push(() => client.close());
    expect(refusalOf(await failure(client.api.session.me.query()))?.code).toBe('notSignedIn');
  });
});
