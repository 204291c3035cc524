import type { Channel } from '../../ports/channel.ts';

/** The channel to the process that started this one with `fork`. Throws when it was started by hand. */
export function parentChannel(): Channel {
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
