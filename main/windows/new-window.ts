import { BrowserWindow, nativeTheme, screen, type Rectangle } from 'electron';
import type { Place } from './main-window.ts';

/** Wide enough for list and detail side by side. */
const FIRST_SIZE = { width: 1040, height: 720 };
const SMALLEST = { minWidth: 640, minHeight: 480 };

/** Makes the window, as safe as can be, hidden and empty. `place`: where it was last, and how large it was shown. */
export const newWindow =
  (parts: { readonly preload: string; readonly icon: string }) =>
  (place: Place | null): BrowserWindow =>
    new BrowserWindow(windowOptions(parts, place));

function windowOptions(
  { preload, icon }: { readonly preload: string; readonly icon: string },
  place: Place | null,
): Electron.BrowserWindowConstructorOptions {
  const { zoom = 1, ...bounds } = place ?? {};
  return {
    ...FIRST_SIZE,
    ...(place && isOnAScreen(place) ? bounds : {}),
    ...SMALLEST,
    title: 'Latchkey',
    icon,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
    webPreferences: {
      preload,
      zoomFactor: zoom,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      // Fields for days are written as the attribute `lang` says, and not as the system does. Their buttons stay the system's.
      enableBlinkFeatures: 'LangAttributeAwareFormControlUI',
    },
  };
}

/** A screen that was unplugged would otherwise take the window with it. */
function isOnAScreen(bounds: Rectangle): boolean {
  const area = screen.getDisplayMatching(bounds).workArea;
  const middle = { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 };
  return (
    middle.x >= area.x &&
    middle.x <= area.x + area.width &&
    middle.y >= area.y &&
    middle.y <= area.y + area.height
  );
}
