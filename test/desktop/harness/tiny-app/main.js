// The smallest app with a tray icon, its menu and a window: what the harness is tested with.
import { app, BrowserWindow, Menu, nativeImage, Tray } from 'electron';

const SIZE = 22;
/** A tray icon that nobody refers to is collected, and vanishes. */
const keep = [];

app.setPath('userData', process.env['LATCHKEY_HOME'] ?? app.getPath('userData'));

app.on('window-all-closed', () => {
  // An app that lives in the tray goes on without windows.
});

void app.whenReady().then(() => {
  const tray = new Tray(
    nativeImage.createFromBitmap(Buffer.alloc(SIZE * SIZE * 4, 0xff), { width: SIZE, height: SIZE }),
  );
  tray.setToolTip(`Tiny ${process.env['TINY_NAME']}`);
  const submenu = [{ label: 'Inner', click: () => openWindow('Inner chosen') }];
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: 'Open', click: () => openWindow('Open chosen') },
      { label: 'More', submenu },
      { label: 'Not now', enabled: false },
    ]),
  );
  keep.push(tray);
});

/** @param {string} title */
function openWindow(title) {
  const window = new BrowserWindow({ width: 400, height: 300 });
  void window.loadURL(`data:text/html,<title>${title}</title><h1>${title}</h1>`);
}
