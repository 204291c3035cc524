import type { Channel } from '../../ports/channel.ts';

/** What Electron gives a process that it started as a utility process: there is no `process.send` in one. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** The channel to the process that started this one: with `fork`, or as a utility process. Throws when it was started by hand. */
export function parentChannel(): Channel {
  const { parentPort } = process as { parentPort?: ParentPort };
  if (parentPort) return portChannel(parentPort);
  if (!process.send) throw new Error('this program is started by Latchkey, not by hand');
  return {
    send: (message) => {
      // An error that is given to a callback is not thrown: `disconnect` tells of it.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => void process.on('message', listener),
    onClose: (listener) => {
      process.on('disconnect', listener);
      // It may have ended while this program was still being loaded.
      if (!process.connected) queueMicrotask(listener);
    },
  };
}

/** Chromium ends a utility process together with the app, so its channel never closes before. */
const portChannel = (port: ParentPort): Channel => ({
  send: (message) => port.postMessage(message),
  onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
  onClose: () => undefined,
});
