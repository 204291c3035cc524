import { existsSync } from 'node:fs';
import type { Figure } from '../figure.ts';
import { startChild, type ReadyChild } from '../support/child.ts';
import { DESKTOPS, startServiceWithDesktops } from '../support/desktops.ts';
import { Listeners } from '../support/listeners.ts';
import { BENCH } from '../support/programs.ts';

/** Resident memory of the server with all desktops connected, less what it was without them, for each. */
export const desktopMemory: Figure = {
  name: 'desktop-memory',
  title: `memory for each of ${DESKTOPS} connected desktops on the service`,
  against: 'bare ws',
  unit: 'KiB',
  bound: 'atMost',
  target: 6,
  async measure({ folder, say }) {
    if (!existsSync('/proc/self/status'))
      return { kind: 'cannot', why: 'memory is read from /proc, which is not here' };
    say(`registering ${DESKTOPS} desktops`);
    const { service, lead, connect } = await startServiceWithDesktops(folder);
    const bare = await startChild<{ listening: string }>([BENCH, '--host', 'bare-broadcast']);
    const bareUrl = bare.ready.listening.replace(/^http/, 'ws');
    const limit = await growth(bare, async (listeners) => {
      for (let index = 0; index < DESKTOPS; index += 1) await listeners.add(bareUrl, [], () => true);
    });
    const value = await growth(service, connect);
    await lead.close();
    await Promise.all([service.stop(), bare.stop()]);
    return { kind: 'measured', value, limit };
  },
};

async function growth(
  server: ReadyChild<unknown>,
  connect: (listeners: Listeners) => Promise<void>,
): Promise<number> {
  const listeners = new Listeners();
  const before = server.residentKib();
  await connect(listeners);
  const after = server.residentKib();
  listeners.close();
  return (after - before) / DESKTOPS;
}
