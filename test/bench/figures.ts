import type { Figure } from './figure.ts';
import { attacked } from './figures/attacked.ts';
import { cliGrants, cliVersion } from './figures/cli.ts';
import { decisions } from './figures/decisions.ts';
import { desktopMemory } from './figures/desktop-memory.ts';
import { fanOut } from './figures/fan-out.ts';
import { firstSync } from './figures/first-sync.ts';
import { notification } from './figures/notification.ts';
import { rebuild } from './figures/rebuild.ts';
import { revocations } from './figures/revocations.ts';
import { search } from './figures/search.ts';
import { historyVerified, statementChecked } from './figures/statements.ts';
import { submits } from './figures/submits.ts';
import { submitsOnPostgres, submitsOnTwo } from './figures/submits-postgres.ts';
import { idleMemory, trayFrame } from './figures/tray.ts';

/** Every figure that Latchkey promises, in the order in which they are shown. */
export const figures: readonly Figure[] = [
  submits,
  submitsOnPostgres,
  submitsOnTwo,
  rebuild,
  fanOut,
  desktopMemory,
  notification,
  revocations,
  attacked,
  trayFrame,
  idleMemory,
  search,
  firstSync,
  decisions,
  statementChecked,
  historyVerified,
  cliVersion,
  cliGrants,
];
