import { Menu } from 'electron';
import type { OpenTray } from './open-tray.ts';
import type { Words } from '../../shared/words/words.ts';

/** What the icon says while the app cannot read its own files, and nothing else of it is there. */
export function showWaiting(
  { tray, icon }: OpenTray,
  { why, words }: { readonly why: string; readonly words: Words },
  on: { readonly tryNow: () => void; readonly quit: () => void },
): void {
  const say = words.desktop.tray;
  const text = (label: string) => ({ label: label.replaceAll('&', '&&'), enabled: false });
  tray.setImage(icon('alarm'));
  tray.setToolTip(say.cannotStart);
  tray.setContextMenu(
    Menu.buildFromTemplate([
      text(say.cannotReadTriesAgain),
      text(why),
      text(say.endsOnTime),
      { type: 'separator' },
      { label: say.tryNow, click: on.tryNow },
      { label: say.quit, click: on.quit },
    ]),
  );
}
