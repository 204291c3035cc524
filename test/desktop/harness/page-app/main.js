// A window and nothing behind it: shows the page at PAGE_URL, locked in as in the real app, at the real app's size.
import { app, BrowserWindow } from 'electron';

app.setPath('userData', process.env['LATCHKEY_HOME'] ?? app.getPath('userData'));

void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1040,
    height: 720,
    useContentSize: true,
    webPreferences: { sandbox: true },
  });
  void window.loadURL(process.env['PAGE_URL'] ?? 'about:blank');
});
