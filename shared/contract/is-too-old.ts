import type { Connection } from './snapshot.ts';

/** Whether the service answers and does not serve this version any more, but where that ends access. */
export const isTooOld = (connection: Connection): boolean =>
  connection.kind === 'offline' && connection.isTooOld === true;
