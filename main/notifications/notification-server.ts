import { z } from 'zod';
import { durationMs } from '../../shared/lib/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { SessionBus } from './session-bus.ts';

/** https://specifications.freedesktop.org/notification-spec/latest/ */
const SERVICE = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
/** The bus itself, under a name that nobody else can have. */
const BUS = 'org.freedesktop.DBus';

/** A notification server that hangs must not keep Latchkey from ending, nor the next notice from being shown. */
const ANSWERS_WITHIN_MS = durationMs(5_000);

/** What is known of the server that owns the name now. */
export interface ServerTraits {
  readonly hasMarkup: boolean;
  /** As it names itself, such as `Xfce Notify Daemon` and `0.7.3`; empty where it does not say. */
  readonly name: string;
  readonly version: string;
}

/** The notification server of the session, as whoever owns its name. */
export interface NotificationServer {
  readonly traits: ServerTraits;
  /** The unique name of the owner now; null while there is none. */
  owner(): string | null;
  /** False once the name was taken from a server that was still there: somebody pushed in, and may press what it likes. */
  isTrusted(): boolean;
  /** Answers with the values and who gave them. */
  call(
    member: string,
    signature: string,
    body: unknown[],
  ): Promise<{ sender: string; body: readonly unknown[] }>;
  end(): void;
}

export interface ServerEvents {
  /** From `sender`, which is the server only if it is `owner()`. */
  onAction(sender: string, body: readonly unknown[]): void;
  onClosed(sender: string, body: readonly unknown[]): void;
  /** Another server owns the name: what was shown by the one before is gone, or deaf. */
  onNewServer(): void;
  onLost(): void;
}

/**
 * Connects to the notification server and keeps track of who that is.
 *
 * Any program on the bus can send a signal that looks like a press. So each signal comes with its sender, which the bus
 * writes, and the owner of the name is followed from the bus's own word (`NameOwnerChanged` of `org.freedesktop.DBus`).
 */
export async function openNotificationServer(
  { bus, clock }: { readonly bus: SessionBus; readonly clock: Pick<Clock, 'sleep'> },
  on: ServerEvents,
): Promise<NotificationServer> {
  const lost = new Promise<never>((_resolve, reject) =>
    bus.onLost((why) => {
      on.onLost();
      reject(why);
    }),
  );
  lost.catch(() => undefined);
  const ask = async (message: object): ReturnType<SessionBus['call']> => {
    const answered = new AbortController();
    return Promise.race([lost, tooLate(clock, answered.signal), bus.call(message)]).finally(() =>
      answered.abort(),
    );
  };
  const askBus = (member: string, signature: string, body: unknown[]) =>
    ask({ destination: BUS, path: '/org/freedesktop/DBus', interface: BUS, member, signature, body });
  const call: NotificationServer['call'] = (member, signature, body) =>
    ask({
      ...{ destination: SERVICE, path: PATH, interface: SERVICE, member },
      ...(signature === '' ? {} : { signature, body }),
    });

  const owners = trackOwner(on.onNewServer);
  bus.onSignal(({ sender, path, interface: iface, member, body }) => {
    if (sender === BUS && member === 'NameOwnerChanged') owners.changed(body);
    else if (path !== PATH || iface !== SERVICE) return;
    else if (member === 'ActionInvoked') on.onAction(sender, body);
    else if (member === 'NotificationClosed') on.onClosed(sender, body);
  });
  await askBus('AddMatch', 's', [`type='signal',interface='${SERVICE}',path='${PATH}'`]);
  await askBus('AddMatch', 's', [
    `type='signal',sender='${BUS}',interface='${BUS}',member='NameOwnerChanged'`,
  ]);
  // Starts a server where the bus knows how to; its answer says who it is.
  const capabilities = await call('GetCapabilities', '', []);
  const information = await call('GetServerInformation', '', []).catch(() => ({ body: [] as unknown[] }));
  owners.is(capabilities.sender);
  return {
    traits: traitsOf(capabilities.body, information.body),
    owner: owners.now,
    isTrusted: owners.isTrusted,
    call,
    end: () => bus.end(),
  };
}

const changeSchema = z.tuple([z.string(), z.string(), z.string()]).rest(z.unknown());

/**
 * Who owns the name. A server that comes after one that has left the bus is its successor; one that pushes it out is not,
 * and nothing is trusted any more until Latchkey starts again.
 */
function trackOwner(onNewServer: () => void) {
  let owner: string | null = null;
  let isTrusted = true;
  return {
    now: () => owner,
    isTrusted: () => isTrusted,
    is(sender: string): void {
      owner = sender;
    },
    changed(body: readonly unknown[]): void {
      const parsed = changeSchema.safeParse(body);
      if (!parsed.success || parsed.data[0] !== SERVICE) return;
      const [, before, after] = parsed.data;
      // Who leaves the bus loses the name to nobody first; it goes from one to the other only while both are there.
      if (before !== '' && after !== '') isTrusted = false;
      owner = after === '' ? null : after;
      if (after !== '') onNewServer();
    },
  };
}

function traitsOf(capabilities: readonly unknown[], information: readonly unknown[]): ServerTraits {
  const [list] = capabilities;
  const [name, , version] = information;
  const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 100) : '');
  return {
    hasMarkup: Array.isArray(list) && list.includes('body-markup'),
    name: text(name),
    version: text(version),
  };
}

async function tooLate(clock: Pick<Clock, 'sleep'>, answered: AbortSignal): Promise<never> {
  await clock.sleep(ANSWERS_WITHIN_MS, answered);
  // When it was answered, nobody hears this any more.
  throw new Error('the notification server does not answer');
}
