import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What becomes of what is sent: it arrives; none of it does; only what the client says does. */
type Manner = 'open' | 'silent' | 'no answers';

/**
 * Stands between a client and a server, and can lose what is sent without a word: neither side is told that anything is over. A
 * connection that lost something stays silent for ever; one that is made afterwards is as `manner` is then.
 */
export class SilentProxy {
  manner: Manner = 'open';
  /** Once a client says this, its connection has no answers any more, and this is null again. */
  loseAnswerTo: string | null = null;
  readonly #server = createServer((client) => this.#join(client));
  readonly #sockets = new Set<Socket>();
  readonly #target: URL;

  private constructor(target: URL) {
    this.#target = target;
  }

  static async before(target: string): Promise<SilentProxy> {
    const proxy = new SilentProxy(new URL(target));
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** The URL of what it stands before, by way of it. */
  get url(): string {
    const url = new URL(this.#target);
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket): void {
    const server = connect(Number(this.#target.port), this.#target.hostname);
    let lost: Manner = this.manner;
    const now = (): Manner => (lost === 'open' ? (lost = this.manner) : lost);
    client.on('data', (part) => {
      if (this.loseAnswerTo !== null && part.includes(this.loseAnswerTo)) {
        this.loseAnswerTo = null;
        lost = 'no answers';
      }
      if (now() !== 'silent') server.write(part);
    });
    server.on('data', (part) => {
      if (now() === 'open') client.write(part);
    });
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        if (socket === client || now() === 'open') other.destroy();
      });
    }
  }
}
