import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createClient } from '../../shared/client/create-client.ts';
import { runnerApi } from '../../shared/client/runner-api.ts';
import type { RunnerApi } from '../../shared/ports/runner-api.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { until } from '../fakes/until.ts';
import { provingServer } from '../support/proving-server.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

it.each<[string, number, (api: RunnerApi) => Promise<unknown>]>([
  ['a lease', 20_000_000, (api) => api.lease({ pool: 'default', max: 100, revokeOnly: false, checks: 16 })],
  ['a sign of life', 20_000_000, (api) => api.heartbeat({ pool: 'default', grantIds: [] })],
])(
  'of an answer to %s that does not end a runner reads no more than one may be long',
  async (_, most, call) => {
    let written = 0;
    let isCut = false;
    server = provingServer((_request, response) => {
      const chunk = ' '.repeat(50_000);
      const write = (): void => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length;
        written += chunk.length;
      };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.on('drain', write).on('close', () => (isCut = true));
      write();
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = createClient({ url, identity: FAKE_IDENTITY });
    await expect(call(runnerApi(client))).rejects.toThrow('too long');
    await until(() => isCut);
    expect(written).toBeLessThan(most);
    await client.close();
  },
);
