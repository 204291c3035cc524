import type { WebSocket } from 'ws';

/** How many sockets are open, by a key such as an address or a device. */
export class SocketCount {
  readonly #keys = new Map<WebSocket, string>();
  readonly #counts = new Map<string, number>();

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  add(socket: WebSocket, key: string): void {
    this.delete(socket);
    this.#keys.set(socket, key);
    this.#counts.set(key, this.of(key) + 1);
  }

  has(socket: WebSocket): boolean {
    return this.#keys.has(socket);
  }

  delete(socket: WebSocket): void {
    const key = this.#keys.get(socket);
    if (key === undefined) return;
    this.#keys.delete(socket);
    const left = this.of(key) - 1;
    if (left === 0) this.#counts.delete(key);
    else this.#counts.set(key, left);
  }

  /** All that are open now. */
  sockets(): WebSocket[] {
    return [...this.#keys.keys()];
  }
}
