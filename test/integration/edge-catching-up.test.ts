import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { DEV, exampleCompany } from '../support/example-company.ts';
import { lengthenLog } from '../support/long-log.ts';
import { Member } from '../support/member.ts';
import { helloOf } from '../support/proven.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { until } from '../fakes/until.ts';

// A member asks for everything from the beginning of a long log, from the real service in a process of its own.

/** About 20 MB: more than any buffer of a connection takes. */
const ENTRIES = 20_000;

let service: ServiceProcess;
let owner: Member;
let dev: Member;
const sockets: WebSocket[] = [];

beforeAll(async () => {
  service = await ServiceProcess.start({ organisation: exampleCompany() });
  owner = await Member.join(service.url, service.ownerInvite);
  dev = await Member.join(service.url, await owner.invite(DEV));
  await service.stop();
  await lengthenLog(service.data, ENTRIES, DEV);
  await service.start();
});
afterAll(async () => {
  for (const socket of sockets) socket.terminate();
  for (const member of [owner, dev]) await member?.close();
  await service?.remove();
});

async function catchUp(member: Member): Promise<{ socket: WebSocket; heard: () => number }> {
  const socket = new WebSocket(`${service.url.replace('http', 'ws')}/?connectionParams=1`);
  sockets.push(socket);
  let heard = 0;
  socket.on('message', (data) => (heard += String(data).includes('"type":"data"') ? 1 : 0));
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  socket.send(await helloOf(member.identity, service.url));
  const params = { path: 'changes', input: { lastEventId: '0' } };
  socket.send(JSON.stringify({ id: 1, method: 'subscription', params }));
  return { socket, heard: () => heard };
}

async function figure(name: string): Promise<number> {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}
const caughtUp = () => figure('latchkey_caught_up_entries_total');

it('a call of somebody else is answered before a catch-up has delivered its last page', async () => {
  const { socket, heard } = await catchUp(dev);
  await until(() => heard() > 0);
  await owner.api.session.me.query();
  expect(heard()).toBeLessThan(ENTRIES);
  await until(() => heard() >= ENTRIES);
  socket.terminate();
});

it('nothing more is read for a subscriber that does not read, and nothing for one that is gone', async () => {
  const before = await caughtUp();
  const { socket, heard } = await catchUp(dev);
  await until(() => heard() > 0);
  socket.pause();
  // Until nothing more is taken in: two looks, with calls of somebody else in between, see the same.
  let read = -1;
  await until(async () => {
    const last = read;
    await owner.api.session.me.query();
    read = (await caughtUp()) - before;
    return read === last;
  });
  expect(read).toBeLessThan(ENTRIES);
  expect(await figure('latchkey_catching_up')).toBe(1);
  socket.terminate();
  await until(async () => (await figure('latchkey_catching_up')) === 0);
  expect((await caughtUp()) - before).toBeLessThan(ENTRIES);
});

it('more catch-ups of one member than a few wait behind each other, and not before somebody else', async () => {
  const many = await Promise.all(Array.from({ length: 12 }, () => catchUp(dev)));
  await until(() => many.filter(({ heard }) => heard() > 0).length >= 4);
  for (const { socket } of many) socket.pause();
  await until(async () => (await figure('latchkey_catching_up')) === 12);
  const other = await catchUp(owner);
  await until(() => other.heard() >= ENTRIES);
  expect(many.filter(({ heard }) => heard() > 0)).toHaveLength(4);
  for (const { socket } of [...many, other]) socket.terminate();
  await until(async () => (await figure('latchkey_catching_up')) === 0);
});
