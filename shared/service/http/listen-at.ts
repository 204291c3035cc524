import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { PrivateSocket } from '../system/private-socket.ts';
import type { ListenPlace } from './listen-address.ts';

/** Where a server listens now. */
export interface Listening {
  readonly address: string;
  /** Sees to it that it stays so, until it is closed. */
  run(): Promise<void>;
  /** Takes no connection any more. `closed` is called when the last one has ended. */
  close(closed: () => void): void;
  /** To be called once the server is closed. */
  release(): void;
}

interface ListenParts {
  readonly scheme: 'http' | 'https';
  readonly clock: Clock;
  readonly log: Logger;
}

/** Makes a server listen. Throws where it cannot. */
export async function listenAt(
  server: Server,
  place: ListenPlace,
  { scheme, clock, log }: ListenParts,
): Promise<Listening> {
  if ('socket' in place) {
    const socket = new PrivateSocket({ server, address: place.socket, clock, log });
    await socket.listen();
    return {
      address: place.socket,
      run: () => socket.run(),
      close: (closed) => socket.close(closed),
      release: () => socket.release(),
    };
  }
  const { host } = place;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port: place.port }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const address = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    address,
    run: async () => undefined,
    close: (closed) => void server.close(() => closed()),
    release: () => undefined,
  };
}
