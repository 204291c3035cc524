import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { VirtualDesktop } from '../../../build/virtual-desktop/virtual-desktop.ts';
import type { Client } from '../../../shared/client/create-client.ts';
import { durationMs } from '../../../shared/lib/time.ts';
import { openDatabase } from '../../../shared/service/store/open-database.ts';
import type { Figure } from '../figure.ts';
import { interleave } from '../interleave.ts';
import { startAppGround } from '../support/app-ground.ts';
import { said } from '../../fakes/said.ts';

const ROUNDS = 15;
const NOTIFICATIONS = 'org.freedesktop.Notifications';

/** From the requester's click to the call that puts the notification on the approver's screen: two processes and a database between. */
export const notification: Figure = {
  name: 'notification',
  title: "submit on the requester's side to notification on the approver's desktop",
  against: 'loopback round trip plus one durable commit plus one bare D-Bus notification',
  unit: 'ms',
  bound: 'atMost',
  target: 1.5,
  async measure({ folder }) {
    const ground = await startAppGround(folder);
    const watch = watchNotices(ground.desktop);
    const bare = await startBare(join(folder, 'bare.db'), ground.desktop);
    try {
      const app = await ground.launchLatchkey();
      await ground.desktop.tray.waitForIcons(1);
      await watch.timeUntilNotice(() => submit(ground.developer));
      const medians = await interleave(ROUNDS, {
        limit: () => bare.once(),
        value: () => watch.timeUntilNotice(() => submit(ground.developer)),
      });
      await app.close();
      return { kind: 'measured', ...medians };
    } finally {
      watch.stop();
      bare.stop();
      await ground.developer.close();
      await ground.stop();
    }
  },
};

const submit = (client: Client) =>
  client.api.requests.submit.mutate({
    requestId: randomBytes(10).toString('hex'),
    entitlementIds: ['bench/thing'],
    durationMs: durationMs(60_000),
    reason: said('The benchmark asks for this'),
    ticket: null,
  });

/** Sees every notification that anyone on this desktop's bus asks for, as `dbus-monitor` does. */
function watchNotices(desktop: VirtualDesktop) {
  const rule = `type='method_call',interface='${NOTIFICATIONS}',member='Notify'`;
  const monitor: ChildProcess = spawn('dbus-monitor', ['--profile', rule], {
    env: { ...process.env, ...desktop.env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let seen: () => void = () => undefined;
  if (monitor.stdout)
    createInterface({ input: monitor.stdout }).on('line', (line) => line.startsWith('mc') && seen());
  return {
    async timeUntilNotice(act: () => Promise<unknown>): Promise<number> {
      const noticed = new Promise<number>((resolve) => (seen = () => resolve(performance.now())));
      const startedAt = performance.now();
      const acted = act();
      const took = (await noticed) - startedAt;
      await acted;
      return took;
    },
    stop: () => void monitor.kill(),
  };
}

/** The three things that cannot be left out, one after the other, with nothing between them. */
async function startBare(file: string, { bus }: VirtualDesktop) {
  const server = createServer((_, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const db = openDatabase(file);
  db.exec('CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO row (text) VALUES (?)');
  const notify = {
    destination: NOTIFICATIONS,
    path: '/org/freedesktop/Notifications',
    interface: NOTIFICATIONS,
    member: 'Notify',
    signature: 'susssasa{sv}i',
  };
  return {
    async once(): Promise<number> {
      const startedAt = performance.now();
      await (await fetch(`http://127.0.0.1:${port}/`)).text();
      insert.run('x'.repeat(600));
      const actions = ['approve', 'Approve', 'deny', 'Deny'];
      await bus.call({ ...notify, body: ['bench', 0, '', 'Dev asks', 'to write', actions, [], 1_000] });
      return performance.now() - startedAt;
    },
    stop(): void {
      server.close();
      db.close();
    },
  };
}
