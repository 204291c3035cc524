import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSessionBus } from '../../main/notifications/session-bus.ts';

// Where systems say that the bus of a session is. A real bus.

let folder: string;
let path: string;
let bus: ChildProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey bus-'));
  path = `unix:path=${encodeURI(join(folder, 'bus'))}`;
  const words = ['--session', '--nofork', '--nopidfile', '--print-address=1', `--address=${path}`];
  bus = spawn('dbus-daemon', words, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => bus.stdout?.once('data', resolve));
});
afterAll(async () => {
  const ended = new Promise((resolve) => bus.once('exit', resolve));
  bus.kill();
  await ended;
  await rm(folder, { recursive: true, force: true });
});

/** What the bus that `environment` speaks of is known by. */
async function busOf(environment: Record<string, string>): Promise<unknown> {
  const session = await openSessionBus({ environment });
  const answer = await session.call({
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
    member: 'GetId',
  });
  session.end();
  return answer.body[0];
}

describe('the bus of the session is found', () => {
  it.each<[string, () => Record<string, string>]>([
    ['where its address says', () => ({ DBUS_SESSION_BUS_ADDRESS: path })],
    ['in the folder of the session when no address is said', () => ({ XDG_RUNTIME_DIR: folder })],
    [
      'in the folder of the session when the address is empty',
      () => ({ DBUS_SESSION_BUS_ADDRESS: '', XDG_RUNTIME_DIR: folder }),
    ],
    [
      'in the folder of the session when the address says so',
      () => ({ DBUS_SESSION_BUS_ADDRESS: 'unix:runtime=yes', XDG_RUNTIME_DIR: folder }),
    ],
    [
      'at the second address when nothing is at the first one',
      () => ({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${encodeURI(folder)}/nobody;${path},guid=00` }),
    ],
    [
      // On Electron 45 too, whose Node could: what tests never see is not used.
      'at the second address when the first one is abstract, to which Node 20 cannot connect',
      () => ({ DBUS_SESSION_BUS_ADDRESS: `unix:abstract=/tmp/dbus-nobody;${path}` }),
    ],
    [
      'at the second address when the first one is of another kind',
      () => ({ DBUS_SESSION_BUS_ADDRESS: `autolaunch:scope=user;${path}` }),
    ],
  ])('%s', async (_where, environment) => {
    expect(await busOf(environment())).toMatch(/^[0-9a-f]{32}$/);
  });
});

it('where none answers, each address is named with what it said', async () => {
  const DBUS_SESSION_BUS_ADDRESS = `unix:path=${encodeURI(folder)}/nobody;launchd:env=X`;
  await expect(busOf({ DBUS_SESSION_BUS_ADDRESS })).rejects.toThrow(
    /ENOENT.*launchd:env=X: this kind of address/,
  );
  await expect(busOf({})).rejects.toThrow('There is no session bus.');
});
