import dbus from '@homebridge/dbus-native';
import { connectToBus, sessionBusAddress } from './bus-address.ts';

/** A signal as the bus delivered it. `sender` is a unique name that the bus itself writes: nobody can forge it. */
export interface BusSignal {
  readonly sender: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly body: readonly unknown[];
}

/** What answered a call. */
export interface BusAnswer {
  readonly sender: string;
  readonly body: readonly unknown[];
}

/** The session bus of the person, as far as it is used here. */
export interface SessionBus {
  call(message: object): Promise<BusAnswer>;
  onSignal(listener: (signal: BusSignal) => void): void;
  /** Told once, when the connection is gone. */
  onLost(listener: (why: Error) => void): void;
  end(): void;
}

/** The part of the library that is used; its own types leave it out. */
interface LibraryBus {
  readonly connection: {
    on(event: 'error' | 'end', listener: (error?: Error) => void): void;
    on(event: 'message', listener: (message: LibraryMessage) => void): void;
    end(): void;
  };
  invoke(message: object, callback: (this: { message?: LibraryMessage }, ...args: unknown[]) => void): void;
}

interface LibraryMessage {
  readonly type: number;
  readonly sender?: string;
  readonly path?: string;
  readonly interface?: string;
  readonly member?: string;
  readonly body?: readonly unknown[];
}

/** https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-messages */
const SIGNAL = 4;

/** Connects to the bus of the person's session, or to another one. Rejects when there is none. */
export async function openSessionBus(
  options: {
    readonly busAddress?: string;
    readonly environment?: Readonly<Record<string, string | undefined>>;
  } = {},
): Promise<SessionBus> {
  const { environment = process.env, busAddress = sessionBusAddress(environment) } = options;
  const stream = await connectToBus(busAddress, environment);
  const bus = (dbus as unknown as { sessionBus(options: object): LibraryBus }).sessionBus({ stream });
  return {
    call: (message) =>
      new Promise((resolve, reject) =>
        bus.invoke(message, function (error, ...body) {
          const fault = error as { message?: unknown } | null;
          if (fault) reject(new Error(String(fault.message ?? 'the bus refused')));
          else resolve({ sender: this.message?.sender ?? '', body });
        }),
      ),
    onSignal(listener) {
      bus.connection.on('message', ({ type, sender, path, interface: iface, member, body }) => {
        if (type !== SIGNAL) return;
        const from = { sender: sender ?? '', path: path ?? '', interface: iface ?? '', member: member ?? '' };
        listener({ ...from, body: body ?? [] });
      });
    },
    onLost(listener) {
      bus.connection.on('error', (error) => listener(error ?? new Error('the session bus is gone')));
      bus.connection.on('end', () => listener(new Error('the session bus closed the connection')));
    },
    end: () => bus.connection.end(),
  };
}
