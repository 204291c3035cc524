import { randomUUID } from 'node:crypto';
import { renameSync } from 'node:fs';
import type { Server } from 'node:net';
import { socketPathOf } from '../../lib/service-place.ts';
import { durationMs } from '../../lib/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { fileAt, isSameFile, type FileMark } from './file-mark.ts';
import { bindPrivately, takeSocketPlace, type SocketPlace } from './listen-privately.ts';

export interface PrivateSocketParts {
  readonly server: Server;
  /** Of the socket, as it is kept. */
  readonly address: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Who cleans up removes a socket once in a long while; whoever comes meanwhile is told that nobody is there. */
const LOOK_EVERY_MS = durationMs(5_000);

/**
 * A server at a socket of its user's alone. Where its file is removed or another's it says so, and listens again as soon as
 * the path is free. On its end it removes the file that it made, and no other: libuv removes whatever is at the path.
 */
export class PrivateSocket {
  readonly #parts: PrivateSocketParts;
  readonly #path: string;
  readonly #end = new AbortController();
  #place: SocketPlace | null = null;
  #made: FileMark | null = null;
  /** What was said last of why it cannot be reached; null while it can. */
  #said: string | null = null;

  constructor(parts: PrivateSocketParts) {
    this.#parts = parts;
    this.#path = socketPathOf(parts.address) ?? '';
  }

  /** Listens for the first time. Throws, with a sentence. */
  async listen(): Promise<void> {
    await this.#bind(await takeSocketPlace(this.#parts.address));
  }

  /** Looks after its file until it is closed. */
  async run(): Promise<void> {
    const { clock } = this.#parts;
    while (this.#made !== null && !this.#end.signal.aborted) {
      await clock.sleep(LOOK_EVERY_MS, this.#end.signal);
      if (!this.#end.signal.aborted) await this.#look();
    }
  }

  /** Takes no connection any more. `closed` is called when the last one has ended. */
  close(closed?: () => void): void {
    this.#end.abort();
    this.#closeOwn(closed);
  }

  /** Once it is closed: another may listen there. */
  release(): void {
    this.#place?.release();
    this.#place = null;
  }

  async #bind(place: SocketPlace): Promise<void> {
    const { server, address } = this.#parts;
    try {
      await bindPrivately(server, address, (made) => (this.#made = made));
      this.#place = place;
    } catch (fault) {
      server.close();
      place.release();
      throw fault;
    }
  }

  async #look(): Promise<void> {
    const { log, address } = this.#parts;
    try {
      if (this.#isThere()) return this.#sayReached();
      if (this.#said === null) {
        this.#said = '';
        log.warn({ socket: address }, GONE);
      }
      await this.#listenAgain();
      this.#sayReached();
    } catch (fault) {
      const { message } = fault as Error;
      if (message === this.#said) return;
      this.#said = message;
      log.error({ err: fault, socket: address }, NOT_AGAIN);
    }
  }

  /** Whether who opens the path comes here. */
  #isThere(): boolean {
    if (this.#made === null) return true;
    const there = fileAt(this.#path);
    return this.#parts.server.listening && there !== null && isSameFile(there, this.#made);
  }

  #sayReached(): void {
    if (this.#said === null) return;
    this.#said = null;
    this.#parts.log.info({ socket: this.#parts.address }, AGAIN);
  }

  async #listenAgain(): Promise<void> {
    // The file of the lock may be gone with that of the socket, and another may have made one.
    this.release();
    const place = await takeSocketPlace(this.#parts.address);
    if (this.#isClosed()) return place.release();
    this.#closeOwn();
    await this.#bind(place);
    if (this.#isClosed()) this.release();
  }

  #isClosed(): boolean {
    return this.#end.signal.aborted;
  }

  #closeOwn(closed?: () => void): void {
    const { server } = this.#parts;
    const close = (): void => void server.close(() => closed?.());
    if (this.#made === null || !server.listening) return close();
    closeSparing(this.#path, this.#made, close);
  }
}

/** In one piece, so that hardly anybody comes in between: what is another's is aside while the server closes. */
function closeSparing(path: string, own: FileMark, close: () => void): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    const there = fileAt(path);
    if (there === null || isSameFile(there, own)) return close();
    renameSync(path, aside);
  } catch {
    // What cannot be seen or moved cannot be removed either.
    return close();
  }
  try {
    close();
  } finally {
    renameSync(aside, path);
  }
}

// not for people: of the log.
const GONE =
  'The file of the socket is not there any more, or another is in its place: somebody removed it while this service listens there. Nobody can reach it until it listens again.';
// not for people: of the log.
const NOT_AGAIN = 'This service cannot listen at its socket again. It goes on trying.';
// not for people: of the log.
const AGAIN = 'This service listens at its socket again.';
