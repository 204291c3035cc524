import { app, clipboard, safeStorage } from 'electron';
import { EventEmitter } from 'node:events';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../shared/system/system-clock.ts';
import { APP_PARTS } from './app-parts.ts';
import { composeBelonging } from './compose-belonging.ts';
import { composeShown, openWindows } from './compose-shown.ts';
import { createSecretClipboard } from './credentials/secret-clipboard.ts';
import type { DesktopGround } from './desktop-ground.ts';
import type { DesktopNews } from './desktop-news.ts';
import { createDesktop, type Desktop } from './desktop.ts';
import type { RunnerHost } from './runner/runner-host.ts';
import { firstState } from './state/first-state.ts';
import { persistState } from './state/persist-state.ts';
import { createStateKeeper } from './state/state-keeper.ts';
import { storageTroubles } from './state/storage-troubles.ts';
import { createHistoryStore } from './store/history-store.ts';
import type { LocalStores } from './store/open-local-stores.ts';
import type { createLogger } from './system/create-logger.ts';
import { languageOf } from './system/language-of.ts';
import { createSecretBox } from './system/secret-box.ts';
import type { OpenTray } from './tray/open-tray.ts';

/**
 * Builds the desktop from its adapters: the only place that makes any, in the order in which one needs another
 * (`compose-belonging.ts`, `compose-shown.ts`). Nothing runs before `run`, but the runner and the replica.
 */
export function composeDesktop(parts: {
  readonly home: string;
  readonly logger: ReturnType<typeof createLogger>;
  readonly early: OpenTray;
  /** It runs already. */
  readonly runner: RunnerHost;
  readonly stores: LocalStores;
}): Desktop {
  const { home, logger, early, runner } = parts;
  const { local, catalog } = parts.stores;
  const clock = systemClock;
  const news: DesktopNews = new EventEmitter();
  const report = (what: string) => (fault: unknown) => logger.error({ error: String(fault) }, what);

  // What is known, and where it is kept.
  const system = createSecretBox(safeStorage);
  const deviceName = local.data().session?.deviceName ?? hostname().slice(0, 100);
  const keeper = createStateKeeper(
    firstState(local.data(), catalog.data(), {
      name: deviceName,
      version: app.getVersion(),
      secretStorage: system.kind,
      home,
      pools: [],
      runner: runner.status(),
      organisationFolder: join(home, 'organisation'),
      language: languageOf(app, local.data().settings.language),
    }),
    clock,
  );
  persistState(keeper, local, catalog);
  runner.onStatus((status) =>
    keeper.update((state) => ({ ...state, device: { ...state.device, runner: status } })),
  );
  const troubles = storageTroubles(keeper, logger);
  for (const [name, { damage, onTrouble }] of Object.entries({
    'desktop.json': local,
    'catalog.json': catalog,
  })) {
    if (damage !== null) troubles.damage(name)(damage);
    onTrouble(troubles.file(name));
  }
  const history = createHistoryStore({
    worker: APP_PARTS.historyWorker,
    path: join(home, 'history.db'),
    clock,
    logger,
    onDamage: troubles.damage('history'),
    onTrouble(why) {
      troubles.history(why);
      if (why === null) news.emit('historyReadable');
    },
  });
  const secretClipboard = createSecretClipboard(clipboard, clock);
  const ground: DesktopGround = {
    home,
    clock,
    logger,
    keeper,
    local,
    history,
    runner,
    clipboard: secretClipboard,
    news,
  };

  const window = openWindows(ground);
  const belonging = composeBelonging({ ...ground, deviceName, system, report, isWatched: window.isShown });
  const shown = composeShown({ ...ground, belonging, early, window });
  const { membership, outbox, sync, credentials } = belonging;
  return createDesktop({
    ...{ clock, logger, keeper, local, catalog, history, membership, outbox, sync, runner },
    ...{ credentials, secretClipboard, window, ...shown },
  });
}
