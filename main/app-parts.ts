import { fileURLToPath } from 'node:url';

/** Where the other built parts lie, seen from out/main. */
const part = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

export const APP_PARTS = {
  preload: part('preload/index.cjs'),
  renderer: part('renderer'),
  service: part('service/index.js'),
  runner: part('service/runner-worker.js'),
  icons: part('icons'),
  notifyWorker: part('main/notify-worker.js'),
  historyWorker: new URL('history-worker.js', import.meta.url),
} as const;
