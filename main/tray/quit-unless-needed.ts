import type { App, Dialog } from 'electron';

/** Quits from the tray, after asking where this computer's runner still has access to take away. Asks one question at a time. */
export function quitUnlessNeeded(parts: {
  readonly app: Pick<App, 'quit'>;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  /** How many grants this computer ends. */
  readonly active: () => number;
}): () => Promise<void> {
  const { app, dialog, active } = parts;
  let isAsking = false;
  const wantsToKeepRunning = async (count: number): Promise<boolean> => {
    const { response } = await dialog.showMessageBox({
      type: 'warning',
      title: 'Latchkey',
      message:
        count === 1
          ? 'One grant ends only while Latchkey runs'
          : `${count} grants end only while Latchkey runs`,
      detail:
        'This computer takes access away at its deadline. If Latchkey does not run then, the access lasts until it is started again.',
      buttons: ['Keep running', 'Quit anyway'],
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
