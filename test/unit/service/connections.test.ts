import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { connectionLimits, Connections } from '../../../shared/service/http/connections.ts';

/** As much of a connection as is counted. */
class FakeSocket extends EventEmitter {
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  isDestroyed = false;

  constructor(remoteAddress: string | undefined, remotePort: number | undefined) {
    super();
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
  }

  destroy(): void {
    this.isDestroyed = true;
    this.emit('close');
  }
}

const LIMITS = { total: 6, strangers: 4, strangersOfAddress: 2, ofMember: 2 };
let port = 1_000;

function open(
  connections: Connections,
  address: string | undefined,
  from = address === undefined ? undefined : (port += 1),
): FakeSocket {
  const socket = new FakeSocket(address, from);
  connections.admit(socket as unknown as Socket);
  return socket;
}

describe('connections', () => {
  it('by a socket of this computer, which have no address, are counted each for itself and as of one address', () => {
    const connections = new Connections(LIMITS, true);
    const all = [1, 2, 3].map(() => open(connections, undefined));
    expect(connections.size).toBe(2);
    expect(all.map(({ isDestroyed }) => isDestroyed)).toEqual([true, false, false]);
    const [, second, third] = all;
    if (!second || !third) throw new Error('none was opened');
    for (const each of [second, third]) expect(connections.signedIn(each, 'dev')).toBe(true);
    const fourth = open(connections, undefined);
    expect(connections.signedIn(fourth, 'dev')).toBe(false);
    second.destroy();
    expect(connections.signedIn(fourth, 'dev')).toBe(true);
    third.destroy();
    fourth.destroy();
    expect(connections.size).toBe(0);
  });

  it('of one address that have not signed in: the oldest gives way to a new one', () => {
    const connections = new Connections(LIMITS, true);
    const [first, second, third] = ['a', 'a', 'a'].map((address) => open(connections, address));
    expect([first, second, third].map((each) => each?.isDestroyed)).toEqual([true, false, false]);
  });

  it('that have not signed in, of many addresses: the oldest gives way to a new one', () => {
    const connections = new Connections(LIMITS, true);
    const sockets = ['a', 'b', 'c', 'd', 'e'].map((address) => open(connections, address));
    expect(sockets.map((each) => each.isDestroyed)).toEqual([true, false, false, false, false]);
  });

  it('that are signed in are not cut off for others, and there are never more than fit', () => {
    const connections = new Connections(LIMITS, true);
    const known = ['a', 'b', 'c', 'd', 'e', 'f'].map((address) => {
      const socket = open(connections, address);
      expect(connections.signedIn(socket, address)).toBe(true);
      return socket;
    });
    const late = open(connections, 'g');
    expect(late.isDestroyed).toBe(true);
    expect(known.some((each) => each.isDestroyed)).toBe(false);
    known[0]?.destroy();
    expect(open(connections, 'g').isDestroyed).toBe(false);
    expect(connections.size).toBe(6);
  });

  it('of one member are a bounded number, and one more when another is closed', () => {
    const connections = new Connections(LIMITS, true);
    const sockets = ['a', 'b', 'c'].map((address) => open(connections, address));
    expect(sockets.map((each) => connections.signedIn(each, 'dev'))).toEqual([true, true, false]);
    sockets[0]?.destroy();
    expect(sockets.slice(2).map((each) => connections.signedIn(each, 'dev'))).toEqual([true]);
  });

  it.each([
    [256, 128],
    [1_024, 896],
    [null, 20_000],
    [1_048_576, 20_000],
  ])('of a process that may open %s files are at most %s', (descriptors, total) => {
    expect(connectionLimits(descriptors).total).toBe(total);
  });
});
