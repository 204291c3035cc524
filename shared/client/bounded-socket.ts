import { WebSocket } from 'ws';

/** A message is one change at most: an entry of 500,000 UTF-16 units, quoted twice. In bytes; a longer one ends the socket. */
const LONGEST_MESSAGE = 8_000_000;
/** Who does not answer by then is not there. */
const HANDSHAKE_MS = 10_000;

/** A socket that takes no more from a service than it should send, and unpacks nothing. The one in Node 22 cannot be told so, and Node 20 has none. */
export class BoundedSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols, {
      maxPayload: LONGEST_MESSAGE,
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_MS,
    });
  }
}
