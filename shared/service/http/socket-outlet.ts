import type { Duplex } from 'node:stream';
import type { Outlet } from '../../api/outlet.ts';

/** The way out through this connection; all that follow something over it wait together. */
export function socketOutlet(socket: Duplex): Outlet {
  let waiting: Promise<boolean> | null = null;
  return {
    async drained() {
      if (!socket.writable) return false;
      if (!socket.writableNeedDrain) return true;
      waiting ??= drainOrClose(socket).finally(() => (waiting = null));
      return waiting;
    },
  };
}

const drainOrClose = (socket: Duplex): Promise<boolean> =>
  new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve(socket.writable);
    };
    socket.on('drain', done).on('close', done);
  });
