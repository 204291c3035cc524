import {
  app,
  clipboard,
  dialog,
  ipcMain,
  nativeTheme,
  protocol,
  safeStorage,
  session,
  shell,
} from 'electron';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Client } from '../shared/client/create-client.ts';
import { openAddresses } from '../shared/client/kept-addresses.ts';
import type { Identity } from '../shared/client/identity.ts';
import type { Me } from '../shared/contract/api-types.ts';
import { ownValue } from '../shared/lib/own-value.ts';
import { instant } from '../shared/lib/time.ts';
import { systemClock } from '../shared/system/system-clock.ts';
import { wordsIn, type Words } from '../shared/words/words.ts';
import { APP_PARTS } from './app-parts.ts';
import { composeKeys } from './compose-keys.ts';
import { createCredentialDesk } from './credentials/credential-desk.ts';
import { createRecoveryDesk } from './credentials/recovery-desk.ts';
import { createSecretClipboard } from './credentials/secret-clipboard.ts';
import type { Desktop } from './desktop.ts';
import { appHandlers } from './ipc/app-handlers.ts';
import { credentialHandlers } from './ipc/credential-handlers.ts';
import { historyHandlers } from './ipc/history-handlers.ts';
import { isTrustedSender } from './ipc/is-trusted-sender.ts';
import { organisationHandlers } from './ipc/organisation-handlers.ts';
import { recoveryHandlers } from './ipc/recovery-handlers.ts';
import { registerIpc } from './ipc/register-ipc.ts';
import { requestHandlers } from './ipc/request-handlers.ts';
import { settingsHandlers } from './ipc/settings-handlers.ts';
import { actOnNotice } from './notifications/act-on-notice.ts';
import { createNotificationDesk } from './notifications/notification-desk.ts';
import { nativeNotifier } from './notifications/native-notifier.ts';
import { createPoolConsent } from './runner/pool-consent.ts';
import type { RunnerHost } from './runner/runner-host.ts';
import { modeOf } from './solo/mode-of.ts';
import { soloHere } from './solo/solo-here.ts';
import { firstState } from './state/first-state.ts';
import { whyBarred } from './state/why-barred.ts';
import { whyTooOld } from './state/why-too-old.ts';
import { withNotice } from './state/with-notice.ts';
import { createStateKeeper } from './state/state-keeper.ts';
import { createHistoryStore } from './store/history-store.ts';
import type { LocalStores } from './store/open-local-stores.ts';
import { storageTroubles } from './state/storage-troubles.ts';
import { persistState } from './state/persist-state.ts';
import { desktopSigner } from './sync/desktop-signer.ts';
import { createDesktopSync } from './sync/desktop-sync.ts';
import { createEndOfMembership } from './sync/end-of-membership.ts';
import { createLink } from './sync/link.ts';
import { createHere } from './sync/here.ts';
import { logSyncHere } from './sync/log-sync-here.ts';
import { createMembership } from './sync/membership.ts';
import { createOutbox } from './sync/outbox.ts';
import { createPersonCommands } from './sync/person-commands.ts';
import { rememberJoined } from './sync/remember-joined.ts';
import { sendCommand } from './sync/send-command.ts';
import { createDesktop } from './desktop.ts';
import type { createLogger } from './system/create-logger.ts';
import { languageOf } from './system/language-of.ts';
import { createSecretBox } from './system/secret-box.ts';
import { useSettings } from './state/use-settings.ts';
import type { OpenTray } from './tray/open-tray.ts';
import { quitUnlessNeeded } from './tray/quit-unless-needed.ts';
import { createTray } from './tray/tray.ts';
import { askForFile } from './windows/ask-for-file.ts';
import { createMainWindow } from './windows/main-window.ts';
import { guardContents } from './windows/guard-contents.ts';
import { newWindow } from './windows/new-window.ts';
import { serveApp } from './windows/serve-app.ts';

/** Builds the desktop from its adapters: the only place that makes any. Nothing runs before `run`, but the runner and the replica. */
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
  const report = (what: string) => (fault: unknown) => logger.error({ error: String(fault) }, what);

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
  const words = (): Words => wordsIn(keeper.state().language);
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
      if (why === null) sync.settle();
    },
  });

  // The service, and what people tell it.
  const here = createHere({
    openLog: (joined) =>
      logSyncHere(joined, {
        ...{ history, home, clock, logger, keeper, local },
        onKeys: (keys) =>
          void membership.takeOver(keys).catch(report('the key of the log was not taken over')),
      }),
    onFault: report('the history could not be read'),
  });
  const { identity } = here;
  const barred = () => whyBarred(keeper.state());
  const link = createLink(barred);
  const outbox = createOutbox({
    list: () => keeper.state().outbox,
    save: (commands) => {
      keeper.update((state) => ({ ...state, outbox: commands }));
      return local.flush();
    },
    send: (command) => link.call((api, signal) => sendCommand(api, command, signal)),
    onState: (state) => sync.takeIn([state]),
    barred: (command) => barred() ?? whyTooOld(keeper.state(), command),
    isSlow: () => keeper.state().connection.kind === 'slow',
    clock,
  });
  const signerOf = (joined: Identity) => desktopSigner(joined, { clock, keeper, local });
  const commands = createPersonCommands({
    clock,
    outbox,
    signer: () => {
      const joined = identity();
      return joined && signerOf(joined);
    },
    requests: () => keeper.state().requests,
    titleOf: (id) => keeper.state().catalog.items.find((item) => item.id === id)?.title ?? id,
  });
  const pools = createPoolConsent({ runner, keeper, local });
  const rememberMe = ({ me, organisation }: Me): void => {
    const kept = local.data().session;
    if (kept) local.update({ session: { ...kept, me, organisation } });
    const joined = identity();
    if (joined) pools.offer(joined, me.pools);
  };
  const sync = createDesktopSync({
    ...{ keeper, link, outbox, clock, logger, signerOf },
    cursor: { read: () => local.data().cursor, write: (cursor) => local.update({ cursor }) },
    addressesOf: async (joined, url) => (await openAddresses(home, { ...joined, url })).addresses,
    onMe: rememberMe,
    onSignedOut: (ended) => end.signOut(ended),
    onClient: (client: Client | null) => runner.use(client),
    logSync: here.log,
    isWatched: () => window.isShown(),
  });
  const secretClipboard = createSecretClipboard(clipboard, clock);
  const keys = composeKeys({
    ...{ home, system, keeper, local, report },
    identity,
    credentials: () => credentials,
  });
  const { vault } = keys;
  const end = createEndOfMembership({
    ...{ clock, keeper, local, vault, history },
    disconnect: sync.disconnect,
    clearClipboard: () => secretClipboard.stop(),
    onSignedOut(kept) {
      // Without a pool it takes on nothing, and still ends what it granted.
      runner.serve([]);
      here.leave(kept);
    },
  });
  const recovery = createRecoveryDesk({ vault, keeper, clipboard: secretClipboard });
  const membership = createMembership({
    home,
    recovery,
    deviceName,
    vault,
    keeper,
    logger,
    end,
    mode: ({ url }) => local.data().session?.mode ?? modeOf(home, url),
    onUnreadable: () => runner.serve([]),
    onAdopted: here.adopt,
    onLocked: here.follow,
    ...keys.events,
    startSolo: soloHere({ home, clock, logger }),
    onJoined(joined, mode, name) {
      here.enter(joined);
      const { me } = rememberJoined({ local, keeper, clock, home }, { joined, mode, name });
      pools.offer(joined, me.pools);
    },
    connect: sync.connect,
    disconnect: sync.disconnect,
  });
  const credentials = createCredentialDesk({
    link,
    identity,
    cache: keys.cache,
    logger,
    snapshot: () => keeper.snapshot(),
    clock,
  });

  // What people see.
  serveApp(protocol, APP_PARTS.renderer);
  guardContents(app, session.defaultSession);
  const window = createMainWindow({
    make: newWindow({ preload: APP_PARTS.preload, icon: join(APP_PARTS.icons, 'app.png') }),
    place: local.data().window,
    onPlace: (place) => local.update({ window: place }),
    onShown: sync.look,
  });
  const notifications = createNotificationDesk({
    notifier: nativeNotifier(process.platform, { clock, logger }),
    logger,
    shown: local.data().shown,
    onShown: (shown) => local.update({ shown: { ...shown } }),
    since: () => local.data().session?.joinedAt ?? instant(0),
    words,
    act: actOnNotice({
      words,
      ...{ window, commands, credentials, clipboard: secretClipboard, logger },
      now: clock.now,
      requestOf: (requestId) => ownValue(keeper.state().requests, requestId),
      say: (what) => keeper.update((state) => withNotice(state, what)),
      tell: (title, body) => notifications.tell(title, body),
    }),
  });
  const tray = createTray({
    ...early,
    ...{ clock, words },
    onOpen: (view, requestId) => window.open(view && { view, requestId }),
    onQuit: quitUnlessNeeded({ app, dialog, words, active: () => runner.status()?.active ?? 0 }),
  });
  const snapshot = () => keeper.snapshot();
  registerIpc({
    ipcMain,
    logger,
    words,
    isTrusted: (event) => isTrustedSender(event, window.contents()),
    handlers: {
      ...appHandlers({
        snapshot,
        home,
        tryNow: sync.tryNow,
        openFolder: async (path) => void (await shell.openPath(path)),
        showFile: (path) => shell.showItemInFolder(path),
      }),
      ...organisationHandlers({ membership, link, snapshot, clock }),
      ...recoveryHandlers(recovery),
      ...requestHandlers({ commands, link }),
      ...keys.handlers(membership),
      ...credentialHandlers({ desk: credentials, clipboard: secretClipboard }),
      ...historyHandlers({
        history,
        clock,
        ...{ names: () => keeper.state().names, language: () => keeper.state().language },
        requests: () => keeper.state().requests,
        unreadable: () => keeper.state().log.unreadable,
        verify: async () => here.log()?.verify() ?? { ok: true, value: { size: 0 } },
        askForFile: (fileName) =>
          askForFile(
            { app, dialog, contents: window.contents() },
            { title: words().desktop.dialogs.exportTitle, fileName },
          ),
      }),
      ...settingsHandlers({
        change: useSettings({ app, nativeTheme, keeper }),
        choosePool: pools.choose,
        dismissNotice: keys.dismissNotice,
        dismissCommand: (key) => outbox.dismiss(key),
      }),
    },
  });
  return createDesktop({
    ...{ clock, logger, keeper, local, catalog, history, membership, outbox, sync, runner },
    ...{ credentials, secretClipboard, window, notifications, tray },
  });
}
