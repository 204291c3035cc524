import { socketPathOf } from '../lib/service-place.ts';

/** How an address is spoken to. */
export interface Dialled {
  /** What stands before the name of a procedure in a URL. */
  readonly base: string;
  /** What is opened instead of a connection to the host in `base`; undefined where that is the way. */
  readonly socketPath: string | undefined;
}

/** What is said to a service at a socket: a name that means this computer, since a socket has none. */
const AT_A_SOCKET = 'localhost';

/** For calls. `address`: in its kept form. */
export function dial(address: string): Dialled {
  const socketPath = socketPathOf(address);
  return socketPath === null
    ? { base: address, socketPath: undefined }
    : { base: `http://${AT_A_SOCKET}`, socketPath };
}

/** What `BoundedSocket` is to open for this address; a query may follow. */
export const socketUrl = (address: string): string =>
  socketPathOf(address) === null ? address.replace(/^http/, 'ws') : address;

/** The address in what `socketUrl` made and something may have been appended to, and what is opened for it. */
export function dialledSocket(url: string): { address: string; url: string; socketPath: string | undefined } {
  const [place = '', query] = url.split('?');
  const socketPath = socketPathOf(place);
  if (socketPath === null)
    return { address: new URL(url.replace(/^ws/, 'http')).origin, url, socketPath: undefined };
  return { address: place, url: `ws://${AT_A_SOCKET}/${query === undefined ? '' : `?${query}`}`, socketPath };
}
