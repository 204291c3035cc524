import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDbusNotifier } from '../../main/notifications/dbus-notifier.ts';
import { openSessionBus } from '../../main/notifications/session-bus.ts';
import type { Notification, Notifier } from '../../shared/ports/notifier.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { BusServer } from '../support/bus-server.ts';

// Any program on the session bus can send what looks like a press. A real bus, a server of the test's own, and strangers.

let bus: ChildProcess;
let folder: string;
let address: string;
let proxy: ChildProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-bus-'));
  address = `unix:path=${join(folder, 'bus')}`;
  bus = spawn(
    'dbus-daemon',
    ['--session', '--nofork', '--nopidfile', '--print-address=1', `--address=${address}`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await new Promise((resolve) => bus.stdout?.once('data', resolve));
});
afterAll(async () => {
  const ended = new Promise((resolve) => bus.once('exit', resolve));
  bus.kill();
  await ended;
  await rm(folder, { recursive: true, force: true });
});

let server: BusServer;
let stranger: BusServer;
let notifier: Notifier;
const heard: string[] = [];
const open: BusServer[] = [];

async function connect(to = address): Promise<BusServer> {
  const each = await BusServer.connect(to);
  open.push(each);
  return each;
}

beforeEach(async () => {
  heard.length = 0;
  [server, stranger] = [await connect(), await connect()];
  await server.own();
  notifier = createDbusNotifier(systemClock, () => openSessionBus({ busAddress: address }));
});
afterEach(async () => {
  await notifier.stop();
  proxy?.kill();
  proxy = undefined;
  for (const each of open.splice(0)) each.end();
});

const notice = (id: string): Notification => ({
  ...{ id, title: 'Dev asks for access', body: 'Payments', urgency: 'critical' },
  actions: [
    { id: 'approve', label: 'Approve', decides: true },
    { id: 'open', label: 'Open' },
    { id: 'default', label: '' },
  ],
  onAction: (action) => void heard.push(action),
  onClosed: () => void heard.push('closed'),
});

async function show(): Promise<void> {
  const before = server.shown.length;
  await notifier.show(notice('one'));
  await expect.poll(() => server.shown.length, { timeout: 60_000 }).toBe(before + 1);
}

/** Presses for real afterwards: whatever came before has been heard by then, or never will be. */
async function thenReally(): Promise<void> {
  const shown = server.last();
  server.press(shown.id, shown.action('Open'));
  await expect.poll(() => heard, { timeout: 60_000 }).toContain('open');
}

describe('a press on a notice', () => {
  it('counts from the server that took the notice', async () => {
    await show();
    server.press(server.last().id, server.last().action('Approve'));
    await expect.poll(() => heard, { timeout: 60_000 }).toEqual(['approve']);
  });

  it.each(['broadcast', 'addressed to the app'])(
    'by another program on the bus counts for nothing: %s',
    async (how) => {
      await show();
      const { id, client } = server.last();
      const destination = how === 'broadcast' ? undefined : client;
      for (const name of ['approve', 'default', server.last().action('Approve')])
        stranger.press(id, name, destination);
      stranger.close(id, destination);
      await thenReally();
      expect(heard).toEqual(['open']);
    },
  );

  it('through a filtered proxy, as sandboxed apps have it, counts for nothing', async () => {
    const path = join(folder, 'proxy');
    proxy = spawn(
      'xdg-dbus-proxy',
      [address, path, '--filter', '--talk=org.freedesktop.Notifications', '--fd=3'],
      {
        stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
      },
    );
    await new Promise((resolve) => proxy?.stdio[3]?.once('data', resolve));
    await show();
    const sandboxed = await connect(`unix:path=${path}`);
    const { id, client } = server.last();
    sandboxed.press(id, server.last().action('Approve'));
    sandboxed.press(id, server.last().action('Approve'), client);
    // Its messages have gone through once this call of it was answered.
    await sandboxed.ping();
    await thenReally();
    expect(heard).toEqual(['open']);
  });

  it('by a name that the server was never given counts for nothing, and names are new at each showing', async () => {
    await show();
    const first = server.last();
    server.press(first.id, 'approve');
    await show();
    const second = server.last();
    expect(second.id).toBe(first.id);
    expect(second.action('Approve')).not.toBe(first.action('Approve'));
    expect(second.action('Approve')).toMatch(/^[0-9a-f]{32}$/);
    server.press(second.id, first.action('Approve'));
    await thenReally();
    expect(heard).toEqual(['open']);
  });
});

describe('a notification server', () => {
  it('that restarts is shown everything again, and its presses count', async () => {
    await show();
    const old = server.last();
    server.end();
    server = await connect();
    await server.own();
    await expect.poll(() => server.shown.length, { timeout: 60_000 }).toBe(1);
    const { id, action } = server.last();
    expect(action('Approve')).not.toBe(old.action('Approve'));
    stranger.press(id, action('Approve'));
    server.press(id, action('Approve'));
    await expect.poll(() => heard, { timeout: 60_000 }).toEqual(['approve']);
  });

  it('that takes the name from one that is still there gets no button that decides, and the old one is not believed', async () => {
    await show();
    const old = server.last();
    const before = server;
    server = stranger;
    await server.own();
    await expect.poll(() => server.shown.length, { timeout: 60_000 }).toBe(1);
    expect(server.last().labels).toEqual(['Open', '']);
    before.press(old.id, old.action('Approve'));
    await before.ping();
    await thenReally();
    expect(heard).toEqual(['open']);
  });

  it('is not made deaf by a forged closing', async () => {
    await show();
    stranger.close(server.last().id);
    await stranger.ping();
    server.press(server.last().id, server.last().action('Approve'));
    await expect.poll(() => heard, { timeout: 60_000 }).toEqual(['approve']);
  });
});
