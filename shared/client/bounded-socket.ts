import { WebSocket, type ClientOptions } from 'ws';

/** A message is one change at most: an entry of 500,000 UTF-16 units, quoted twice. In bytes; a longer one ends the socket. */
const LONGEST_MESSAGE = 8_000_000;
/** Who does not answer by then is not there. */
const HANDSHAKE_MS = 10_000;
/** Nor who does not say goodbye by then. */
const CLOSE_MS = 2_000;

/**
 * A socket that takes no more from a service than it should send, and unpacks nothing. The one in Node 22 cannot be told so,
 * and Node 20 has none.
 */
export class BoundedSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols, {
      maxPayload: LONGEST_MESSAGE,
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_MS,
      closeTimeout: CLOSE_MS,
    } as ClientOptions);
  }

  /** Resolves with the answer to a ping; rejects when the socket ends first. */
  asks(): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (): void => {
        this.off('pong', onPong);
        this.off('close', onClose);
      };
      const onPong = (): void => (done(), resolve());
      const onClose = (): void => (done(), reject(new Error('the socket ended')));
      this.on('pong', onPong);
      this.on('close', onClose);
      this.ping();
    });
  }
}
