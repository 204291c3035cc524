import { inEnglish } from '../../shared/words/words.ts';
import { inviteBody } from '../support/invite-body.ts';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createProver, type CallIdentity } from '../../shared/client/prove-call.ts';
import type { Identity } from '../../shared/client/identity.ts';
import { createSigner } from '../../shared/client/signer.ts';
import { joinService } from '../../shared/client/join-service.ts';
import { NONCE_HEADER, PROOF_HEADER } from '../../shared/contract/call-proof.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../shared/contract/protocol-version.ts';
import { NOTHING_SEEN } from '../../shared/domain/statements/statement.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { generateSigningKey } from '../../shared/system/node-crypto.ts';
import { helloWith, nonceAt } from '../support/proven.ts';
import { startWireService } from '../support/wire-service.ts';

// What somebody can do with a proof that they read on the wire, to real services over real HTTP.

let service: Awaited<ReturnType<typeof startWireService>>;
let other: Awaited<ReturnType<typeof startWireService>>;
let owner: Identity;
let elsewhere: Identity;
let nonce: string;
/** A change that each of them may make; another one for each test. */
let invite: { readonly path: string; readonly body: string };

beforeAll(async () => {
  [service, other] = await Promise.all([startWireService(), startWireService()]);
  owner = await join(service);
  elsewhere = await join(other);
});
beforeEach(async () => {
  nonce = await nonceAt(service.url);
  invite = { path: 'org.invite', body: await inviteOf(owner) };
});
afterAll(() => Promise.all([service.stop(), other.stop()]));

async function join({ url, ownerInvite: code }: typeof service): Promise<Identity> {
  const joined = await joinService({ url, code, deviceName: 'laptop' });
  if (!joined.ok) throw new Error(inEnglish(joined.error.told));
  return joined.value;
}

interface Call {
  readonly url?: string;
  readonly path?: string;
  readonly method?: string;
  readonly body?: string;
}

/** What `identity` says to invite a further device. */
async function inviteOf(identity: Identity): Promise<string> {
  const seen = () => Promise.resolve(NOTHING_SEEN);
  const { sign } = createSigner({ identity, now: () => systemClock.now(), seen });
  return JSON.stringify({ signed: await sign('inviteDevice', inviteBody(identity.member.id)) });
}

const prove = (by: CallIdentity = owner, what: Call = {}): string => {
  const { path = invite.path, method = 'POST', body = invite.body } = what;
  return createProver(by).call({ method, path }, body, nonce);
};

/** What comes of it: the status, and the code of the refusal. */
async function send(proof: string, what: Call = {}): Promise<{ status: number; code: string | null }> {
  const { url = service.url, path = invite.path, method = 'POST', body = invite.body } = what;
  const response = await fetch(`${url}/${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
      [PROOF_HEADER]: proof,
    },
    ...(method === 'POST' && { body }),
  });
  const said = (await response.json()) as { error?: { data: { refusal: { code: string } } } };
  return { status: response.status, code: said.error?.data.refusal.code ?? null };
}

/** How much the log has grown by what `work` did. */
async function grownBy(work: () => Promise<unknown>): Promise<number> {
  const size = async (): Promise<number> => {
    const path = 'log.entries';
    const body = '{"from":0,"limit":1}';
    const headers = { [PROOF_HEADER]: prove(owner, { path, body }), 'content-type': 'application/json' };
    const speaks = { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) };
    const response = await fetch(`${service.url}/${path}`, {
      ...{ method: 'POST', headers: { ...headers, ...speaks }, body },
    });
    return ((await response.json()) as { result: { data: { size: number } } }).result.data.size;
  };
  const before = await size();
  await work();
  return (await size()) - before;
}

describe('a call that was carried out', () => {
  it('is carried out once, however often its proof is sent again', async () => {
    const proof = prove();
    const grown = await grownBy(async () => {
      expect(await send(proof)).toEqual({ status: 200, code: null });
      for (let round = 0; round < 2; round += 1) expect(await send(proof)).toEqual(BAD);
    });
    expect(grown).toBe(1);
  });
});

describe('the proof of a call that never arrived', () => {
  it.each<[string, Call]>([
    ['another call', { path: 'grants.endAll', body: '{}' }],
    ['the same call with more behind it', { path: 'org.invite?x=1' }],
  ])('is nothing for %s, and still good for its own', async (_what, call) => {
    const proof = prove();
    expect(await grownBy(async () => expect(await send(proof, call)).toMatchObject({ status: 401 }))).toBe(0);
    expect(await send(proof)).toEqual({ status: 200, code: null });
  });

  it('is nothing by another method', async () => {
    expect(await send(prove(owner, { method: 'GET' }))).toEqual({ status: 401, code: 'notSignedIn' });
  });

  it('is nothing with another body, by one byte or by order', async () => {
    const oneLess = invite.body.replace('owner@example.com', 'owner@example.co');
    for (const body of [oneLess, invite.body.replace('{', '{ '), '']) {
      const refused = () => send(prove(), { body }).then((answer) => expect(answer).toEqual(BAD));
      expect(await grownBy(refused)).toBe(0);
    }
  });

  it('is nothing at a service of another log, also with a nonce of that one', async () => {
    expect(await send(prove(), { url: other.url })).toEqual({ status: 401, code: 'oldNonce' });
    nonce = await nonceAt(other.url);
    expect(await send(prove(), { url: other.url })).toEqual({ status: 401, code: 'notSignedIn' });
    // Who is registered there says it of the log that they mean.
    const astray = { ...elsewhere, log: owner.log };
    expect(await send(prove(astray), { url: other.url })).toEqual({ status: 401, code: 'notSignedIn' });
    const body = await inviteOf(elsewhere);
    const theirs = { url: other.url, body };
    expect(await send(prove(elsewhere, { body }), theirs)).toEqual({ status: 200, code: null });
  });

  it('is nothing by the key of somebody else', async () => {
    const { publicKey, seed } = generateSigningKey();
    const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
    const signing = { publicKey: text(publicKey), seed: text(seed) };
    expect(await send(prove({ ...owner, signing }))).toEqual({ status: 401, code: 'notSignedIn' });
  });
});

const BAD = { status: 403, code: 'badProof' };

describe('a nonce', () => {
  it('is told with each answer, also of what is refused, and a call without one is told to take it', async () => {
    nonce = '';
    const response = await fetch(`${service.url}/${invite.path}`, {
      method: 'POST',
      headers: { [PROOF_HEADER]: prove(), 'content-type': 'application/json' },
      body: invite.body,
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { data: { refusal: { code: 'oldNonce' } } } });
    nonce = response.headers.get(NONCE_HEADER) ?? '';
    expect(await send(prove())).toEqual({ status: 200, code: null });
  });
});

describe('the proof of a socket', () => {
  beforeEach(async () => {
    nonce = await nonceAt(other.url);
  });
  async function follow(proof: string): Promise<object> {
    const socket = new WebSocket(`${other.url.replace('http', 'ws')}/?connectionParams=1`);
    await once(socket, 'open');
    socket.send(helloWith(proof));
    const params = { path: 'changes', input: {} };
    socket.send(JSON.stringify({ id: 1, method: 'subscription', params }));
    const [answer] = (await once(socket, 'message')) as [Buffer];
    socket.terminate();
    return JSON.parse(String(answer)) as object;
  }
  const refused = (code: string) => ({ error: { data: { refusal: { code } } } });

  it('opens one, and no second', async () => {
    const proof = createProver(elsewhere).socket(nonce);
    expect(await follow(proof)).toMatchObject({ result: { type: 'started' } });
    expect(await follow(proof)).toMatchObject(refused('badProof'));
  });

  it('is no call, and that of a call is no socket', async () => {
    const socket = createProver(elsewhere).socket(nonce);
    expect(await send(socket, { url: other.url })).toEqual({ status: 401, code: 'notSignedIn' });
    expect(await follow(prove(elsewhere))).toMatchObject(refused('notSignedIn'));
    expect(await follow(createProver(elsewhere).socket(''))).toMatchObject(refused('oldNonce'));
  });
});
