import { joinStatement } from '../support/join-by-code.ts';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../shared/contract/protocol-version.ts';
import { until } from '../fakes/until.ts';
import { DEV, exampleCompany } from '../support/example-company.ts';
import { Member } from '../support/member.ts';
import { provenBy } from '../support/proven.ts';
import { ServiceProcess } from '../support/service-process.ts';

// What somebody can do who has not signed in, to the real service in a process that may open few files.

const DESCRIPTORS = 256;
const SPEAKS = { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) };

let service: ServiceProcess;
let owner: Member;
let dev: Member;

beforeAll(async () => {
  service = await ServiceProcess.start({ organisation: exampleCompany(), descriptors: DESCRIPTORS });
  owner = await Member.join(service.url, service.ownerInvite);
  dev = await Member.join(service.url, await owner.invite(DEV));
});
afterAll(async () => {
  for (const member of [owner, dev]) await member?.close();
  await service?.remove();
});

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function send({ method = 'POST', path = '/session.join', headers = {}, body }: Sent) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const json = { 'content-type': 'application/json' };
    const request = httpRequest(`${service.url}${path}`, {
      method,
      headers: { ...json, ...SPEAKS, ...headers },
    });
    request.on('error', reject).on('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    request.end(body);
  });
}

describe('before sign-in', () => {
  it('nothing large is read: five million brackets are answered with 413, and not parsed', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => send({ body: '['.repeat(5_000_000) })));
    for (const { status, text } of answers) {
      expect(status).toBe(413);
      expect(text).toContain('This call is too large.');
    }
  });

  it.each(['session.join', 'org.publish', 'runner.report', 'no.such'])(
    'a call of %s has 16 KB at most, also when it does not say how long it is',
    async (procedure) => {
      const headers = { 'transfer-encoding': 'chunked' };
      const { status } = await send({ path: `/${procedure}`, headers, body: `"${'x'.repeat(17_000)}"` });
      expect(status).toBe(413);
    },
  );

  it('what is nested deeply is answered with 413, and not parsed', async () => {
    expect((await send({ body: '['.repeat(1_000) })).status).toBe(413);
    expect((await send({ body: '{"code":"[[[["}' })).status).toBe(400);
  });
});

it('who is signed in sends as much as a call can need, and nothing that is made to keep a parser busy', async () => {
  const sendAs = async (path: string, body: string) => {
    const proof = await provenBy(owner.identity, service.url, { path, body });
    return send({ path: `/${path}`, headers: { ...proof, ...SPEAKS }, body });
  };
  const publish = (body: string) => sendAs('org.publish', body);
  expect((await publish(`{"files":"${'x'.repeat(3_000_000)}"}`)).status).toBe(400);
  expect((await publish('['.repeat(3_000_000))).status).toBe(413);
  expect((await publish(`[${'1,'.repeat(1_000_000)}1]`)).status).toBe(413);
  expect((await sendAs('requests.get', `"${'x'.repeat(200_000)}"`)).status).toBe(413);
});

it('access ends on time while strangers hold as many connections as they get', async () => {
  const idle: Socket[] = [];
  const { hostname, port } = new URL(service.url);
  for (let index = 0; index < DESCRIPTORS * 2; index += 1) {
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    idle.push(socket);
    await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
  }
  const requestId = await dev.ask('staging/token', { ms: 2_000 });
  await until(async () => (await dev.grant(requestId))?.kind === 'active', 60_000);
  await until(async () => (await dev.grant(requestId))?.kind === 'revoked', 60_000);
  const grant = await dev.grant(requestId);
  if (grant?.kind !== 'revoked') throw new Error('it is not over');
  // The entry says how late it was.
  expect(service.output).not.toMatch(/EMFILE/);
  expect(idle.some((socket) => !socket.destroyed && socket.readable)).toBe(true);
  await until(
    () => idle.filter((socket) => socket.closed || socket.readyState === 'closed').length > DESCRIPTORS,
  );
  for (const socket of idle) socket.destroy();
});

describe('the name that is asked for', () => {
  it.each([
    ['/healthz', 'GET'],
    ['/metrics', 'GET'],
    ['/session.me', 'POST'],
    ['/nothing', 'GET'],
  ])('is looked at first: %s is refused to a page that points its own name here', async (path, method) => {
    const { status, text } = await send({ path, method, headers: { host: 'rebound.example:80' } });
    expect(status).toBe(421);
    expect(text).toContain('--public-host');
  });

  it('is also looked at when a socket is opened', async () => {
    const headers = { host: 'rebound.example', connection: 'Upgrade', upgrade: 'websocket' };
    const key = { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', 'sec-websocket-version': '13' };
    expect((await send({ path: '/', method: 'GET', headers: { ...headers, ...key } })).status).toBe(421);
  });

  it.each(['localhost', '127.0.0.1', '[::1]'])('may be %s', async (host) => {
    expect((await send({ path: '/healthz', method: 'GET', headers: { host } })).status).toBe(200);
  });
});

it.each(['TRACE', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'HEAD'])(
  '%s is answered without a stack',
  async (method) => {
    const { status, text } = await send({ method, path: '/session.me' });
    expect(status).toBe(405);
    expect(text).not.toMatch(/node_modules|\bat .*:\d+/);
  },
);

it('a stranger cannot keep others of the same address from joining', async () => {
  const asked = { person: DEV, log: { origin: 'example/log', logKey: 'k' } };
  let last = 0;
  for (let round = 0; round < 12; round += 1) {
    const signed = await joinStatement(`guess-${round}-xxxx`, asked);
    last = (await send({ body: JSON.stringify({ signed, protocol: PROTOCOL_VERSION }) })).status;
  }
  expect(last).toBe(429);
  const second = await Member.join(service.url, await dev.invite(DEV));
  expect((await second.api.session.me.query()).me.id).toBe(DEV);
  await second.close();
});
