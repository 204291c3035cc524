import { connect } from 'node:net';
import { WebSocket, type ClientOptions } from 'ws';
import { ownAuthorities } from '../system/authorities.ts';
import { connectionFault, type ConnectionFault } from './connection-fault.ts';
import { dialledSocket } from './dial.ts';

/** A message is one change at most: an entry of 500,000 UTF-16 units, quoted twice. In bytes; a longer one ends the socket. */
const LONGEST_MESSAGE = 8_000_000;
/** Who does not answer by then is not there. */
const HANDSHAKE_MS = 10_000;
/** What else is said by who refuses it is of no use; in bytes. */
const LONGEST_REASON = 200;
/** Nor who does not say goodbye by then. */
const CLOSE_MS = 2_000;

/**
 * A socket that takes no more from a service than it should send, and unpacks nothing. The one in Node 22 cannot be told so,
 * and Node 20 has none.
 */
export class BoundedSocket extends WebSocket {
  /** Of the service, in its kept form. */
  readonly address: string;
  /** Why it was refused or closed, as far as who answered said so. */
  said = '';
  /** Why it could not be opened, where that is known. */
  fault: ConnectionFault | null = null;

  /** `to`: as `socketUrl` makes it, and what was appended to that. */
  constructor(to: string | URL, protocols?: string | string[]) {
    const { address, url, socketPath } = dialledSocket(String(to));
    super(url, protocols, {
      maxPayload: LONGEST_MESSAGE,
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_MS,
      closeTimeout: CLOSE_MS,
      secureContext: url.startsWith('wss:') ? ownAuthorities()?.secureContext : undefined,
      ...(socketPath !== undefined && { createConnection: () => connect({ path: socketPath }) }),
    } as ClientOptions);
    this.address = address;
    this.on('close', (_code, reason) => (this.said ||= reason.toString()));
    // Plain sockets end in the same way when a service is restarted: nothing is known then.
    if (url.startsWith('wss:') || socketPath !== undefined)
      this.on('error', (error) => (this.fault = connectionFault(error, address)));
    this.on('unexpected-response', (_asked, answer) => {
      const end = (said: Buffer | undefined): void => {
        if (this.readyState !== WebSocket.CONNECTING) return;
        this.said = said?.toString('utf8', 0, LONGEST_REASON) ?? '';
        this.terminate();
      };
      answer
        .once('data', end)
        .once('end', end)
        .once('error', () => end(undefined));
    });
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
