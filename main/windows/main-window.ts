import type { BrowserWindow, Rectangle } from 'electron';
import type { IpcEvents } from '../../shared/contract/ipc.ts';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { APP_PAGE } from './app-origin.ts';
import { zoomByKey } from './zoom-by-key.ts';

/** Where the window was last, and how large it was shown. */
export type Place = Rectangle & { readonly zoom?: number | undefined };

/** The one window and its views. Closing it hides it: the app lives in the tray. */
export interface MainWindow {
  /** Opens it, or brings it to the front, at a view. */
  open(place: IpcEvents['navigate'] | null): void;
  send(snapshot: Snapshot): void;
  contents(): Electron.WebContents | null;
  /** Whether a person may be looking at it. */
  isShown(): boolean;
  /** Lets it really close. */
  stop(): void;
}

export function createMainWindow(parts: {
  /** Makes a hidden one, empty: new-window.ts. */
  readonly make: (place: Place | null) => BrowserWindow;
  readonly place: Place | null;
  readonly onPlace: (place: Place) => void;
  readonly onShown: () => void;
}): MainWindow {
  let window: BrowserWindow | null = null;
  let isStopping = false;
  let isMaking = false;
  /** Where to go as soon as the page listens. */
  let pending: IpcEvents['navigate'] | null = null;
  let last = parts.place;

  const make = (): BrowserWindow => {
    const made = parts.make(last);
    let zoom = last?.zoom ?? 1;
    const keepPlace = (): void => {
      last = { ...made.getNormalBounds(), zoom };
      parts.onPlace(last);
    };
    made.on('resized', keepPlace);
    made.on('moved', keepPlace);
    made.webContents.on('before-input-event', (event, input) => {
      const wanted = zoomByKey(input, zoom, process.platform);
      if (wanted === null) return;
      event.preventDefault();
      made.webContents.setZoomFactor((zoom = wanted));
      keepPlace();
    });
    made.on('show', parts.onShown);
    made.on('restore', parts.onShown);
    made.once('ready-to-show', () => made.show());
    made.webContents.on('did-finish-load', () => {
      if (pending) made.webContents.send('latchkey:navigate', pending);
      pending = null;
    });
    made.on('close', (event) => {
      keepPlace();
      if (isStopping) return;
      event.preventDefault();
      made.hide();
    });
    made.on('closed', () => (window = null));
    made.webContents.on('render-process-gone', () => {
      if (!isStopping && !made.isDestroyed()) made.webContents.reload();
    });
    void made.loadURL(APP_PAGE);
    return made;
  };

  return {
    open(place) {
      if (window && !window.webContents.isLoading()) {
        if (window.isMinimized()) window.restore();
        window.show();
        window.focus();
        if (place) window.webContents.send('latchkey:navigate', place);
        return;
      }
      pending = place ?? pending;
      // Making one takes a turn of the event loop, in which this may be called again.
      if (window || isMaking) return;
      isMaking = true;
      try {
        window = make();
      } finally {
        isMaking = false;
      }
    },
    send: (snapshot) => {
      if (window && !window.isDestroyed()) window.webContents.send('latchkey:snapshot', snapshot);
    },
    contents: () => window?.webContents ?? null,
    isShown: () => window !== null && window.isVisible() && !window.isMinimized(),
    stop() {
      isStopping = true;
      window?.destroy();
    },
  };
}
