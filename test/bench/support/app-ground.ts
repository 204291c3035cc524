import { randomUUID } from 'node:crypto';
import type { ElectronApplication } from 'playwright';
import type { VirtualDesktop } from '../../../build/virtual-desktop/virtual-desktop.ts';
import type { Client } from '../../../shared/client/create-client.ts';
import { clientFor } from '../../support/client-for.ts';
import { launchApp } from '../../../build/virtual-desktop/launch-app.ts';
import { Seat } from '../../desktop/support/seat.ts';
import { startOrganisation } from './desktops.ts';

const TINY = 'test/desktop/harness/tiny-app';

/** A virtual desktop whose person has joined a service as the lead, and the same Electron with an empty tray app beside it. */
export interface AppGround {
  readonly desktop: VirtualDesktop;
  /** Asks for what the lead approves. */
  readonly developer: Client;
  launchLatchkey(): Promise<ElectronApplication>;
  launchEmpty(): Promise<ElectronApplication>;
  stop(): Promise<void>;
}

export async function startAppGround(folder: string): Promise<AppGround> {
  const { service, owner, joinAs, invite } = await startOrganisation(folder, 1);
  const developer = await joinAs('dev0@example.com');
  const seat = await Seat.make();
  const url = service.ready.listening;
  await seat.launch();
  await seat.joinTeam(url, await invite('lead@example.com'));
  await seat.quit();
  return {
    desktop: seat.desktop,
    developer: clientFor(developer),
    launchLatchkey: () => launchApp(seat.desktop, { home: seat.home }),
    launchEmpty: () => launchApp(seat.desktop, { home: `empty-${randomUUID()}`, app: TINY }),
    async stop() {
      await seat.stop();
      await owner.close();
      await service.stop();
    },
  };
}
