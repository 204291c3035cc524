import { inEnglish } from '../../shared/words/words.ts';
import { createServer, type AddressInfo, type Server, type Socket, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient, type Client } from '../../shared/client/create-client.ts';
import { followChanges } from '../../shared/client/follow-changes.ts';
import { isUnreachable } from '../../shared/client/is-unreachable.ts';
import { refusalOf } from '../../shared/client/refusal-of.ts';
import { STORE_AWAY } from '../../shared/contract/store-away.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { startFakeEdge } from './edge-of-fake.ts';
import { until } from '../fakes/until.ts';

let running: Awaited<ReturnType<typeof startFakeEdge>>;
let wire: Wire;
let client: Client;
let stopping: AbortController;

beforeEach(async () => {
  running = await startFakeEdge();
  wire = await startWire(Number(new URL(running.url).port));
  client = createClient({ url: wire.url, identity: FAKE_IDENTITY, random: () => 0 });
  stopping = new AbortController();
});
afterEach(async () => {
  stopping.abort();
  await client.close();
  wire.close();
  await running.edge.stop();
});

const follow = (after: string | null, seen: number[], states: string[] = []) =>
  followChanges({
    client,
    clock: systemClock,
    pauseMs: () => 250,
    after,
    signal: stopping.signal,
    onChange: (change) => seen.push(change.kind === 'organisation' ? change.version : -1),
    onState: (state, why) => states.push((why && inEnglish(why.told)) ?? state),
  });

describe('following the changes', () => {
  it('loses nothing and doubles nothing when the connection is cut again and again', async () => {
    const seen: number[] = [];
    const states: string[] = [];
    const following = follow('0', seen, states);
    for (let version = 1; version <= 60; version += 1) {
      running.fake.send({ kind: 'organisation', version });
      if (version % 20 === 0) {
        await until(() => seen.length > version - 15);
        wire.cut();
      }
    }
    await until(() => seen.length >= 60);
    running.fake.send({ kind: 'organisation', version: 61 });
    await until(() => seen.length >= 61);
    expect(seen).toEqual(Array.from({ length: 61 }, (_, index) => index + 1));
    expect(states).toContain('lost');
    stopping.abort();
    expect(await following).toBeNull();
    await until(() => running.fake.subscribers === 0);
  });

  it('ends with the refusal when the device is not known', async () => {
    await client.close();
    client = createClient({ url: wire.url, identity: { ...FAKE_IDENTITY, deviceId: 'nobody' } });
    expect(await follow(null, [])).toMatchObject({ code: 'notSignedIn' });
  });

  it('subscribes again when the service ends the subscription, and survives a restart', async () => {
    const seen: number[] = [];
    const following = follow('0', seen);
    running.fake.send({ kind: 'organisation', version: 1 });
    await until(() => seen.length === 1);
    await running.edge.stop();
    const { changesSent } = running.fake;
    running = await startFakeEdge();
    running.fake.changesSent.push(...changesSent);
    wire.aim(Number(new URL(running.url).port));
    running.fake.send({ kind: 'organisation', version: 2 });
    await until(() => seen.length === 2);
    expect(seen).toEqual([1, 2]);
    stopping.abort();
    await following;
  });
});

describe('a service that cannot reach its database', () => {
  it('says so to who knows no other, in calls and of the socket, until it reaches it again', async () => {
    const states: string[] = [];
    void follow('0', [], states);
    await until(() => states.includes('live'));
    running.store.isAway = true;
    // Once as it is closed, and once as no other is opened.
    await until(() => states.filter((state) => state === STORE_AWAY).length >= 2);
    expect(states).not.toContain('lost');
    const error = await client.api.session.me.query().catch((caught: unknown) => caught);
    expect([String(error), isUnreachable(error)]).toEqual([expect.stringContaining(STORE_AWAY), true]);
    expect(refusalOf(error)).toBeNull();
    running.store.isAway = false;
    await until(() => states.at(-1) === 'live');
    expect(await client.api.session.me.query()).toMatchObject({ deviceId: 'device1' });
  });
});

describe('a failed call', () => {
  it('carries the refusal', async () => {
    const error = await client.api.requests.get
      .query({ requestId: 'abcdefgh' })
      .catch((caught: unknown) => caught);
    expect(refusalOf(error)).toMatchObject({ code: 'notSupported' });
    expect(isUnreachable(error)).toBe(false);
  });

  it('is called unreachable when nobody listens', async () => {
    wire.close();
    const error = await client.api.session.me.query().catch((caught: unknown) => caught);
    expect(isUnreachable(error)).toBe(true);
    expect(refusalOf(error)).toBeNull();
  });
});

type Wire = Awaited<ReturnType<typeof startWire>>;

/** A wire between client and service that a test can cut. */
async function startWire(port: number) {
  const ends = new Set<Socket>();
  let target = port;
  const server: Server = createServer((from) => {
    const to = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      ends.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => ends.delete(one));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => ends.forEach((end) => end.destroy());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    aim: (next: number) => void (target = next),
    close(): void {
      server.close();
      cut();
    },
  };
}
