import { app, dialog, ipcMain, nativeTheme, protocol, session, shell } from 'electron';
import { join } from 'node:path';
import { ownValue } from '../shared/lib/own-value.ts';
import { instant } from '../shared/lib/time.ts';
import { wordsIn, type Words } from '../shared/words/words.ts';
import { APP_PARTS } from './app-parts.ts';
import type { composeBelonging } from './compose-belonging.ts';
import type { DesktopGround } from './desktop-ground.ts';
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
import { nativeNotifier } from './notifications/native-notifier.ts';
import { createNotificationDesk, type NotificationDesk } from './notifications/notification-desk.ts';
import { useSettings } from './state/use-settings.ts';
import { withNotice } from './state/with-notice.ts';
import type { OpenTray } from './tray/open-tray.ts';
import { quitUnlessNeeded } from './tray/quit-unless-needed.ts';
import { createTray, type AppTray } from './tray/tray.ts';
import { askForFile } from './windows/ask-for-file.ts';
import { guardContents } from './windows/guard-contents.ts';
import { createMainWindow, type MainWindow } from './windows/main-window.ts';
import { newWindow } from './windows/new-window.ts';
import { serveApp } from './windows/serve-app.ts';

/** The window, which nothing fills yet. */
export function openWindows({ local, news }: Pick<DesktopGround, 'local' | 'news'>): MainWindow {
  serveApp(protocol, APP_PARTS.renderer);
  guardContents(app, session.defaultSession);
  return createMainWindow({
    make: newWindow({ preload: APP_PARTS.preload, icon: join(APP_PARTS.icons, 'app.png') }),
    place: local.data().window,
    onPlace: (place) => local.update({ window: place }),
    onShown: () => news.emit('windowShown'),
  });
}

/** The part of compose.ts that is about what people see and press: notifications, tray, and what the window asks for. */
export function composeShown(
  parts: DesktopGround & {
    readonly belonging: ReturnType<typeof composeBelonging>;
    readonly early: OpenTray;
    readonly window: MainWindow;
  },
): { readonly notifications: NotificationDesk; readonly tray: AppTray } {
  const { home, clock, logger, keeper, local, history, runner, clipboard, belonging, window } = parts;
  const { here, link, outbox, commands, pools, sync, keys, credentials, recovery, membership, end } =
    belonging;
  const words = (): Words => wordsIn(keeper.state().language);
  const notifications = createNotificationDesk({
    notifier: nativeNotifier(process.platform, { clock, logger, words }),
    logger,
    shown: local.data().shown,
    onShown: (shown) => local.update({ shown: { ...shown } }),
    since: () => local.data().session?.joinedAt ?? instant(0),
    words,
    act: actOnNotice({
      ...{ words, window, commands, credentials, clipboard, logger },
      now: clock.now,
      requestOf: (requestId) => ownValue(keeper.state().requests, requestId),
      say: (what) => keeper.update((state) => withNotice(state, what)),
    }),
  });
  const tray = createTray({
    ...parts.early,
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
      ...organisationHandlers({ membership, byOneself: end.byOneself, link, snapshot, clock }),
      ...recoveryHandlers(recovery),
      ...requestHandlers({ commands, link }),
      ...keys.handlers(membership),
      ...credentialHandlers({ desk: credentials, clipboard }),
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
  return { notifications, tray };
}
