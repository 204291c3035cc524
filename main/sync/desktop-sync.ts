import type { Client } from '../../shared/client/create-client.ts';
import type { Identity } from '../../shared/client/identity.ts';
import type { Me } from '../../shared/contract/api.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import { withOrganisationNews } from '../state/with-organisation-news.ts';
import { withRequests } from '../state/with-requests.ts';
import type { StateKeeper } from '../state/state-keeper.ts';
import type { Link } from './link.ts';
import type { LogSync } from './log-sync.ts';
import type { Outbox } from './outbox.ts';
import { createSession, type Session, type SessionEvents } from './session.ts';

/** Keeps the state level with the service, through one session at a time. */
export interface DesktopSync {
  connect(identity: Identity, url: string): Promise<void>;
  /** `message`: why the service is away; null when this device is leaving by itself. */
  disconnect(message: string | null): Promise<void>;
  /** A new connection in the place of one that may be dead without a sign: the computer woke up, perhaps elsewhere. */
  renew(): Promise<void>;
  /** Takes over what the service said of requests. */
  takeIn(states: readonly RequestState[]): void;
  /** Now and then: sends and fetches again what went wrong for a moment. */
  settle(): void;
}

export function createDesktopSync(parts: {
  readonly keeper: StateKeeper;
  readonly link: Link;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly cursor: { read(): string | null; write(id: string): void };
  readonly onMe: (me: Me) => void;
  readonly onSignedOut: (identity: Identity) => Promise<void>;
  readonly onClient: (client: Client | null) => void;
  readonly logSync: () => LogSync | null;
}): DesktopSync {
  const { keeper, link, outbox, clock, logger, cursor } = parts;
  let session: Session | null = null;
  const report = (what: string) => (fault: unknown) => logger.warn({ error: String(fault) }, what);

  const setConnection = (kind: 'connecting' | 'online'): void =>
    keeper.update((state) =>
      state.connection.kind === kind ? state : { ...state, connection: { kind, since: clock.now() } },
    );
  const goOffline = (message: string, isStranger = false): void => {
    link.use(null);
    keeper.update((state) => {
      const { connection } = state;
      if (state.setup.kind === 'signedOut') return state;
      // Offline since when it was lost, not since the last vain attempt.
      const since = connection.kind === 'offline' ? connection.since : clock.now();
      const isSame =
        connection.kind === 'offline' &&
        connection.message === message &&
        connection.isStranger === isStranger;
      return isSame ? state : { ...state, connection: { kind: 'offline', since, message, isStranger } };
    });
  };
  const takeIn = (states: readonly RequestState[]): void =>
    keeper.update((state) => withRequests(state, states, clock.now()));
  const follow = (): void => {
    const api = link.api();
    if (api) parts.logSync()?.follow(api).catch(report('the log could not be followed'));
  };
  const events = (identity: Identity, url: string): SessionEvents => ({
    onConnecting: () => {
      if (keeper.state().connection.kind === 'none') setConnection('connecting');
    },
    onOnline(api) {
      link.use(api);
      setConnection('online');
      outbox.flush().catch(report('the outbox could not be sent'));
    },
    onOffline: (message) => goOffline(message),
    onStranger: () => goOffline(STRANGER, true),
    onSignedOut: () => {
      // After an alarm nobody's word is taken, not even a signed one: nothing is wiped.
      if (keeper.state().log.alarm) return goOffline(DOUBTED, true);
      link.use(null);
      parts.onSignedOut(identity).catch(report('signing out was not finished'));
    },
    onMe(me) {
      parts.onMe(me);
      const { id, name, isOwner } = me.me;
      const { name: organisation, version, people } = me.organisation;
      keeper.update((state) => ({
        ...state,
        me: { id, name, isOwner },
        organisation: {
          name: organisation,
          version,
          people,
          url,
          folder: state.organisation?.folder ?? null,
        },
      }));
    },
    onCatalog({ version, items, names }) {
      keeper.update((state) => ({ ...state, catalog: { version, items }, names }));
      // The history is found by names.
      follow();
    },
    onRequests: takeIn,
    onNews: (record) => keeper.update((state) => withOrganisationNews(state, record, identity.deviceId)),
    onCursor: (id) => cursor.write(id),
    onGrowth: follow,
  });

  let connectAgain: (() => Promise<void>) | null = null;
  const desktopSync: DesktopSync = {
    async connect(identity, url) {
      connectAgain = () => desktopSync.connect(identity, url);
      await session?.stop();
      const next = createSession({
        identity,
        url,
        clock,
        logger,
        cursor: cursor.read(),
        requests: () => keeper.state().requests,
        on: events(identity, url),
      });
      session = next;
      parts.onClient(next.client);
      next.run().catch(report('the session ended'));
    },
    async disconnect(message) {
      const last = session;
      session = null;
      connectAgain = null;
      parts.onClient(null);
      link.use(null);
      await last?.stop();
      if (message !== null) goOffline(message);
    },
    async renew() {
      await connectAgain?.();
    },
    takeIn,
    settle() {
      follow();
      if (link.api()) outbox.flush().catch(report('the outbox could not be sent'));
    },
  };
  return desktopSync;
}

const STRANGER =
  'Somebody answers there who does not know this device, and could not prove to be the service that you joined. Nothing was wiped and nothing is sent to them.';

const DOUBTED =
  'The service says that this device is signed out, but its history does not verify, so that is not believed. Nothing was wiped and nothing is sent.';
