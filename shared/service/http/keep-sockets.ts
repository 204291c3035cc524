import type { WebSocket, WebSocketServer } from 'ws';
import type { Caller } from '../../api/api.ts';
import { durationMs } from '../../lib/time.ts';
import type { Clock } from '../../ports/clock.ts';
import { SocketCount } from './socket-count.ts';

/** Between two looks at all sockets. Who is silent for two of them is gone. */
const SWEEP_MS = durationMs(30_000);
/** What may wait for a slow reader, in bytes. Who is cut off here comes back and resumes where it stopped. */
const MOST_BUFFERED = 4_000_000;
/** Sockets of one address that have not said who they are. An office behind one address comes back all at once. */
const MOST_STRANGERS = 512;
/** Sockets of one device: the jobs of a CI may share one, a desktop needs one. */
const MOST_OF_A_DEVICE = 64;

/**
 * Ends sockets that nobody is at the other end of, that never signed in, or that do not read. One sweep over all instead of
 * a timer each: a thousand desktops are a thousand sockets, and nothing else.
 */
export function keepSockets(wss: WebSocketServer, clock: Clock) {
  /** Those that were asked whether they are there and have not answered yet. */
  const asked = new Set<WebSocket>();
  const strangers = new SocketCount();
  const known = new SocketCount();
  const callers = new Map<WebSocket, Caller>();
  const stopping = new AbortController();

  function forget(this: WebSocket): void {
    asked.delete(this);
    strangers.delete(this);
    known.delete(this);
    callers.delete(this);
  }
  function answered(this: WebSocket): void {
    asked.delete(this);
  }

  function sweep(): void {
    for (const socket of wss.clients) {
      if (asked.has(socket) || socket.bufferedAmount > MOST_BUFFERED) {
        socket.terminate();
        continue;
      }
      asked.add(socket);
      socket.ping();
    }
  }

  return {
    /** Whether one more socket may come from there. */
    mayOpen: (address: string): boolean => strangers.of(address) < MOST_STRANGERS,
    /** To be called for each new socket. */
    watch(socket: WebSocket, address: string): void {
      strangers.add(socket, address);
      socket.on('pong', answered);
      socket.on('close', forget);
    },
    /** To be called when it is known whose socket it is. False when that device has too many. */
    signedIn(socket: WebSocket, caller: Caller): boolean {
      const { deviceId } = caller;
      if (known.of(deviceId) >= MOST_OF_A_DEVICE) return false;
      strangers.delete(socket);
      if (socket.readyState === socket.OPEN) {
        known.add(socket, deviceId);
        callers.set(socket, caller);
      }
      return true;
    },
    endOf(memberIds: ReadonlySet<string>): void {
      for (const [socket, { memberId }] of callers) if (memberIds.has(memberId)) socket.terminate();
    },
    endOfDevices(deviceIds: ReadonlySet<string>): void {
      for (const [socket, { deviceId }] of callers) if (deviceIds.has(deviceId)) socket.terminate();
    },
    async run(): Promise<void> {
      while (!stopping.signal.aborted) {
        const strangersBefore = strangers.sockets();
        await clock.sleep(SWEEP_MS, stopping.signal);
        if (stopping.signal.aborted) return;
        for (const socket of strangersBefore) if (strangers.has(socket)) socket.terminate();
        sweep();
      }
    },
    stop: (): void => stopping.abort(),
  };
}
