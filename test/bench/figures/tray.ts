import type { ElectronApplication } from 'playwright';
import { systemClock } from '../../../shared/system/system-clock.ts';
import { durationMs } from '../../../shared/lib/time.ts';
import type { VirtualDesktop } from '../../../build/virtual-desktop/virtual-desktop.ts';
import type { Figure } from '../figure.ts';
import { interleave } from '../interleave.ts';
import { startAppGround } from '../support/app-ground.ts';
import { treeMemoryMib } from '../support/process-tree.ts';

const ROUNDS = 9;
/** Between two looks at the panel: the time that is measured is a few hundred. */
const LOOK_EVERY_MS = durationMs(5);
const ROUNDS_OF_MEMORY = 3;
/** After so long an app that has nothing to do has settled. */
const IDLE_AFTER_MS = durationMs(8_000);

export const trayFrame: Figure = {
  name: 'tray-frame',
  title: 'start to the icon in the tray',
  against: 'the same Electron with an empty tray app',
  unit: 'ms',
  bound: 'atMost',
  target: 1.4,
  async measure({ folder }) {
    const ground = await startAppGround(folder);
    try {
      const medians = await interleave(ROUNDS, {
        limit: () => timeToTray(ground.desktop, ground.launchEmpty),
        value: () => timeToTray(ground.desktop, ground.launchLatchkey),
      });
      return {
        kind: 'measured',
        ...medians,
        note: 'both started by the test driver, which costs both the same',
      };
    } finally {
      await ground.stop();
    }
  },
};

export const idleMemory: Figure = {
  name: 'idle-memory',
  title: 'memory of the idle app, all its processes',
  against: 'the same Electron with an empty tray app',
  unit: 'MiB',
  bound: 'atMost',
  target: 1.4,
  async measure({ folder }) {
    const ground = await startAppGround(folder);
    try {
      const medians = await interleave(ROUNDS_OF_MEMORY, {
        limit: () => memoryWhenIdle(ground.launchEmpty),
        value: () => memoryWhenIdle(ground.launchLatchkey),
      });
      return { kind: 'measured', ...medians };
    } finally {
      await ground.stop();
    }
  },
};

/** Until the icon shows on the panel, in ms. */
async function timeToTray(
  desktop: VirtualDesktop,
  launch: () => Promise<ElectronApplication>,
): Promise<number> {
  const startedAt = performance.now();
  const launching = launch();
  while ((await desktop.tray.icons()).length !== 1) await systemClock.sleep(LOOK_EVERY_MS);
  const took = performance.now() - startedAt;
  await (await launching).close();
  await desktop.tray.waitForIcons(0);
  return took;
}

async function memoryWhenIdle(launch: () => Promise<ElectronApplication>): Promise<number> {
  const app = await launch();
  await systemClock.sleep(IDLE_AFTER_MS);
  const memory = treeMemoryMib(await app.evaluate(() => process.pid));
  await app.close();
  return memory;
}
