import { inWords } from '../support/in-words.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { until } from '../fakes/until.ts';
import { helloOf } from '../support/proven.ts';
import { startFakeEdge } from './edge-of-fake.ts';

let running: Awaited<ReturnType<typeof startFakeEdge>>;
const sockets: WebSocket[] = [];

beforeEach(async () => {
  running = await startFakeEdge();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await running.edge.stop();
});

async function open(): Promise<WebSocket> {
  const socket = new WebSocket(`${running.url.replace('http', 'ws')}/?connectionParams=1`);
  sockets.push(socket);
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  return socket;
}

const hello = () => helloOf(FAKE_IDENTITY, running.url);
const subscribe = (id: number): string =>
  JSON.stringify({ id, method: 'subscription', params: { path: 'changes', input: {} } });

/** The answers of a socket, as they come. */
function answers(socket: WebSocket): { id: number | null; error?: unknown }[] {
  const heard: { id: number | null; error?: unknown }[] = [];
  socket.on('message', (data) => heard.push(JSON.parse(String(data)) as { id: number | null }));
  return heard;
}

const tooMany = (sentence: RegExp) => ({
  data: { refusal: { code: 'tooManyTries', told: inWords(sentence) } },
});

describe('one connection', () => {
  it('follows a bounded number of things, and more when some have ended', async () => {
    const socket = await open();
    const heard = answers(socket);
    socket.send(await hello());
    for (let id = 1; id <= 129; id += 1) socket.send(subscribe(id));
    await until(() => heard.some(({ error }) => error !== undefined));
    expect(heard.filter(({ error }) => error !== undefined)).toMatchObject([
      { id: 129, error: tooMany(/at most 128 things/) },
    ]);
    expect(running.fake.subscribers).toBe(128);
    socket.send(JSON.stringify({ id: 1, method: 'subscription.stop' }));
    await until(() => running.fake.subscribers === 127);
    socket.send(subscribe(130));
    await until(() => running.fake.subscribers === 128);
  });
});

describe('one device', () => {
  it('has a bounded number of connections, and a new one when another is closed', async () => {
    const [first] = await Promise.all(Array.from({ length: 64 }, signedIn));
    const one = await open();
    const heard = answers(one);
    const closed = new Promise((resolve) => one.on('close', resolve));
    one.send(await hello());
    await closed;
    expect(heard).toMatchObject([{ id: null, error: tooMany(/too many connections/) }]);
    first?.terminate();
    await until(() =>
      signedIn().then(
        () => true,
        () => false,
      ),
    );
  });

  async function signedIn(): Promise<WebSocket> {
    const socket = await open();
    const heard = answers(socket);
    socket.send(await hello());
    socket.send(subscribe(1));
    await new Promise((resolve, reject) => socket.once('message', resolve).once('close', reject));
    if (heard.some(({ error }) => error !== undefined)) throw new Error('it was refused');
    return socket;
  }
});

describe('one address', () => {
  it('opens a bounded number of connections that say nothing; others are told to wait', async () => {
    await Promise.all(Array.from({ length: 512 }, open));
    await expect(open()).rejects.toThrow('429');
    sockets[0]?.terminate();
    await until(() =>
      open().then(
        () => true,
        () => false,
      ),
    );
  });
});
