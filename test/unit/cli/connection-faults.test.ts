import { inEnglish } from '../../../shared/words/words.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createPlainServer, type Server } from 'node:http';
import { createServer as createTlsServer, globalAgent } from 'node:https';
import { createServer as createSocketServer, type AddressInfo, type Server as SocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../../shared/cli/run-cli.ts';
import { saveIdentity } from '../../../shared/client/identity-file.ts';
import { createClient } from '../../../shared/client/create-client.ts';
import { followChanges } from '../../../shared/client/follow-changes.ts';
import { formatVerifierKey, verifierKey } from '../../../shared/log/keys.ts';
import { generateSigningKey, sha256 } from '../../../shared/system/node-crypto.ts';
import { systemClock } from '../../../shared/system/system-clock.ts';
import { FAKE_IDENTITY } from '../../fakes/fake-api.ts';
import { testAuthority, testCertificate } from '../../fakes/test-certificate.ts';
import { until } from '../../fakes/until.ts';

// Real servers that nobody can join as they are: each is one sentence that says what to do.

let home: string;
const servers: (Server | SocketServer)[] = [];
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'latchkey-connection-faults-'));
});
afterEach(async () => {
  delete globalAgent.options.ca;
  for (const server of servers.splice(0)) server.close();
  await rm(home, { recursive: true, force: true });
});

async function portOf(server: Server | SocketServer): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const page = (_: unknown, answer: { end(text: string): void }): void => answer.end('<h1>a page</h1>');
const tls = (cert: string, key = testAuthority.key) => portOf(createTlsServer({ cert, key }, page));
/** As NODE_EXTRA_CA_CERTS does for the command. */
const trust = (cert: string): void => void (globalAgent.options.ca = cert);

async function latchkey(...words: string[]): Promise<{ status: number; note: string }> {
  let note = '';
  const write = (text: string): void => void (note += text);
  const status = await runCli(words, {
    environment: { LATCHKEY_HOME: home },
    clock: systemClock,
    out: write,
    note: write,
    tell: write,
    written: () => Promise.resolve(null),
    columns: null,
    stop: new AbortController().signal,
    keyboard: null,
    piped: { read: () => Promise.resolve('an-invite') },
  });
  return { status, note };
}

interface Fault {
  readonly name: string;
  /** Answers with the address to join at. */
  readonly serve: () => Promise<string>;
  readonly sentence: (url: string) => string;
}

const authority = (): string =>
  `is of an authority that this computer does not know. Put the certificate of that authority (PEM) into ${join(home, 'authorities.pem')} and try again`;

const FAULTS: readonly Fault[] = [
  {
    name: 'a certificate that signs itself',
    serve: async () => `https://127.0.0.1:${await tls(testCertificate.cert, testCertificate.key)}`,
    sentence: (url) =>
      `The certificate of ${url} signs itself, so that this computer does not trust it. If you know that it is that of your service, put a copy of it (PEM) into ${join(home, 'authorities.pem')} and try again.`,
  },
  {
    name: 'a certificate of an authority that is not known, with the whole chain',
    serve: async () => `https://127.0.0.1:${await tls(testAuthority.here + testAuthority.cert)}`,
    sentence: (url) => `The certificate of ${url} ${authority()}.`,
  },
  {
    name: 'a certificate of an authority that is not known, without the chain',
    serve: async () => `https://127.0.0.1:${await tls(testAuthority.here)}`,
    sentence: (url) =>
      `The certificate of ${url} ${authority()}; where it is a public one, the service has to be given the whole chain with --tls-cert.`,
  },
  {
    name: 'a certificate that has expired',
    async serve() {
      trust(testAuthority.cert);
      return `https://127.0.0.1:${await tls(testAuthority.expired)}`;
    },
    sentence: (url) =>
      `The certificate of ${url} has expired, or that of who signed it has. Check the clock of this computer; if it is right, the service has to be given a new one with --tls-cert.`,
  },
  {
    name: 'a certificate of another name',
    async serve() {
      trust(testAuthority.cert);
      return `https://127.0.0.1:${await tls(testAuthority.elsewhere)}`;
    },
    sentence: (url) =>
      `The certificate of ${url} is for latchkey.example.com, *.latchkey.example.com, 192.0.2.7, and not for 127.0.0.1. Use an address with a name that it is for, or give the service one that is for 127.0.0.1.`,
  },
  {
    name: 'https where no TLS is spoken',
    serve: async () => `https://127.0.0.1:${await portOf(createPlainServer(page))}`,
    sentence: (url) =>
      `What listens at ${url} does not speak TLS. Check the port; where a proxy speaks TLS for the service, use the address of the proxy, and on the computer of the service itself http:// instead of https://.`,
  },
  {
    name: 'https where every connection is ended',
    serve: async () =>
      `https://127.0.0.1:${await portOf(createSocketServer((socket) => void socket.on('error', () => undefined).end()))}`,
    sentence: (url) =>
      `What listens at ${url} ended the connection before TLS was set up. Check the port, and whether a proxy or a firewall on the way lets TLS through.`,
  },
  {
    name: 'http where TLS is spoken',
    serve: async () => `http://127.0.0.1:${await tls(testCertificate.cert, testCertificate.key)}`,
    sentence: (url) =>
      `What listens at ${url} ended the connection without an answer. If it speaks TLS, as a service with a certificate does, write https:// instead of http://; else try again.`,
  },
];

describe('what cannot be connected to', () => {
  it.each(FAULTS)('is one sentence of join, and of each command of who has joined: $name', async (fault) => {
    const url = await fault.serve();
    const said = { status: 5, note: `${fault.sentence(url)}\n` };
    expect(await latchkey('join', url)).toEqual(said);
    await writeFile(join(home, 'identity.json'), JSON.stringify(joinedAt(url)), { mode: 0o600 });
    expect(await latchkey('requests')).toEqual(said);
  });

  it.each([
    ['a certificate that signs itself', testCertificate, testCertificate.cert],
    [
      'one of an authority of one’s own',
      { cert: testAuthority.here, key: testAuthority.key },
      testAuthority.cert,
    ],
  ])('is trusted where it is in authorities.pem: %s', async (_what, { cert, key }, own) => {
    const url = `https://localhost:${await tls(cert, key)}`;
    await writeFile(join(home, 'authorities.pem'), own);
    expect((await latchkey('join', url)).note).toContain('is no Latchkey service');
  });

  it('is told where that file cannot be used, and once it can is tried with it', async () => {
    const url = `https://127.0.0.1:${await tls(testCertificate.cert, testCertificate.key)}`;
    const file = join(home, 'authorities.pem');
    const ways: readonly (readonly [string, RegExp])[] = [
      ['my authority', /there is no certificate in it/],
      ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', /cannot be used/],
      ['x'.repeat(1_000_001), /larger than 1 MB/],
    ];
    for (const [text, why] of ways) {
      await writeFile(file, text);
      const { status, note } = await latchkey('join', url);
      expect([status, note]).toEqual([5, expect.stringMatching(why)]);
      expect(note).toContain(`signs itself`);
      expect(note).toContain(`${file} cannot be used`);
    }
    await writeFile(file, testCertificate.cert);
    expect((await latchkey('join', url)).note).toContain('is no Latchkey service');
    await rm(file);
    const other = `https://127.0.0.1:${await tls(testCertificate.cert, testCertificate.key)}`;
    expect((await latchkey('join', other)).note).toContain('signs itself');
  });

  it('is told with a socket that cannot be opened, which a watch and the desktop wait for', async () => {
    const url = `https://127.0.0.1:${await tls(testCertificate.cert, testCertificate.key)}`;
    const client = createClient({ url, identity: joinedAt(url), pauseMs: () => 10 });
    const told: string[] = [];
    const over = new AbortController();
    const following = followChanges({
      ...{ client, clock: systemClock, after: null, signal: over.signal, onChange: () => undefined },
      onState: (state, why) => void (state === 'lost' && told.push((why && inEnglish(why.told)) ?? '')),
    });
    await until(() => told.length > 0);
    over.abort();
    await Promise.all([following, client.close()]);
    expect(told[0]).toMatch(/^The certificate of https:\S+ signs itself/);
  });

  it('and who answers that is no Latchkey service is said to be none', async () => {
    const url = `http://127.0.0.1:${await portOf(createPlainServer(page))}`;
    expect(await latchkey('join', url)).toEqual({
      status: 5,
      note: 'What answers at the address of the service (200) is no Latchkey service, or a proxy that lets nothing through. Check the address, its port and the proxy.\n',
    });
  });

  it.each([502, 503, 504, 522])(
    'and a proxy that answers with %i has no service behind it',
    async (status) => {
      const server = createPlainServer((_asked, answer) =>
        answer.writeHead(status).end('<html>nobody</html>'),
      );
      const url = `http://127.0.0.1:${await portOf(server)}`;
      expect(await latchkey('join', url)).toEqual({
        status: 5,
        note: `A proxy answers at the address of the service (${status}), and the service behind it does not. Check that it runs.\n`,
      });
    },
  );
});

describe('a service that is away', () => {
  const wasAt = (url: string) => saveIdentity(home, { ...FAKE_IDENTITY, url });

  it.skipIf(process.platform === 'win32')(
    'at a socket of this computer is not behind a network',
    async () => {
      await wasAt(`unix:${join(home, 'socket')}`);
      const { status, note } = await latchkey('catalog');
      expect({ status, note }).toEqual({
        status: 5,
        note: expect.stringMatching(/^The service cannot be reached \(.+\)\. Check that it runs\.\n$/),
      });
    },
  );

  it('has nothing verified on a device that keeps nothing of its history', async () => {
    const server = createPlainServer(page);
    await wasAt(`http://127.0.0.1:${await portOf(server)}`);
    await new Promise((resolve) => server.close(resolve));
    for (const words of [['history'], ['history', 'verify']]) {
      const { status, note } = await latchkey(...words);
      expect({ status, note }).toMatchObject({
        status: 5,
        note: expect.stringContaining('nothing of the history is kept'),
      });
      expect(note).not.toContain('has verified before');
    }
  });
});

const { publicKey } = generateSigningKey();
const key = Buffer.from(publicKey).toString('base64url');
const joinedAt = (url: string) => ({
  ...{ v: 1, url, token: 'x'.repeat(43), deviceId: 'device0001', organisation: 'Example' },
  member: { id: 'dev@example.com', name: 'Dev', kind: 'person' },
  signing: { publicKey: key, seed: key },
  sealing: { publicKey: key, privateKey: key },
  log: {
    origin: 'latchkey.example',
    key: formatVerifierKey(verifierKey(sha256, 'latchkey.example', publicKey)),
  },
});
