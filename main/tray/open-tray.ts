import { nativeTheme, Tray, type NativeImage } from 'electron';
import { APP_PARTS } from '../app-parts.ts';
import { loadIcons } from './load-icons.ts';
import type { TrayView } from './tray-view.ts';
import type { Words } from '../../shared/words/words.ts';

export interface OpenTray {
  readonly tray: Tray;
  readonly icon: (name: TrayView['icon']) => NativeImage;
}

/**
 * Puts the icon into the tray, before anything else is loaded: people see at once that Latchkey starts. Its menu comes
 * with the rest (tray.ts).
 */
export function openTray({ desktop }: Words): OpenTray {
  const isPanelDark = () => process.platform === 'linux' || nativeTheme.shouldUseDarkColors;
  const icon = loadIcons(APP_PARTS.icons, isPanelDark);
  const tray = new Tray(icon('idle'));
  tray.setToolTip(desktop.tray.starts);
  return { tray, icon };
}
