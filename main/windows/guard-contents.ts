import type { App, Session } from 'electron';
import { APP_SCHEME } from './app-origin.ts';

/**
 * Denied for every page, whoever made it: going elsewhere, opening windows, embedding, every permission, every device,
 * and any request that is not for our own files.
 */
export function guardContents(app: App, session: Session): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, answer) => {
    const isOurs = details.url.startsWith(`${APP_SCHEME}:`) || details.url.startsWith('devtools:');
    answer({ cancel: !isOurs });
  });
  session.on('will-download', (event) => event.preventDefault());
}
