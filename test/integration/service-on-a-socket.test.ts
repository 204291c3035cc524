import { inWords } from '../support/in-words.ts';
import { readJoinLink } from '../../shared/lib/join-link.ts';
import { request } from 'node:http';
import { existsSync, lstatSync } from 'node:fs';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followChanges } from '../../shared/client/follow-changes.ts';
import { loadIdentity, saveIdentity } from '../../shared/client/identity-file.ts';
import { openAddresses } from '../../shared/client/kept-addresses.ts';
import { joinService } from '../../shared/client/join-service.ts';
import { createClient } from '../../shared/client/create-client.ts';
import { socketAddress, socketPathOf } from '../../shared/lib/service-place.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { clientFor } from '../support/client-for.ts';
import { eventually } from '../support/eventually.ts';
import { DEV, exampleCompany, LEAD } from '../support/example-company.ts';
import { listeningPorts } from '../support/listening-ports.ts';
import { Member } from '../support/member.ts';
import { runLatchkey } from '../support/run-latchkey.ts';
import { ServiceProcess } from '../support/service-process.ts';

// The built service on a socket, and all that people do with it: by calls, by the WebSocket and by the command.

let folder: string;
let stops: (() => unknown)[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-on-socket-'));
  stops = [() => rm(folder, { recursive: true, force: true, maxRetries: 10 })];
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
});

const socketIn = (...names: string[]): string => socketAddress('unix', join(folder, ...names));

async function started(listen?: string): Promise<ServiceProcess> {
  const settings = { organisation: exampleCompany(), ...(listen !== undefined && { listen }) };
  const service = await ServiceProcess.start(settings);
  stops.push(() => service.remove());
  return service;
}

async function joined(url: string, code: string): Promise<Member> {
  const member = await Member.join(url, code);
  stops.push(() => member.close());
  return member;
}

describe('a service on a socket', () => {
  it('is joined, asked, answered and followed there, and listens on no port', async () => {
    const url = socketIn('Büro 1', 'latchkey.sock');
    const service = await started(url);
    expect(service.said).toEqual({ listening: url, ownerInvite: expect.any(String) });
    expect(listeningPorts(service.pid)).toEqual([]);
    expect(lstatSync(socketPathOf(url) ?? '').mode & 0o777).toBe(0o600);

    const owner = await joined(url, service.ownerInvite);
    const dev = await joined(url, await owner.invite(DEV));
    const lead = await joined(url, await owner.invite(LEAD));
    const heard: string[] = [];
    const follower = clientFor(lead.identity);
    const end = new AbortController();
    stops.push(() => follower.close());
    const following = new Promise<void>((resolve) => {
      stops.push(() => end.abort());
      void followChanges({
        ...{ client: follower, clock: systemClock, after: null, signal: end.signal },
        onChange: (_change, id) => heard.push(id),
        onState: (state) => state === 'live' && resolve(),
      });
    });
    await following;
    const requestId = await dev.ask('shared/reports');
    await eventually(() => expect(heard.length).toBeGreaterThan(0));
    await lead.answer(requestId, 'approve');
    await eventually(async () => expect((await dev.grant(requestId))?.kind).toBe('active'));
  });

  it('that is killed is found again at its socket by calls and by who follows, and takes it over', async () => {
    const service = await started(socketIn('latchkey.sock'));
    const owner = await joined(service.url, service.ownerInvite);
    const client = createClient({ url: service.url, identity: owner.identity, pauseMs: () => 20 });
    const end = new AbortController();
    stops.push(
      () => client.close(),
      () => end.abort(),
    );
    const states: string[] = [];
    void followChanges({
      ...{ client, clock: systemClock, after: null, signal: end.signal, pauseMs: () => 20 },
      onChange: () => undefined,
      onState: (state) => states.push(state),
    });
    await eventually(() => expect(states).toEqual(['live']));
    await service.kill();
    expect(existsSync(socketPathOf(service.url) ?? '')).toBe(true);
    await eventually(() => expect(states.at(-1)).toBe('lost'));
    await service.start();
    await eventually(() => expect(states.at(-1)).toBe('live'));
    expect(await client.api.session.me.query()).toMatchObject({ deviceId: owner.identity.deviceId });
    await service.stop();
    expect(existsSync(socketPathOf(service.url) ?? '')).toBe(false);
  });

  it('is joined and used by the command, which keeps its address', async () => {
    const service = await started(socketIn('with space', 's'));
    const home = join(folder, 'home');
    const written = `unix:${join(folder, 'with space', 's')}`;
    const ran = await runLatchkey(['join', written, service.ownerInvite, '--json'], { home });
    expect(ran).toMatchObject({ status: 0 });
    const kept = await loadIdentity(home);
    expect(kept).toMatchObject({ ok: true, value: { url: service.url } });
    const invite = await runLatchkey(['invite', DEV], { home });
    const { link } = JSON.parse(invite.out) as { readonly link: string };
    expect(readJoinLink(link)).toMatchObject({ service: service.url });
    await service.kill();
    const away = await runLatchkey(['requests'], { home });
    expect(away.status).toBe(5);
  });

  it('signs no other address, also where a link leads to its socket', async () => {
    const service = await started(socketIn('latchkey.sock'));
    await symlink(socketPathOf(service.url) ?? '', join(folder, 'link'));
    const invite = { code: service.ownerInvite, deviceName: 'laptop' };
    expect(await joinService({ url: socketIn('link'), ...invite })).toMatchObject({
      ok: false,
      error: { told: inWords(/does not know that address as its own/) },
    });
    // The invite was not used.
    await joined(service.url, service.ownerInvite);
  });

  it('tells how it is and its figures there, to who names this computer', async () => {
    const service = await started(socketIn('latchkey.sock'));
    const socketPath = socketPathOf(service.url) ?? '';
    expect(await get(socketPath, '/readyz', 'localhost')).toMatchObject({ status: 200, text: 'ready\n' });
    expect((await get(socketPath, '/metrics', 'localhost')).text).toContain('latchkey_');
    expect((await get(socketPath, '/readyz', 'rebound.example')).status).toBe(421);
  });

  it('takes as many connections as it would from one address, each counted for itself', async () => {
    const service = await started(socketIn('latchkey.sock'));
    const owner = await joined(service.url, service.ownerInvite);
    const clients = Array.from({ length: 40 }, () => clientFor(owner.identity));
    stops.push(...clients.map((each) => () => each.close()));
    const answers = await Promise.all(clients.map((each) => each.api.session.me.query()));
    expect(answers).toHaveLength(40);
    const { text } = await get(socketPathOf(service.url) ?? '', '/metrics', 'localhost');
    expect(text).toMatch(/cut_off[a-z_]* 0$/m);
  });
});

function get(socketPath: string, path: string, host: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path, headers: { host } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    })
      .on('error', reject)
      .end();
  });
}

describe('a service whose socket cannot be', () => {
  const NOT = 'The service could not start: ';
  const run = (listen: string, ...more: string[]) =>
    runLatchkey(['service', '--pools', 'none', '--name', 'Example', '--listen', listen, ...more], {
      home: join(folder, 'home'),
    });

  it('says how many bytes a path may have', async () => {
    const ran = await run(`unix:${folder}/${'a'.repeat(200)}`);
    expect(ran).toMatchObject({ status: 2, out: '' });
    expect(ran.note).toMatch(/^The path of this socket has \d+ bytes, and this computer takes 10[37]\. /);
  });

  it('says that another one has it, of two that begin at once too', async () => {
    const listen = socketIn('latchkey.sock');
    const settings = { organisation: exampleCompany(), listen, pools: 'none' };
    const both = await Promise.all([ServiceProcess.make(settings), ServiceProcess.make(settings)]);
    stops.push(...both.map((each) => () => each.remove()));
    const outcomes = await Promise.allSettled(both.map((each) => each.start()));
    const failed = outcomes.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
    expect(failed).toHaveLength(1);
    expect(failed[0]).toContain(`${NOT}another program listens on ${listen}.`);
  });

  it('says that TLS and proxies mean nothing there', async () => {
    const ran = await run(socketIn('latchkey.sock'), '--behind-proxy');
    expect(ran).toMatchObject({ status: 2, note: expect.stringContaining('mean nothing there') });
  });

  it('says what --former-listen is', async () => {
    const at = socketIn('latchkey.sock');
    for (const former of ['0.0.0.0:4460', '127.0.0.1:0', 'unix:/a', '4460'])
      expect((await run(at, '--former-listen', former)).status).toBe(2);
    expect(await run('127.0.0.1:0', '--former-listen', '127.0.0.1:4460')).toMatchObject({
      status: 2,
      note: expect.stringContaining('for a service that listens on a socket now'),
    });
  });
});

describe('a service that was on a port before', () => {
  /** Moved to a socket, after these joined at the port. */
  async function moved(people: readonly string[]) {
    const service = await started();
    const before = service.url;
    const owner = await joined(before, service.ownerInvite);
    const others = [];
    for (const person of people) others.push(await joined(before, await owner.invite(person)));
    await service.stop();
    service.url = socketIn('latchkey.sock');
    service.former = new URL(before).host;
    await service.start();
    return { service, before, owner, others };
  }

  it('listens there no more where nobody else has joined', async () => {
    const { service } = await moved([]);
    expect(service.said.former).toBeUndefined();
    expect(service.pid).toBeGreaterThan(0);
    expect(listeningPorts(service.pid)).toEqual([]);
  });

  it('serves who joined there, who go on at the socket by themselves and keep that', async () => {
    const { service, before, others } = await moved([DEV]);
    expect(service.said.former).toBe(before);
    const identity = others[0]?.identity;
    if (!identity) throw new Error('nobody joined');
    const home = join(folder, 'home');
    await saveIdentity(home, identity);
    const { addresses, settled } = await openAddresses(home, identity);
    const client = createClient({ url: addresses, identity });
    stops.push(() => client.close());
    expect(addresses.inUse).toBe(before);
    await client.api.session.me.query();
    expect(addresses.inUse).toBe(service.url);
    await client.api.session.me.query();
    await settled();
    expect(JSON.parse(await readFile(join(home, 'addresses.json'), 'utf8'))).toMatchObject({
      told: [service.url],
      lastUsed: service.url,
    });
    expect(await runLatchkey(['requests', '--json'], { home })).toMatchObject({ status: 0 });
    // The port is not needed any more: what was kept is enough.
    await service.stop();
    service.former = null;
    await service.start();
    expect(listeningPorts(service.pid)).toEqual([]);
    expect(await runLatchkey(['requests', '--json'], { home })).toMatchObject({ status: 0 });
  });

  it('runs also where another program has that port now, and says who cannot reach it', async () => {
    const { service, before } = await moved([DEV]);
    await service.stop();
    const other = await ServiceProcess.make({
      organisation: exampleCompany(),
      pools: 'none',
      listen: new URL(before).host,
    });
    stops.push(() => other.remove());
    await other.start();
    await service.start();
    expect(service.said.former).toBe(before);
    expect(listeningPorts(service.pid)).toEqual([]);
    await eventually(() =>
      expect(service.output).toContain('Another program listens where this service was joined'),
    );
  });
});
