import dbus from '@homebridge/dbus-native';

const SERVICE = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
/** Of RequestName: others may take the name, and it is taken from others. */
const ALLOW_REPLACEMENT = 1;
const REPLACE_EXISTING = 2;
const SIGNAL = 4;

interface Bus {
  readonly connection: {
    on(event: 'error', listener: () => void): void;
    message(message: object): void;
    end(): void;
  };
  serial: number;
  invokeDbus(message: object, answer: (error: { message?: string } | null, value?: unknown) => void): void;
  setMethodCallHandler(
    ...place: [
      path: string,
      iface: string,
      member: string,
      handler: [(...body: unknown[]) => unknown, string],
    ]
  ): void;
}

export interface ShownNotice {
  readonly id: number;
  /** The unique name of who asked for it. */
  readonly client: string;
  readonly labels: readonly string[];
  /** The name of the button with this label. */
  action(label: string): string;
}

/** A program on a bus: it can be a notification server, or only talk like one. */
export class BusServer {
  readonly shown: ShownNotice[] = [];
  readonly #bus: Bus;
  #lastId = 0;

  private constructor(bus: Bus) {
    this.#bus = bus;
    bus.connection.on('error', () => undefined);
    const serve = (member: string, signature: string, answer: (...body: unknown[]) => unknown): void =>
      bus.setMethodCallHandler(PATH, SERVICE, member, [answer, signature]);
    serve('GetCapabilities', 'as', () => ['actions', 'body']);
    serve('GetServerInformation', 'ssss', () => ['Test', 'Latchkey', '1', '1.2']);
    serve('CloseNotification', '', () => undefined);
    // The library adds the message itself after its values.
    serve('Notify', 'u', (...body) => this.#take(body, (body.at(-1) as { sender: string }).sender));
  }

  static async connect(busAddress: string): Promise<BusServer> {
    const server = new BusServer(
      (dbus as unknown as { sessionBus(options: object): Bus }).sessionBus({ busAddress }),
    );
    await server.ping();
    return server;
  }

  /** Becomes the notification server, also in the place of another one. */
  async own(): Promise<void> {
    await this.#ask('RequestName', 'su', [SERVICE, ALLOW_REPLACEMENT | REPLACE_EXISTING]);
  }

  /** Resolves when the bus has taken all that was sent before. */
  async ping(): Promise<void> {
    await this.#ask('GetId', '', []);
  }

  press(id: number, action: string, destination?: string): void {
    this.#signal('ActionInvoked', 'us', [id, action], destination);
  }

  close(id: number, destination?: string): void {
    this.#signal('NotificationClosed', 'uu', [id, 2], destination);
  }

  /** The newest one that whoever asked for it knows of. */
  last(): ShownNotice {
    const notice = this.shown.at(-1);
    if (!notice) throw new Error('nothing was shown');
    return notice;
  }

  end(): void {
    this.#bus.connection.end();
  }

  #take(body: readonly unknown[], client: string): number {
    const replaces = Number(body[1]);
    const words = body[5] as string[];
    const labels = words.filter((_, index) => index % 2 === 1);
    const id = replaces > 0 ? replaces : (this.#lastId += 1);
    const notice: ShownNotice = {
      id,
      client,
      labels,
      action: (label) => words[words.indexOf(label) - 1] ?? '',
    };
    // Behind the answer: nobody can press what its owner does not know to be shown.
    setImmediate(() => this.shown.push(notice));
    return id;
  }

  #signal(member: string, signature: string, body: unknown[], destination?: string): void {
    this.#bus.connection.message({
      ...{
        type: SIGNAL,
        serial: this.#bus.serial++,
        path: PATH,
        interface: SERVICE,
        member,
        signature,
        body,
      },
      ...(destination === undefined ? {} : { destination }),
    });
  }

  #ask(member: string, signature: string, body: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) =>
      this.#bus.invokeDbus({ member, ...(signature === '' ? {} : { signature, body }) }, (error, value) =>
        error ? reject(new Error(error.message)) : resolve(value),
      ),
    );
  }
}
