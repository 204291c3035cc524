import { z } from 'zod';
import { durationMs } from '../../shared/domain/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Notification, Notifier } from '../../shared/ports/notifier.ts';
import { openSessionBus, type SessionBus } from './session-bus.ts';
import { escapeMarkup } from '../../shared/lib/escape-markup.ts';

/** https://specifications.freedesktop.org/notification-spec/latest/ */
const SERVICE = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
const URGENCY = { low: 0, normal: 1, critical: 2 } as const;
/** The server decides how long it shows; critical ones stay until they are answered. */
const SERVER_DECIDES = -1;
const NEVER = 0;

const idSchema = z.number().int().nonnegative();
const actionSchema = z.tuple([idSchema, z.string().max(200)]).rest(z.unknown());
const closedSchema = z.tuple([idSchema]).rest(z.unknown());

/**
 * Notifications over the session bus: with buttons, replaced in place, and withdrawn when someone else answered.
 * A connection that was lost is opened again by the next `show`.
 */
export function createDbusNotifier(
  clock: Pick<Clock, 'sleep'>,
  connect: () => SessionBus = openSessionBus,
): Notifier {
  let link: Promise<Link> | null = null;
  const shown = new Map<string, { serverId: number; notification: Notification }>();
  const inTurn = createTurns();
  const byServerId = (serverId: number): string | undefined =>
    [...shown].find(([, each]) => each.serverId === serverId)?.[0];

  const open = (): Promise<Link> => {
    link ??= openLink(
      { connect, clock },
      {
        onAction(body) {
          const parsed = actionSchema.safeParse(body);
          const id = parsed.success ? byServerId(parsed.data[0]) : undefined;
          if (parsed.success && id !== undefined) shown.get(id)?.notification.onAction(parsed.data[1]);
        },
        onClosed(body) {
          const parsed = closedSchema.safeParse(body);
          const id = parsed.success ? byServerId(parsed.data[0]) : undefined;
          if (id === undefined) return;
          const { notification } = shown.get(id) ?? {};
          shown.delete(id);
          notification?.onClosed();
        },
        onLost: () => (link = null),
      },
    );
    link.catch(() => (link = null));
    return link;
  };

  // The first notification should not have to wait for a handshake. If there is no bus now, there may be one then.
  open().catch(() => undefined);

  const show = async (notification: Notification): Promise<void> => {
    const { call, hasMarkup } = await open();
    const before = shown.get(notification.id)?.serverId ?? 0;
    const [answer] = await call('Notify', 'susssasa{sv}i', notifyArguments(notification, before, hasMarkup));
    shown.set(notification.id, { serverId: idSchema.parse(answer), notification });
  };
  const withdraw = async (id: string): Promise<void> => {
    const known = shown.get(id);
    if (!known) return;
    shown.delete(id);
    const { call } = await open();
    // Already gone is what was wanted, and some servers answer that with an error.
    await call('CloseNotification', 'u', [known.serverId]).catch(() => undefined);
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

function notifyArguments(notification: Notification, replaces: number, hasMarkup: boolean): unknown[] {
  const { title, body, urgency, actions } = notification;
  const hints = [
    ['urgency', ['y', URGENCY[urgency]]],
    ['desktop-entry', ['s', 'latchkey']],
  ];
  const timeout = urgency === 'critical' ? NEVER : SERVER_DECIDES;
  const buttons = actions.flatMap(({ id, label }) => [id, label]);
  return ['Latchkey', replaces, '', title, hasMarkup ? escapeMarkup(body) : body, buttons, hints, timeout];
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

interface Link {
  readonly hasMarkup: boolean;
  call(member: string, signature: string, body: unknown[]): Promise<unknown[]>;
  end(): void;
}

/** A notification server that hangs must not keep Latchkey from ending, nor the next notice from being shown. */
const ANSWERS_WITHIN_MS = durationMs(5_000);

async function tooLate(clock: Pick<Clock, 'sleep'>, answered: AbortSignal): Promise<never> {
  await clock.sleep(ANSWERS_WITHIN_MS, answered);
  // When it was answered, nobody hears this any more.
  throw new Error('the notification server does not answer');
}

async function openLink(
  { connect, clock }: { readonly connect: () => SessionBus; readonly clock: Pick<Clock, 'sleep'> },
  on: { onAction(body: unknown[]): void; onClosed(body: unknown[]): void; onLost(): void },
): Promise<Link> {
  const bus = connect();
  const failed = new Promise<never>((_resolve, reject) => {
    bus.connection.on('error', (error) => {
      on.onLost();
      reject(error ?? new Error('the session bus is gone'));
    });
    bus.connection.on('end', () => {
      on.onLost();
      reject(new Error('the session bus closed the connection'));
    });
  });
  failed.catch(() => undefined);
  const ask = (
    put: (answer: (error: { message?: unknown } | null, ...values: unknown[]) => void) => void,
  ): Promise<unknown[]> => {
    const answered = new AbortController();
    return Promise.race([
      failed,
      tooLate(clock, answered.signal),
      new Promise<unknown[]>((resolve, reject) =>
        put((error, ...values) =>
          error ? reject(new Error(String(error.message ?? 'the bus refused'))) : resolve(values),
        ),
      ),
    ]).finally(() => answered.abort());
  };
  const call: Link['call'] = (member, signature, body) => {
    const what = signature === '' ? {} : { signature, body };
    const message = { destination: SERVICE, path: PATH, interface: SERVICE, member, ...what };
    return ask((answer) => bus.invoke(message, answer));
  };
  bus.signals.on(bus.mangle(PATH, SERVICE, 'ActionInvoked'), on.onAction);
  bus.signals.on(bus.mangle(PATH, SERVICE, 'NotificationClosed'), on.onClosed);
  await ask((answer) => bus.addMatch(`type='signal',interface='${SERVICE}',path='${PATH}'`, answer));
  const [capabilities] = await call('GetCapabilities', '', []);
  const hasMarkup = Array.isArray(capabilities) && capabilities.includes('body-markup');
  return { hasMarkup, call, end: () => bus.connection.end() };
}
