import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderError } from '../../shared/provider-protocol/provider-protocol.ts';
import type { LoadedProvider } from '../../shared/runner/scripts/load-provider.ts';
import { runScript } from '../../shared/runner/scripts/run-script.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { testCertificate } from '../fakes/test-certificate.ts';
import { providerCall } from '../support/provider-call.ts';
import { shippedProvider } from '../support/shipped-provider.ts';

let folder: string;
let closedPort: number;
/** Speaks TLS as PostgreSQL does, with a certificate that nobody knows. */
let stranger: Server;
/** Accepts the login, and breaks at the first statement. */
let breaking: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-untouched-'));
  const unused = await listen(createServer());
  closedPort = portOf(unused);
  await new Promise((done) => unused.close(done));
  stranger = await listen(
    createServer((socket) => {
      socket.once('data', () => {
        socket.write('S');
        const secured = new TLSSocket(socket, {
          isServer: true,
          ...testCertificate,
        });
        secured.on('error', () => undefined);
      });
      socket.on('error', () => undefined);
    }),
  );
  breaking = await listen(
    createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        // AuthenticationOk and ReadyForQuery. https://www.postgresql.org/docs/current/protocol-message-formats.html
        socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]));
        socket.once('data', () => socket.destroy());
      });
    }),
  );
});
afterAll(async () => {
  stranger.close();
  breaking.close();
  await rm(folder, { recursive: true, force: true });
});

async function listen(server: Server): Promise<Server> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function granting(
  provider: LoadedProvider,
  config: Record<string, unknown>,
  input: Record<string, unknown>,
): Promise<ProviderError> {
  const entitlement = { id: 'test:use', title: 'Use', input };
  const call = providerCall({
    verb: 'grant',
    grantId: 'never',
    config,
    entitlement,
  });
  const { answer } = await runScript(provider, call, {
    ...{ clock: systemClock, environment: {}, dataFolder: folder },
  });
  if (answer.status === 'ok') throw new Error('it was granted');
  return answer.error;
}

describe('a grant whose target was never reached says so, and why', () => {
  const base = {
    database: 'payments',
    user: 'latchkey',
    password: 'of-latchkey',
  };
  it.each([
    ['the connection is refused', () => ({ host: '127.0.0.1', port: closedPort }), /ECONNREFUSED/],
    ['nobody knows the host', () => ({ host: 'no-such-host.invalid' }), /no-such-host\.invalid/],
    [
      'the certificate is unknown',
      () => ({ host: '127.0.0.1', port: portOf(stranger), tls: 'verify' }),
      /^The server's certificate is not trusted here: .*caFile/,
    ],
    [
      'a file is missing',
      () => ({
        host: '127.0.0.1',
        port: closedPort,
        tls: 'verify',
        caFile: join(folder, 'no-ca'),
      }),
      /cannot read caFile: ENOENT/,
    ],
  ])('postgres: %s', async (_what, config, says) => {
    const provider = await shippedProvider('postgres');
    const error = await granting(provider, { ...base, ...config() }, { roles: ['payments_rw'] });
    expect(error).toMatchObject({
      untouched: true,
      message: expect.stringMatching(says) as string,
    });
  });

  it('postgres: not once a login was accepted: then something may be there', async () => {
    const provider = await shippedProvider('postgres');
    const config = { ...base, host: '127.0.0.1', port: portOf(breaking) };
    expect(await granting(provider, config, { roles: ['payments_rw'] })).toMatchObject({ untouched: false });
  });

  it('ssh-certificate: the authority is not there, and where nothing can be kept', async () => {
    const provider = await shippedProvider('ssh-certificate');
    const [caKey, krl] = [join(folder, 'no-ca'), join(folder, 'list')];
    expect(await granting(provider, { caKey, krl }, { principals: ['dev'] })).toMatchObject({
      untouched: true,
    });
    await writeFile(join(folder, 'file'), '');
    const nowhere = { caKey, krl: join(folder, 'file', 'list') };
    expect(await granting(provider, nowhere, { principals: ['dev'] })).toMatchObject({ untouched: true });
  });

  it('any provider: a call that its manifest does not understand never runs', async () => {
    const provider = await shippedProvider('postgres');
    expect(await granting(provider, base, {})).toMatchObject({
      untouched: true,
    });
  });
});
