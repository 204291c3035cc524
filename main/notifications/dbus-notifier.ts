import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { escapeMarkup } from '../../shared/lib/escape-markup.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Notification, Notifier } from '../../shared/ports/notifier.ts';
import { fits, roomOf } from './notice-room.ts';
import { openNotificationServer, type NotificationServer } from './notification-server.ts';
import { openSessionBus, type SessionBus } from './session-bus.ts';

const URGENCY = { low: 0, normal: 1, critical: 2 } as const;
/** The server decides how long it shows; critical ones stay until they are answered. */
const SERVER_DECIDES = -1;
const NEVER = 0;

/** In bytes: nobody guesses the name of a button. */
const ACTION_NAME_BYTES = 16;

const idSchema = z.number().int().nonnegative();
const actionSchema = z.tuple([idSchema, z.string().max(200)]).rest(z.unknown());
const closedSchema = z.tuple([idSchema]).rest(z.unknown());

/** A notice as it was given to a server. */
interface Shown {
  readonly notification: Notification;
  /** The server that took it, by the unique name that the bus wrote on its answer, and its number there. */
  readonly server: string;
  readonly serverId: number;
  /** The names that the server knows the buttons by: random, for this showing alone. */
  readonly actionIds: ReadonlyMap<string, string>;
}

/**
 * Notifications over the session bus: with buttons, replaced in place, and withdrawn when someone else answered.
 * A connection that was lost is opened again by the next `show`.
 *
 * Invariants (test/integration/dbus-notifier.test.ts), since any program on the bus can send what looks like a press:
 * 1. A press or a closing counts only from the server that took this very notice, and only while it owns the name.
 * 2. A button is known by a random name, new at each showing; only `default` (the notice itself, which decides nothing) is not.
 * 3. A server that comes instead of one that has left is shown everything again: nothing becomes deaf.
 * 4. A server that pushed another one out is given no button that decides.
 * 5. A button that needs the whole notice to be read is not given to a server that would cut it off (`notice-room.ts`).
 */
export function createDbusNotifier(
  clock: Pick<Clock, 'sleep'>,
  connect: () => Promise<SessionBus> = openSessionBus,
): Notifier {
  let link: Promise<NotificationServer> | null = null;
  const shown = new Map<string, Shown>();
  const inTurn = createTurns();

  /** The notice that `sender` may speak of: invariant 1. */
  const noticeOf = (server: NotificationServer, sender: string, serverId: number): Shown | undefined =>
    sender === server.owner()
      ? [...shown.values()].find((each) => each.server === sender && each.serverId === serverId)
      : undefined;

  const open = (): Promise<NotificationServer> => {
    if (link) return link;
    const mine: Promise<NotificationServer> = connect().then((bus) =>
      openNotificationServer(
        { bus, clock },
        {
          onAction(sender, body) {
            const parsed = actionSchema.safeParse(body);
            if (parsed.success) void mine.then((server) => press(server, sender, parsed.data)).catch(ignore);
          },
          onClosed(sender, body) {
            const parsed = closedSchema.safeParse(body);
            if (parsed.success)
              void mine.then((server) => close(server, sender, parsed.data[0])).catch(ignore);
          },
          onNewServer: () => showAgain(),
          onLost: () => {
            if (link === mine) link = null;
          },
        },
      ),
    );
    link = mine;
    mine.catch(() => {
      if (link === mine) link = null;
    });
    return mine;
  };
  const press = (
    server: NotificationServer,
    sender: string,
    [serverId, name]: readonly [number, string, ...unknown[]],
  ): void => {
    const notice = noticeOf(server, sender, serverId);
    const actionId = notice?.actionIds.get(name);
    if (notice && actionId !== undefined) notice.notification.onAction(actionId);
  };
  const close = (server: NotificationServer, sender: string, serverId: number): void => {
    const notice = noticeOf(server, sender, serverId);
    if (!notice) return;
    shown.delete(notice.notification.id);
    notice.notification.onClosed();
  };
  const showAgain = (): void => {
    for (const { notification } of shown.values())
      inTurn(notification.id, async () => {
        if (shown.get(notification.id)?.notification === notification) await show(notification);
      }).catch(ignore);
  };

  // The first notification should not have to wait for a handshake. If there is no bus now, there may be one then.
  open().catch(ignore);

  const show = async (notification: Notification): Promise<void> => {
    const server = await open();
    const before = shown.get(notification.id);
    const { body: text, actions } = forServer(notification, server);
    const actionIds = new Map(actions.map(({ id }) => [id === 'default' ? id : randomName(), id]));
    const replaces = before?.server === server.owner() ? before.serverId : 0;
    const labels = [...actionIds].flatMap(([name, id]) => [
      name,
      actions.find((each) => each.id === id)?.label ?? '',
    ]);
    const given = notifyArguments(
      { ...notification, body: text },
      { replaces, labels, hasMarkup: server.traits.hasMarkup },
    );
    const { sender, body } = await server.call('Notify', 'susssasa{sv}i', given);
    shown.set(notification.id, {
      notification,
      server: sender,
      serverId: idSchema.parse(body[0]),
      actionIds,
    });
  };
  const withdraw = async (id: string): Promise<void> => {
    const known = shown.get(id);
    if (!known) return;
    shown.delete(id);
    const { call, owner } = await open();
    // A number means something only to the server that gave it.
    if (known.server !== owner()) return;
    // Already gone is what was wanted, and some servers answer that with an error.
    await call('CloseNotification', 'u', [known.serverId]).catch(ignore);
  };
  return {
    show: (notification) => inTurn(notification.id, () => show(notification)),
    withdraw: (id) => inTurn(id, () => withdraw(id)),
    async stop() {
      const current = await link?.catch(() => null);
      current?.end();
      link = null;
    },
  };
}

/** What this server can show of it, with the buttons that can be believed and understood there. */
function forServer(
  notification: Notification,
  server: NotificationServer,
): Pick<Notification, 'body' | 'actions'> {
  const room = roomOf(server.traits);
  const mayAct = notification.actions.filter(({ decides }) => server.isTrusted() || !decides);
  if (fits(room, notification)) return { body: notification.body, actions: mayAct };
  const [cut] = mayAct.flatMap(({ needsWhole }) => needsWhole ?? []);
  const actions = mayAct.filter(({ needsWhole }) => !needsWhole);
  return { body: cut ? `${cut.instead}\n${notification.body}` : notification.body, actions };
}

const randomName = (): string => randomBytes(ACTION_NAME_BYTES).toString('hex');

/** What is no longer there to be told. */
const ignore = (): void => undefined;

function notifyArguments(
  { title, body, urgency }: Notification,
  given: { readonly replaces: number; readonly labels: readonly string[]; readonly hasMarkup: boolean },
): unknown[] {
  const hints = [
    ['urgency', ['y', URGENCY[urgency]]],
    ['desktop-entry', ['s', 'latchkey']],
  ];
  const timeout = urgency === 'critical' ? NEVER : SERVER_DECIDES;
  const text = given.hasMarkup ? escapeMarkup(body) : body;
  return ['Latchkey', given.replaces, '', title, text, given.labels, hints, timeout];
}

/**
 * One after the other for each id: what is withdrawn while it is on its way to the screen would otherwise stay there, since
 * the server has not said its number yet.
 */
function createTurns(): (id: string, act: () => Promise<void>) => Promise<void> {
  const last = new Map<string, Promise<void>>();
  return (id, act) => {
    const mine = (last.get(id) ?? Promise.resolve()).then(act);
    const settled = mine
      .catch(() => undefined)
      .finally(() => {
        if (last.get(id) === settled) last.delete(id);
      });
    last.set(id, settled);
    return mine;
  };
}
