import { durationMs } from '../shared/lib/time.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Logger } from '../shared/ports/logger.ts';
import type { CredentialDesk } from './credentials/credential-desk.ts';
import type { SecretClipboard } from './credentials/secret-clipboard.ts';
import type { NotificationDesk } from './notifications/notification-desk.ts';
import type { RunnerHost } from './runner/runner-host.ts';
import type { StateKeeper } from './state/state-keeper.ts';
import type { HistoryStore } from './store/history-store.ts';
import type { DesktopSync } from './sync/desktop-sync.ts';
import type { Membership } from './sync/membership.ts';
import type { Outbox } from './sync/outbox.ts';
import type { AppTray } from './tray/tray.ts';
import type { MainWindow } from './windows/main-window.ts';

/** How often what only time changes is looked at: time left in the tray, notices before an end, things to send again. */
const LOOK_EVERY_MS = durationMs(15_000);

/** The running app. */
export interface Desktop {
  run(): Promise<void>;
  stop(): Promise<void>;
  /** The person wants to see the app: it was started again, or its icon in the dock was clicked. */
  show(): void;
  /** The computer woke up: time has passed unseen. */
  wake(): void;
}

export function createDesktop(parts: {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly keeper: StateKeeper;
  readonly local: { flush(): Promise<void> };
  readonly catalog: { flush(): Promise<void> };
  readonly history: HistoryStore;
  readonly membership: Membership;
  readonly outbox: Pick<Outbox, 'stop'>;
  readonly sync: DesktopSync;
  readonly runner: RunnerHost;
  readonly credentials: CredentialDesk;
  readonly secretClipboard: SecretClipboard;
  readonly window: MainWindow;
  readonly notifications: NotificationDesk;
  readonly tray: AppTray;
}): Desktop {
  const { clock, logger, keeper, window, notifications, tray, credentials, membership } = parts;
  const stopping = new AbortController();
  let pause = new AbortController();
  let isSending = false;

  /** Windows get the last of the changes of one turn; nothing else waits. */
  const sendSoon = (): void => {
    if (isSending) return;
    isSending = true;
    setImmediate(() => {
      isSending = false;
      window.send(keeper.snapshot());
    });
  };
  const settle = (): void => {
    // Nothing is shown any more once it stops: the icon may be gone already.
    if (stopping.signal.aborted) return;
    const snapshot = keeper.snapshot();
    // Notifications first: someone is waiting for that answer.
    notifications.settle(snapshot, clock.now());
    credentials.settle(snapshot);
    tray.show(snapshot, clock.now());
    sendSoon();
  };
  /** The one sleeper. It wakes at a deadline, so that nothing is announced late, and now and then. */
  const keepTime = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      pause = new AbortController();
      await clock.sleep(nextLook(keeper, clock), pause.signal);
      keeper.refresh();
      settle();
      parts.sync.settle();
      // What could not be written before; nothing otherwise. Whoever listens is told when it fails again.
      for (const store of [parts.local, parts.catalog]) store.flush().catch(() => undefined);
    }
  };

  return {
    async run() {
      await credentials
        .load()
        .catch((fault: unknown) => logger.warn({ error: String(fault) }, 'credentials are fetched again'));
      if (stopping.signal.aborted) return;
      keeper.onChange(settle);
      settle();
      keepTime().catch((fault: unknown) => logger.error({ error: String(fault) }, 'the sleeper ended'));
      const isFirst = keeper.state().me === null;
      await membership.start();
      if (stopping.signal.aborted) return;
      const { kind } = keeper.state().setup;
      if (isFirst || kind === 'firstRun' || kind === 'locked' || kind === 'signedOut')
        window.open({ view: 'access', requestId: null });
    },
    async stop() {
      stopping.abort();
      pause.abort();
      const steps: [string, () => Promise<unknown> | void][] = [
        ['outbox', () => parts.outbox.stop()],
        ['clipboard', () => parts.secretClipboard.stop()],
        ['notifications', () => notifications.stop()],
        // The runner reports through the service, so it goes first.
        ['runner', () => parts.runner.stop()],
        ['membership', () => membership.stop()],
        ['stores', () => Promise.all([parts.local.flush(), parts.catalog.flush(), parts.history.close()])],
        ['tray', () => tray.stop()],
        ['window', () => window.stop()],
      ];
      for (const [name, step] of steps) {
        try {
          await step();
        } catch (fault) {
          logger.error({ error: String(fault), name }, 'stopping failed');
        }
      }
    },
    show: () => window.open(null),
    wake() {
      parts.runner.rescan();
      parts.sync
        .renew()
        .catch((fault: unknown) => logger.warn({ error: String(fault) }, 'no new connection'));
      pause.abort();
    },
  };
}

function nextLook(keeper: StateKeeper, clock: Clock): typeof LOOK_EVERY_MS {
  const { mine, settings } = keeper.snapshot();
  const now = clock.now();
  const moments = mine.flatMap(({ phase }) =>
    phase.kind === 'approved'
      ? Object.values(phase.grants).flatMap((grant) =>
          grant.kind === 'active' ? [grant.expiresAt, grant.expiresAt - settings.warnMinutes * 60_000] : [],
        )
      : [],
  );
  const next = Math.min(...moments.filter((at) => at > now), now + LOOK_EVERY_MS);
  return durationMs(next - now);
}
