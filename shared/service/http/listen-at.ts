import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listenPrivately } from '../system/listen-privately.ts';
import type { ListenPlace } from './listen-address.ts';

/** Where a server listens now. */
export interface Listening {
  readonly address: string;
  /** To be called once the server is closed. */
  release(): void;
}

/** Makes a server listen. Throws where it cannot. */
export async function listenAt(
  server: Server,
  place: ListenPlace,
  scheme: 'http' | 'https',
): Promise<Listening> {
  if ('socket' in place) {
    const lock = await listenPrivately(server, place.socket);
    return { address: place.socket, release: () => lock.release() };
  }
  const { host } = place;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port: place.port }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const address = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return { address, release: () => undefined };
}
