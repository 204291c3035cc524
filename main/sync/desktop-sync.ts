import { type Spoken } from '../../shared/words/told.ts';
import { isDeepStrictEqual } from 'node:util';
import { Addresses } from '../../shared/client/addresses.ts';
import type { Client } from '../../shared/client/create-client.ts';
import type { Identity } from '../../shared/client/identity.ts';
import type { Signer } from '../../shared/client/signer.ts';
import { whoIsAt } from '../../shared/client/prove-address.ts';
import type { Me } from '../../shared/contract/api-types.ts';
import type { OrganisationView } from '../../shared/contract/snapshot.ts';
import { isTooOld } from '../../shared/contract/is-too-old.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { instant, type Instant } from '../../shared/lib/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import { withOrganisationNews } from '../state/with-organisation-news.ts';
import { withNewer } from '../state/with-newer.ts';
import { withRequests } from '../state/with-requests.ts';
import type { StateKeeper } from '../state/state-keeper.ts';
import { networkFingerprint } from '../system/network-fingerprint.ts';
import type { Link } from './link.ts';
import type { LogSync } from './log-sync.ts';
import type { Outbox } from './outbox.ts';
import { createSession, type Session, type SessionEvents } from './session.ts';
import { told } from '../../shared/words/told.ts';

/** Keeps the state level with the service, through one session at a time. */
export interface DesktopSync {
  connect(identity: Identity, url: string): Promise<void>;
  /** `message`: why the service is away; null when this device is leaving by itself. */
  disconnect(message: Spoken | null): Promise<void>;
  /** A new connection in the place of one that may be dead without a sign: the computer woke up, perhaps elsewhere. */
  renew(): Promise<void>;
  /** Takes over what the service said of requests. */
  takeIn(states: readonly RequestState[]): void;
  /** A person wants it tried now, whatever was planned. Nothing happens while it is online. */
  tryNow(): Promise<void>;
  /** Somebody looks, or the network changed: what is offline is tried now, and what is online asked for a sign of life. */
  look(): void;
  /** Now and then: sends and fetches again what went wrong for a moment. */
  settle(): void;
}

/** Why one that answers is not the service to work with. */
type OfflineWho = { readonly isStranger?: boolean; readonly isTooOld?: boolean };

export function createDesktopSync(parts: {
  readonly keeper: StateKeeper;
  readonly link: Link;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly cursor: { read(): string | null; write(id: string): void };
  /** Where the services are to be found of which one is at `url`. Without it: there alone. */
  readonly addressesOf?: (identity: Identity, url: string) => Promise<Addresses>;
  /** Signs for this device what it says to the service. */
  readonly signerOf?: (identity: Identity) => Signer;
  readonly onMe: (me: Me) => void;
  readonly onSignedOut: (identity: Identity) => void;
  readonly onClient: (client: Client | null) => void;
  readonly logSync: () => LogSync | null;
  /** Whether a window is open. */
  readonly isWatched: () => boolean;
  readonly network?: () => string;
}): DesktopSync {
  const { keeper, link, outbox, clock, logger, cursor, network = networkFingerprint } = parts;
  let session: Session | null = null;
  /** When the session tries again; null while it tries, or has no need to. */
  let nextTryAt: Instant | null = null;
  let lastNetwork = network();
  const isEager = (): boolean =>
    keeper.state().outbox.some(({ state }) => state !== 'refused') || parts.isWatched();
  const report = (what: string) => (fault: unknown) => logger.warn({ error: String(fault) }, what);

  const setConnection = (kind: 'connecting' | 'online' | 'slow', since = clock.now()): void =>
    keeper.update((state) =>
      state.connection.kind === kind ? state : { ...state, connection: { kind, since } },
    );
  const showOffline = (message: Spoken, who: OfflineWho = {}): void =>
    keeper.update((state) => {
      const { connection } = state;
      if (state.setup.kind === 'signedOut') return state;
      // Since when it was lost, not since the last vain attempt.
      const isLonger = connection.kind === 'offline' || connection.kind === 'slow';
      const since = isLonger ? connection.since : clock.now();
      const next = nextTryAt === null ? {} : { nextTryAt };
      const offline = { kind: 'offline' as const, since, message, isStranger: false, ...who, ...next };
      return isDeepStrictEqual(connection, offline) ? state : { ...state, connection: offline };
    });
  const goOffline = (message: Spoken, who: OfflineWho = {}): void => {
    link.use(null);
    showOffline(message, who);
  };
  const planTry = (at: Instant | null): void => {
    nextTryAt = at;
    const { connection } = keeper.state();
    if (connection.kind !== 'offline') return;
    const { message, isStranger, isTooOld } = connection;
    showOffline(message, isTooOld ? { isTooOld } : { isStranger });
  };
  const takeIn = (states: readonly RequestState[]): void =>
    keeper.update((state) => withRequests(state, states, clock.now()));
  const follow = (): void => {
    const api = link.api();
    if (isTooOld(keeper.state().connection)) return;
    if (api) parts.logSync()?.follow(api).catch(report('the log could not be followed'));
  };
  const showAddress = (addresses: Addresses): void =>
    keeper.update((state) => {
      const { organisation } = state;
      return organisation ? { ...state, organisation: { ...organisation, ...placeOf(addresses) } } : state;
    });
  const events = (identity: Identity, addresses: Addresses): SessionEvents => ({
    onConnecting: () => {
      if (keeper.state().connection.kind === 'none') setConnection('connecting');
    },
    onPause: (ms) => planTry(instant(clock.now() + Math.round(ms))),
    onSlow: (since) => {
      if (keeper.state().connection.kind === 'online') setConnection('slow', since);
    },
    onAnswer: () => {
      if (keeper.state().connection.kind === 'slow') setConnection('online');
    },
    onOnline(api, ask) {
      link.use(api, ask);
      nextTryAt = null;
      setConnection('online');
      outbox.flush().catch(report('the outbox could not be sent'));
    },
    onOffline(message) {
      // Who is too old stays so until a service serves them again: nothing is to look answerable meanwhile.
      if (isTooOld(keeper.state().connection)) link.use(null);
      else goOffline(message);
    },
    onTooOld(message, api) {
      goOffline(message, { isTooOld: true });
      // What ends access is sent all the same (`whyTooOld`).
      link.use(api);
      outbox.flush().catch(report('the outbox could not be sent'));
    },
    onStranger: () => goOffline(STRANGER, { isStranger: true }),
    onSignedOut: () => {
      // After an alarm nobody's word is taken, not even a signed one: nothing is wiped.
      if (keeper.state().log.alarm) return goOffline(DOUBTED, { isStranger: true });
      link.use(null);
      parts.onSignedOut(identity);
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
          ...placeOf(addresses),
          fingerprint: state.organisation?.fingerprint ?? null,
          folder: state.organisation?.folder ?? null,
        },
      }));
    },
    onCatalog({ names, ...catalog }) {
      keeper.update((state) => ({ ...state, catalog: { ...catalog, problem: catalog.problem }, names }));
      // The history is found by names.
      follow();
    },
    onNoCatalog: (why) =>
      keeper.update((state) => ({ ...state, catalog: { ...state.catalog, problem: why } })),
    onRequests: takeIn,
    onNewer: (ids) => keeper.update((state) => withNewer(state, ids)),
    onNews: (record) => keeper.update((state) => withOrganisationNews(state, record, identity.deviceId)),
    onCursor: (id) => cursor.write(id),
    onGrowth: follow,
  });

  let connectAgain: (() => Promise<void>) | null = null;
  /** Counts what was asked for, so that of two at once only the later one stays. */
  let turn = 0;
  const leave = async (): Promise<void> => {
    const last = session;
    session = null;
    await last?.stop();
  };
  const desktopSync: DesktopSync = {
    async connect(identity, url) {
      connectAgain = () => desktopSync.connect(identity, url);
      turn += 1;
      const mine = turn;
      await leave();
      if (mine !== turn) return;
      planTry(null);
      const addresses =
        (await parts.addressesOf?.(identity, url).catch(() => null)) ??
        new Addresses({
          joined: url,
          whoIsAt: (address, callTimeoutMs) => whoIsAt(address, identity, { callTimeoutMs }),
        });
      if (mine !== turn) return;
      addresses.onUse(() => showAddress(addresses));
      const next = createSession({
        ...{ identity, addresses, clock, logger, isEager },
        signer: parts.signerOf?.(identity),
        cursor: cursor.read(),
        requests: () => keeper.state().requests,
        on: events(identity, addresses),
      });
      session = next;
      parts.onClient(next.client);
      next.run().catch(report('the session ended'));
    },
    async disconnect(message) {
      connectAgain = null;
      turn += 1;
      nextTryAt = null;
      parts.onClient(null);
      link.use(null);
      await leave();
      if (message !== null) goOffline(message);
    },
    async renew() {
      await connectAgain?.();
    },
    async tryNow() {
      const { kind } = keeper.state().connection;
      if (kind === 'offline' || kind === 'slow') await connectAgain?.();
    },
    look() {
      if (keeper.state().connection.kind !== 'offline') session?.look();
      else connectAgain?.().catch(report('it could not be tried'));
    },
    takeIn,
    settle() {
      const here = network();
      if (here !== lastNetwork) desktopSync.look();
      lastNetwork = here;
      follow();
      if (link.api()) outbox.flush().catch(report('the outbox could not be sent'));
    },
  };
  let wasEager = false;
  keeper.onChange(() => {
    // What begins to wait is sent as soon as it can be, not when the pause of a quiet time is over.
    const isNow = isEager();
    if (isNow && !wasEager && keeper.state().connection.kind === 'offline') desktopSync.look();
    wasEager = isNow;
  });
  return desktopSync;
}

const placeOf = ({ inUse, all }: Addresses): Pick<OrganisationView, 'url' | 'addresses'> => ({
  url: inUse,
  addresses: all.length > 1 ? all.length : undefined,
});

const STRANGER = told('strangerAnswers');

const DOUBTED = told('signOutDoubted');
