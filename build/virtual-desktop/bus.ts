import dbusNative from '@homebridge/dbus-native';

/** A method call; `signature` describes `body`, as in D-Bus: https://dbus.freedesktop.org/doc/dbus-specification.html */
export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly unknown[];
}

/** A signal that came in. */
export interface BusSignal {
  readonly sender: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly body: readonly unknown[];
}

/** What this file uses of the package, whose own types leave most of it out. */
interface NativeClient {
  invoke(call: BusCall, callback: (error: unknown, ...values: unknown[]) => void): void;
  addMatch(rule: string, callback: (error: unknown) => void): void;
  readonly connection: {
    on(event: 'message', listener: (message: BusSignal & { type: number }) => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
    end(): void;
  };
}
const native = dbusNative as unknown as { createClient(options: { busAddress: string }): NativeClient };

/** The type byte of a signal in the D-Bus protocol. */
const SIGNAL = 4;

/** A connection to a D-Bus, with promises. */
export class Bus {
  readonly #client: NativeClient;

  constructor(address: string) {
    this.#client = native.createClient({ busAddress: address });
    // A call that never gets its answer is told about by whoever waits for it.
    this.#client.connection.on('error', () => undefined);
  }

  /** @throws with the error's name and message when the other side refuses */
  call(call: BusCall): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      this.#client.invoke(call, (error, ...values) => {
        if (error) reject(new Error(`${call.member}: ${JSON.stringify(error)}`));
        else resolve(values);
      });
    });
  }

  /** Calls `listener` for every signal that fits the match rule. */
  async listen(rule: string, listener: (signal: BusSignal) => void): Promise<void> {
    this.#client.connection.on('message', (message) => {
      if (message.type === SIGNAL) listener(message);
    });
    await new Promise<void>((resolve, reject) => {
      this.#client.addMatch(rule, (error) => (error ? reject(new Error(JSON.stringify(error))) : resolve()));
    });
  }

  /** The names that are on the bus now. */
  async names(): Promise<readonly string[]> {
    const bus = 'org.freedesktop.DBus';
    const [names] = await this.call({
      destination: bus,
      path: '/org/freedesktop/DBus',
      interface: bus,
      member: 'ListNames',
    });
    return names as string[];
  }

  /** A property's value, unwrapped from its variant. */
  async property(
    of: { destination: string; path: string; interface: string },
    name: string,
  ): Promise<unknown> {
    const [variant] = await this.call({
      destination: of.destination,
      path: of.path,
      interface: 'org.freedesktop.DBus.Properties',
      member: 'Get',
      signature: 'ss',
      body: [of.interface, name],
    });
    const [, [value]] = variant as [unknown, unknown[]];
    return value;
  }

  close(): void {
    this.#client.connection.end();
  }
}
