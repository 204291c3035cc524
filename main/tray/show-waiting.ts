import { Menu } from 'electron';
import type { OpenTray } from './open-tray.ts';

/** What the icon says while the app cannot read its own files, and nothing else of it is there. */
export function showWaiting(
  { tray, icon }: OpenTray,
  why: string,
  on: { readonly tryNow: () => void; readonly quit: () => void },
): void {
  const text = (label: string) => ({ label: label.replaceAll('&', '&&'), enabled: false });
  tray.setImage(icon('alarm'));
  tray.setToolTip('Latchkey cannot start yet');
  tray.setContextMenu(
    Menu.buildFromTemplate([
      text('Latchkey cannot read its files, and tries again'),
      text(why),
      text('Access that this computer gave still ends on time'),
      { type: 'separator' },
      { label: 'Try now', click: on.tryNow },
      { label: 'Quit', click: on.quit },
    ]),
  );
}
