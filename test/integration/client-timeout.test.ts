import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '../../shared/client/create-client.ts';
import { testSigner } from '../fakes/test-signer.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { until } from '../fakes/until.ts';

// Every wait with a limit really ends. On Node 20 the garbage collector took the timer away with the signal.

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function listen(answer: RequestListener): Promise<string> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it.each<[string, RequestListener]>([
  ['is never answered', () => undefined],
  [
    'is answered a byte at a time and never to the end',
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    },
  ],
])('a call that %s ends after its limit, although garbage is collected meanwhile', async (_what, answer) => {
  const client = createClient({ url: await listen(answer), identity: null, callTimeoutMs: 300 });
  const collecting = setInterval(collectGarbage, 20);
  try {
    await expect(client.api.session.me.query()).rejects.toThrow();
  } finally {
    clearInterval(collecting);
    await client.close();
  }
});

it('a client that is closed while somebody does not say who they are does not wait for them', async () => {
  let asked = 0;
  const url = await listen(() => void (asked += 1));
  const client = createClient({ url, identity: FAKE_IDENTITY, callTimeoutMs: 600_000 });
  client.api.changes.subscribe({ lastEventId: null }, {});
  await until(() => asked > 0);
  await client.close();
});

describe('a call whose kept connection is reset', () => {
  it.each<[string, string, boolean]>([
    ['is said again there when it is signed', 'requests.withdraw', true],
    ['is not when its second time would do harm', 'runner.lease', false],
  ])('%s', async (_what, path, isAgain) => {
    const heard: string[] = [];
    const url = await listen((request, response) => {
      request.resume().on('end', () => {
        heard.push(request.url ?? '');
        // It has read all of it, and may have carried it out.
        if (heard.length === 2) return void request.socket.resetAndDestroy();
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ result: { data: {} } }));
      });
    });
    const { api, close } = createClient({ url, identity: null, signer: testSigner() });
    const calls: Record<string, () => Promise<unknown>> = {
      'requests.withdraw': () => api.requests.withdraw.mutate({ requestId: 'request001' }),
      'runner.lease': () => api.runner.lease.mutate({ pool: 'default', max: 1, revokeOnly: false }),
    };
    await api.session.me.query();
    const outcome = await calls[path]?.().then(
      () => 'answered',
      () => 'failed',
    );
    await close();
    expect(outcome).toBe(isAgain ? 'answered' : 'failed');
    expect(heard).toEqual(['/session.me', `/${path}`, ...(isAgain ? [`/${path}`] : [])]);
  });
});
