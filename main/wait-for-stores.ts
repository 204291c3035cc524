import { app, dialog } from 'electron';
import type { Logger } from '../shared/ports/logger.ts';
import { systemClock } from '../shared/system/system-clock.ts';
import type { RunnerHost } from './runner/runner-host.ts';
import { openLocalStores, type LocalStores } from './store/open-local-stores.ts';
import { openPatiently } from './store/open-patiently.ts';
import { reason } from './store/reason.ts';
import type { OpenTray } from './tray/open-tray.ts';
import { quitUnlessNeeded } from './tray/quit-unless-needed.ts';
import { showWaiting } from './tray/show-waiting.ts';
import type { Told } from '../shared/words/told.ts';
import type { Words } from '../shared/words/words.ts';

/**
 * The desktop's own files, as soon as they can be read. Until then the icon says why they cannot, and a message does, once
 * and again when Latchkey is started once more: without them nobody is known, but the runner works. Null when the app is
 * to quit.
 */
export function waitForStores(parts: {
  readonly home: string;
  readonly early: OpenTray;
  readonly runner: RunnerHost;
  readonly logger: Logger;
  /** In the language of the system: what the settings say is not read yet. */
  readonly words: Words;
  readonly signal: AbortSignal;
}): Promise<{ readonly stores: LocalStores; readonly hadTrouble: boolean } | null> {
  const { home, early, runner, logger, words, signal } = parts;
  const quit = quitUnlessNeeded({
    app,
    dialog,
    words: () => words,
    active: () => runner.status()?.active ?? 0,
  });
  const told = new AbortController();
  let trouble: Told | null = null;
  let isShown = false;
  const show = async (): Promise<void> => {
    if (trouble === null || isShown) return;
    isShown = true;
    await dialog.showMessageBox({
      type: 'warning',
      title: 'Latchkey',
      message: words.desktop.dialogs.cannotRead,
      detail: words.desktop.dialogs.cannotReadText({ why: words.tell(trouble) }),
      signal: told.signal,
    });
    isShown = false;
  };
  const onTrouble = (fault: unknown, tryNow: () => void): void => {
    logger.error({ error: String(fault) }, 'the files of this desktop cannot be read; it is tried again');
    showWaiting(early, { why: words.tell(reason(fault)), words }, { tryNow, quit: () => void quit() });
    const isFirst = trouble === null;
    trouble = reason(fault);
    if (isFirst) void show();
  };
  const onStartedAgain = (): void => void show();
  app.on('second-instance', onStartedAgain);
  return openPatiently(() => openLocalStores(home, { clock: systemClock }), {
    clock: systemClock,
    signal,
    onTrouble,
  })
    .then((stores) => stores && { stores, hadTrouble: trouble !== null })
    .finally(() => {
      told.abort();
      app.off('second-instance', onStartedAgain);
    });
}
