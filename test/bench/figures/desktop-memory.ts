import type { Figure } from '../figure.ts';
import { startChild, type ReadyChild } from '../support/child.ts';
import { DESKTOPS, startServiceWithDesktops } from '../support/desktops.ts';
import { Listeners } from '../support/listeners.ts';
import { BENCH } from '../support/programs.ts';

/** Memory in use on the server with all desktops connected, less what it was without them, for each. */
export const desktopMemory: Figure = {
  name: 'desktop-memory',
  title: `memory for each of ${DESKTOPS} connected desktops on the service`,
  against: 'bare ws',
  unit: 'KiB',
  bound: 'atMost',
  target: 8,
  async measure({ folder, say }) {
    say(`registering ${DESKTOPS} desktops`);
    const { service, lead, connect } = await startServiceWithDesktops(folder);
    const limit = await bareGrowth();
    const value = await growth(service, connect);
    await lead.close();
    await service.stop();
    return { kind: 'measured', value, limit };
  },
};

async function bareGrowth(): Promise<number> {
  const bare = await startChild<{ listening: string }>([BENCH, '--host', 'bare-broadcast']);
  const url = bare.ready.listening.replace(/^http/, 'ws');
  try {
    return await growth(bare, async (listeners) => {
      for (let index = 0; index < DESKTOPS; index += 1) await listeners.add(url, [], () => true);
    });
  } finally {
    await bare.stop();
  }
}

async function growth(
  server: ReadyChild<unknown>,
  connect: (listeners: Listeners) => Promise<void>,
): Promise<number> {
  const listeners = new Listeners();
  const before = await server.usedKib();
  await connect(listeners);
  const after = await server.usedKib();
  listeners.close();
  return (after - before) / DESKTOPS;
}
