import type { App, Dialog } from 'electron';
import type { Words } from '../../shared/words/words.ts';

/** Quits from the tray, after asking where this computer's runner still has access to take away. Asks one question at a time. */
export function quitUnlessNeeded(parts: {
  readonly app: Pick<App, 'quit'>;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly words: () => Words;
  /** How many grants this computer ends. */
  readonly active: () => number;
}): () => Promise<void> {
  const { app, dialog, active, words } = parts;
  let isAsking = false;
  const wantsToKeepRunning = async (count: number): Promise<boolean> => {
    const say = words().desktop.dialogs;
    const { response } = await dialog.showMessageBox({
      type: 'warning',
      title: 'Latchkey',
      message: say.endOnlyWhileRunning({ count }),
      detail: say.quitText,
      buttons: [say.keepRunning, say.quitAnyway],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    return response === 0;
  };
  return async () => {
    if (isAsking) return;
    isAsking = true;
    try {
      if (active() > 0 && (await wantsToKeepRunning(active()))) return;
      app.quit();
    } finally {
      isAsking = false;
    }
  };
}
