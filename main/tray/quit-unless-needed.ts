import type { App, Dialog } from 'electron';

/** Quits from the tray, after asking where this computer's runner still has access to take away. */
export async function quitUnlessNeeded(parts: {
  readonly app: Pick<App, 'quit'>;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  /** How many grants this computer ends. */
  readonly active: number;
}): Promise<void> {
  const { app, dialog, active } = parts;
  if (active > 0) {
    const { response } = await dialog.showMessageBox({
      type: 'warning',
      message:
        active === 1
          ? 'One grant ends only while Latchkey runs'
          : `${active} grants end only while Latchkey runs`,
      detail:
        'This computer takes access away at its deadline. What it cannot take away then lasts until Latchkey is started again.',
      buttons: ['Keep running', 'Quit anyway'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    if (response === 0) return;
  }
  app.quit();
}
