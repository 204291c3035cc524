import type { Connection } from './snapshot.ts';

type TooOld = Extract<Connection, { kind: 'offline' }> & { readonly isTooOld: true };

/** Whether the service answers and does not serve this version any more, but where that ends access. */
export const isTooOld = (connection: Connection): connection is TooOld =>
  connection.kind === 'offline' && connection.isTooOld === true;
