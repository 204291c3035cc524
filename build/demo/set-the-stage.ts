import { join } from 'node:path';
import { VirtualDesktop } from '../virtual-desktop/virtual-desktop.ts';
import type { CleanUp } from './clean-up.ts';
import { APPROVER, company, databaseSecrets, OWNER, REQUESTER } from './company.ts';
import { DemoService } from './demo-service.ts';
import { latchkeyCommand } from './latchkey-command.ts';
import type { Narrator } from './narrator.ts';
import { NoticeTimes } from './notice-times.ts';
import { startPaymentsDatabase, type PaymentsDatabase } from './payments-database.ts';
import { Seat, SCREEN_SIZE } from './seat.ts';
import type { Stage } from './stage.ts';

/** Two cold starts of Electron, on a machine that does other things as well. */
const START_WITHIN_MS = 180_000;
const JOIN_WITHIN_MS = 120_000;

/** Starts the database, the service and both desktops, and lets everybody join. */
export async function setTheStage(
  narrator: Narrator,
  cleanUp: CleanUp,
  onStage: (stage: Stage) => void,
): Promise<Stage> {
  const [database, service] = await narrator.act(
    'A PostgreSQL with a database "payments", and the Latchkey service',
    START_WITHIN_MS,
    async () => {
      const server = await cleanUp.keep(startPaymentsDatabase);
      narrator.say(`PostgreSQL listens on ${server.host}:${server.port}`);
      const secrets = databaseSecrets(server);
      const started = await cleanUp.keep(() => DemoService.start(company(server), secrets));
      narrator.say(`the service listens on ${started.url}, with a runner of its own`);
      return [server, started] as const;
    },
  );
  const stage = await narrator.act(
    'Two desktops, each with a panel, a notification server and Latchkey in its tray',
    START_WITHIN_MS,
    () => furnish(database, service, cleanUp),
  );
  onStage(stage);
  narrator.say(`${REQUESTER.name}, a developer, sits before one; ${APPROVER.name}, a lead, before the other`);
  await narrator.act('Everybody joins with an invite that works once', JOIN_WITHIN_MS, () =>
    joinAll(stage, narrator),
  );
  return stage;
}

async function furnish(database: PaymentsDatabase, service: DemoService, cleanUp: CleanUp): Promise<Stage> {
  const take = async (name: string) => {
    const desktop = await cleanUp.keep(() => VirtualDesktop.start({ size: SCREEN_SIZE }));
    const times = await cleanUp.keep(() => NoticeTimes.start(desktop));
    return { seat: await cleanUp.keep(() => Seat.take(name, desktop)), times };
  };
  const [requester, approver] = await Promise.all([take('requester'), take('approver')]);
  return {
    database,
    service,
    ownerHome: join(service.folder, 'owner'),
    requester: requester.seat,
    approver: approver.seat,
    notices: { requester: requester.times, approver: approver.times },
  };
}

/** The owner in a terminal, the other two in the first-run window. */
async function joinAll(stage: Stage, narrator: Narrator): Promise<void> {
  const { service, ownerHome, requester, approver } = stage;
  const run = <T>(...args: readonly string[]) => latchkeyCommand<T>(ownerHome, args);
  await run('join', service.url, service.ownerInvite, '--device', 'a terminal');
  narrator.say(`${OWNER.name} joined in a terminal, and invites the others: latchkey invite ${REQUESTER.id}`);
  await narrator.picture(
    requester.desktop,
    'first-run',
    `${REQUESTER.name} starts Latchkey for the first time`,
  );
  for (const [seat, { id, name }] of [
    [requester, REQUESTER],
    [approver, APPROVER],
  ] as const) {
    const { code } = await run<{ code: string }>('invite', id);
    await seat.join(service.url, code);
    narrator.say(`${name} joined in the first-run window`);
  }
  await approver.chooseInTray('Inbox');
}
