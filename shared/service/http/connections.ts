import type { Socket } from 'node:net';

export interface ConnectionLimits {
  readonly total: number;
  /** Of those who have not signed in: in all, and from one address. */
  readonly strangers: number;
  readonly strangersOfAddress: number;
  readonly ofMember: number;
}

/** Where nothing limits descriptors: more than one process serves well. */
const MOST = 20_000;
/** At least so many descriptors are not for connections: the database, the log, scripts of the built-in runner. */
const RESERVE = 128;

/** @param descriptors what the process may have open; null when unlimited */
export function connectionLimits(descriptors: number | null): ConnectionLimits {
  const open = descriptors ?? MOST * 2;
  const total = Math.max(16, Math.min(MOST, open - Math.max(RESERVE, Math.ceil(open / 8))));
  return {
    total,
    strangers: Math.ceil(total / 2),
    strangersOfAddress: Math.min(1_024, Math.ceil(total / 4)),
    ofMember: Math.min(512, Math.ceil(total / 4)),
  };
}

/** What a TLS connection and the one below it have in common. A socket of this computer has none of it, and nothing below. */
type Ends = Pick<Socket, 'remoteAddress' | 'remotePort'>;
interface Connection {
  readonly socket: Socket;
  readonly key: unknown;
  readonly address: string;
  memberId: string | null;
}

/**
 * Counts connections, so that they never use up the descriptors that the service needs for its own work.
 *
 * 1. There are never more than `total`.
 * 2. Whoever has not signed in may be cut off for a newcomer: who waited longest goes first. So nobody keeps others out by
 *    waiting, and a client that signs in at once is in.
 * 3. Of who signed in, none is cut off for another; a member has a bounded number.
 */
export class Connections {
  readonly #limits: ConnectionLimits;
  readonly #hasAddresses: boolean;
  readonly #all = new Map<unknown, Connection>();
  /** In the order in which they came. */
  readonly #strangers = new Set<Connection>();
  readonly #strangersOf = new Map<string, Set<Connection>>();
  readonly #members = new Map<string, number>();
  /** Cut off or not let in, since the start. */
  turnedAway = 0;

  /** @param hasAddresses false behind a proxy, from where all connections come */
  constructor(limits: ConnectionLimits, hasAddresses: boolean) {
    this.#limits = limits;
    this.#hasAddresses = hasAddresses;
  }

  /** To be called for each new connection, first of all. */
  admit(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const connection: Connection = { socket, key: keyOf(socket), address, memberId: null };
    const ofAddress = this.#strangersOf.get(address);
    if (this.#hasAddresses && ofAddress && ofAddress.size >= this.#limits.strangersOfAddress)
      this.#cutOff(ofAddress);
    if (this.#strangers.size >= this.#limits.strangers || this.#all.size >= this.#limits.total)
      this.#cutOff(this.#strangers);
    if (this.#all.size >= this.#limits.total) {
      this.turnedAway += 1;
      socket.destroy();
      return;
    }
    this.#all.set(connection.key, connection);
    this.#strangers.add(connection);
    this.#strangersOf.set(address, (this.#strangersOf.get(address) ?? new Set()).add(connection));
    socket.once('close', () => this.#forget(connection));
  }

  get size(): number {
    return this.#all.size;
  }

  /** Whose connection it is, once that is known. False when this member has too many. */
  signedIn(ends: Ends, memberId: string): boolean {
    const connection = this.#all.get(keyOf(ends));
    if (!connection || connection.memberId === memberId) return true;
    const count = this.#members.get(memberId) ?? 0;
    if (count >= this.#limits.ofMember) return false;
    this.#release(connection);
    connection.memberId = memberId;
    this.#members.set(memberId, count + 1);
    return true;
  }

  #cutOff(strangers: ReadonlySet<Connection>): void {
    const [oldest] = strangers;
    if (!oldest) return;
    this.turnedAway += 1;
    this.#forget(oldest);
    oldest.socket.destroy();
  }

  #forget(connection: Connection): void {
    if (this.#all.get(connection.key) === connection) this.#all.delete(connection.key);
    this.#release(connection);
  }

  /** Out of the group that it is counted in. */
  #release(connection: Connection): void {
    const { address, memberId } = connection;
    this.#strangers.delete(connection);
    const ofAddress = this.#strangersOf.get(address);
    ofAddress?.delete(connection);
    if (ofAddress?.size === 0) this.#strangersOf.delete(address);
    if (memberId === null) return;
    const left = (this.#members.get(memberId) ?? 1) - 1;
    if (left === 0) this.#members.delete(memberId);
    else this.#members.set(memberId, left);
    connection.memberId = null;
  }
}

const keyOf = (ends: Ends): unknown =>
  ends.remoteAddress === undefined ? ends : `${ends.remoteAddress} ${ends.remotePort}`;
