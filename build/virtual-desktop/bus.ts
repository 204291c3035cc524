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
    on(event: 'connect' | 'end', listener: () => void): void;
    end(): void;
  };
}
const native = dbusNative as unknown as { createClient(options: { busAddress: string }): NativeClient };

/** The type byte of a signal in the D-Bus protocol. */
const SIGNAL = 4;

/** Nobody on the bus needs longer for an answer, even on a busy machine. */
const ANSWER_TIMEOUT_MS = 60_000;

/** A connection to a D-Bus, with promises. None of them is left open when the bus is gone or says nothing. */
export class Bus {
  readonly #client: NativeClient;
  /** What tells each call that waits for its answer that none will come. */
  readonly #waiting = new Set<(reason: Error) => void>();
  #lost: Error | undefined;

  private constructor(client: NativeClient) {
    this.#client = client;
    client.connection.on('error', (error) => this.#lose(error));
    client.connection.on('end', () => this.#lose(new Error('the bus ended the connection')));
  }

  /**
   * Connects. A bus's socket is there a moment before anyone listens on it.
   * @throws when nobody answers at this address
   */
  static async connect(address: string): Promise<Bus> {
    const client = native.createClient({ busAddress: address });
    const bus = new Bus(client);
    await bus.#answer('connect', (answer) => client.connection.on('connect', () => answer(null, [])));
    return bus;
  }

  /** @throws with the error's name and message when the other side refuses, does not answer, or the bus is gone */
  call(call: BusCall): Promise<readonly unknown[]> {
    return this.#answer(call.member, (answer) =>
      this.#client.invoke(call, (error, ...values) => answer(error, values)),
    );
  }

  /** Calls `listener` for every signal that fits the match rule. */
  async listen(rule: string, listener: (signal: BusSignal) => void): Promise<void> {
    this.#client.connection.on('message', (message) => {
      if (message.type === SIGNAL) listener(message);
    });
    await this.#answer('AddMatch', (answer) => this.#client.addMatch(rule, (error) => answer(error, [])));
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
    this.#lose(new Error('the connection was closed'));
    this.#client.connection.end();
  }

  /** Asks, and waits until there is an answer or there can be none. */
  #answer(
    member: string,
    ask: (answer: (error: unknown, values: readonly unknown[]) => void) => void,
  ): Promise<readonly unknown[]> {
    if (this.#lost) return Promise.reject(new Error(`${member}: ${this.#lost.message}`));
    let settle = (): void => undefined;
    const answered = new Promise<readonly unknown[]>((resolve, reject) => {
      const fail = (reason: Error) => reject(new Error(`${member}: ${reason.message}`));
      const timer = setTimeout(fail, ANSWER_TIMEOUT_MS, new Error('no answer'));
      this.#waiting.add(fail);
      settle = () => {
        clearTimeout(timer);
        this.#waiting.delete(fail);
      };
      ask((error, values) => (error ? fail(new Error(JSON.stringify(error))) : resolve(values)));
    });
    return answered.finally(settle);
  }

  #lose(reason: Error): void {
    this.#lost ??= reason;
    for (const fail of this.#waiting) fail(reason);
    this.#waiting.clear();
  }
}
