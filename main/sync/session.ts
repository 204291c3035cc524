import { blockedBy } from '../../shared/domain/blocked-by.ts';
import type { Spoken } from '../../shared/words/told.ts';
import type { Addresses } from '../../shared/client/addresses.ts';
import { createClient } from '../../shared/client/create-client.ts';
import { followChanges } from '../../shared/client/follow-changes.ts';
import type { Identity } from '../../shared/client/identity.ts';
import { refusalOf } from '../../shared/client/refusal-of.ts';
import type { Signer } from '../../shared/client/signer.ts';
import { isProvenSignedOut } from '../../shared/client/prove-signed-out.ts';
import { saidAway, whyAway } from '../../shared/client/why-away.ts';
import type { Change } from '../../shared/contract/api-schemas.ts';
import type { Me } from '../../shared/contract/api-types.ts';
import { isRequestRecord, type LogRecord } from '../../shared/domain/entry.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { durationMs, type Instant } from '../../shared/lib/time.ts';
import type { Unknown } from '../../shared/formats/format.ts';
import { readCatalog, type Catalog } from '../../shared/formats/wire/read-catalog.ts';
import { readMe } from '../../shared/formats/wire/read-me.ts';
import { logLine } from '../../shared/formats/wire/log-line.ts';
import type { LeafText } from '../../shared/lib/said.ts';
import { sleepLong } from '../../shared/system/sleep-long.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { backoff } from '../../shared/lib/backoff.ts';
import { coalesce } from '../../shared/lib/coalesce.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import { applyRecord } from '../state/apply-record.ts';
import type { ServiceApi } from './link.ts';
import { createPulse, type Pulse } from './pulse.ts';
import { readOne, readOpen, type Open } from './read-open.ts';
import { told } from '../../shared/words/told.ts';

/** What a session tells about the service. */
export interface SessionEvents {
  readonly onConnecting: () => void;
  /** `ask` is to be used for what people ask: see `Pulse`. */
  readonly onOnline: (api: ServiceApi, ask: Pulse['ask']) => void;
  /** It does not answer what it was asked at `since`, or does so again. */
  readonly onSlow: (since: Instant) => void;
  readonly onAnswer: () => void;
  /** Not there: it is tried again after `ms`. */
  readonly onPause: (ms: number) => void;
  readonly onOffline: (message: Spoken) => void;
  /** Who answers does not know this device, and proves nothing. It is tried again. */
  readonly onStranger: () => void;
  /** It serves this version no more, but where `api` ends access. It is tried again after long pauses. */
  readonly onTooOld: (message: Spoken, api: ServiceApi) => void;
  /** The service that was joined says that this device is signed out. The last that is told. */
  readonly onSignedOut: () => void;
  readonly onMe: (me: Me) => void;
  readonly onCatalog: (catalog: Catalog) => void;
  /** The catalogue is not to be had: what is known of it stays, with why. */
  readonly onNoCatalog: (why: Spoken) => void;
  readonly onRequests: (states: readonly RequestState[]) => void;
  /** All that is open and was made by a newer Latchkey, by id (see `Open`): nothing here knows what became of it. */
  readonly onNewer: (ids: readonly string[]) => void;
  /** Something about the organisation, its people or their devices. */
  readonly onNews: (record: LogRecord) => void;
  readonly onCursor: (id: string) => void;
  /** The log has grown. */
  readonly onGrowth: (api: ServiceApi) => void;
}

/** A connection that lived for so long was a good one: the next pause is short again. */
const WELL_AFTER_MS = 60_000;

/** While somebody looks or waits, no pause between two tries is longer; in ms. */
const EAGER_PAUSE_MS = 4_000;
/** What is too old is so until it is updated, which starts it anew, or the service changes: it is seldom tried. */
const TOO_OLD_PAUSE_MS = durationMs(300_000);
/** So often the service is asked for a sign of life, while somebody looks or waits, and else. */
const ASK_EVERY_MS = { eager: durationMs(5_000), else: durationMs(15_000) };
/** A socket on which a sign of life does not come for so long is given up for another. */
const DEAD_AFTER_MS = durationMs(15_000);

/** So many requests wait to be read one by one. */
const MOST_MISSING = 100;

const NO_CATALOG = told('catalogOfNewer');

/** One connection to the service, at whichever of its addresses answers, held and renewed until `stop`. */
export interface Session {
  run(): Promise<void>;
  stop(): Promise<void>;
  /** Asks for a sign of life now. */
  look(): void;
  /** The socket as the runner uses it. */
  readonly client: ReturnType<typeof createClient>;
}

/**
 * 1. A change that arrives is taken in at once, before anything else is fetched: a notification waits for nothing.
 * 2. That this device is not signed in is believed only of the service that was pinned: it has to sign it.
 * 3. After each reconnect everything is read again that the changes may not tell (organisation, catalog, open requests).
 * 4. What only a newer Latchkey knows is told apart, and keeps nothing else waiting.
 * 5. A stranger at one address, or that this version is too old for who answers there, is not told of before all others were
 *    tried.
 */
export function createSession(parts: {
  readonly identity: Identity;
  readonly signer?: Signer | undefined;
  readonly addresses: Addresses;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly cursor: string | null;
  readonly requests: () => Readonly<Record<string, RequestState>>;
  /** Somebody looks, or waits for something to be sent. */
  readonly isEager: () => boolean;
  readonly on: SessionEvents;
}): Session {
  const { identity, addresses, clock, logger, requests, isEager, on } = parts;
  const pauseMs = (attempt: number): number => {
    const ms = backoff(attempt, Math.random(), isEager() ? EAGER_PAUSE_MS : undefined);
    if (!stopping.signal.aborted) on.onPause(ms);
    return ms;
  };
  const client = createClient({ url: addresses, identity, signer: parts.signer, pauseMs, clock });
  const { api } = client;
  let cursor = parts.cursor;
  const stopping = new AbortController();
  const newer = new Set<string>();
  const tellOf = ({ states, newer: ids }: Open): void => {
    for (const { facts } of states) newer.delete(facts.requestId);
    for (const id of ids) newer.add(id);
    on.onRequests(states);
    on.onNewer([...newer]);
  };
  const readItems = async (signal: AbortSignal): Promise<void> => {
    try {
      const read = readCatalog(await api.catalog.list.query(undefined, { signal }));
      if (read.kind === 'known') on.onCatalog(read.value);
      else on.onNoCatalog(NO_CATALOG);
    } catch (fault) {
      const refusal = refusalOf(fault);
      if (refusal?.code !== 'unknown') throw fault;
      on.onNoCatalog(refusal.told);
    }
  };
  /** What belongs to one connection, and gives up with it. */
  const begin = () => {
    const over = new AbortController();
    const { signal } = over;
    const readAll = async (): Promise<void> => {
      on.onMe(readMe(await api.session.me.query(undefined, { signal })));
      const open = await readOpen(api, requests(), signal);
      newer.clear();
      tellOf(open);
      await readItems(signal);
    };
    const pulse = createPulse({ clock, onSlow: on.onSlow, onAnswer: on.onAnswer });
    signal.addEventListener('abort', () => pulse.stop(), { once: true });
    // However often it is said that something changed, one reading follows the one that is going on.
    return { over, pulse, isOnline: false, refresh: coalesce(readAll) };
  };
  let connection = begin();
  /** Requests of which an entry is missing. They are read one after the other. */
  const missing = new Set<string>();
  const fetchMissing = coalesce(async () => {
    for (const requestId of missing) {
      missing.delete(requestId);
      tellOf(await readOne(api, requestId));
    }
  });
  const refresh = (): void => void connection.refresh().catch(report);
  const fetchOne = (requestId: string): void => {
    // So many at once are read quicker as lists.
    if (missing.size >= MOST_MISSING) return refresh();
    missing.add(requestId);
    fetchMissing().catch(report);
  };
  const takeInRecord = (leaf: LeafText): void => {
    const { record, requestId } = logLine(sha256, leaf);
    if (!record) return requestId === null ? refresh() : fetchOne(requestId);
    if (!isRequestRecord(record) || blockedBy(record.entry) !== null) on.onNews(record);
    const applied = applyRecord(requests(), record);
    if (applied.kind === 'changed') on.onRequests([applied.state]);
    if (applied.kind === 'missing') fetchOne(applied.requestId);
  };
  const takeIn = (change: Change | Unknown, id: string): void => {
    if (change.kind === 'record') takeInRecord(change);
    // What is not known may have changed anything.
    else refresh();
    cursor = id;
    on.onCursor(id);
    on.onGrowth(api);
  };
  const report = (fault: unknown): void =>
    logger.warn({ error: String(fault) }, 'the service could not be read');

  const goOnline = async (): Promise<void> => {
    connection.over.abort();
    const mine = (connection = begin());
    const isOver = (): boolean => mine.over.signal.aborted;
    for (let attempt = 0; !isOver(); attempt += 1) {
      try {
        await mine.refresh();
        if (isOver()) return;
        mine.isOnline = true;
        on.onOnline(api, mine.pulse.ask);
        return on.onGrowth(api);
      } catch (fault) {
        if (isOver()) return;
        report(fault);
        on.onOffline(saidAway(fault) ?? told('answersOddly'));
        await clock.sleep(durationMs(pauseMs(attempt)), mine.over.signal);
      }
    }
  };
  const goOffline = (message: Spoken): void => {
    connection.over.abort();
    if (!stopping.signal.aborted) on.onOffline(message);
  };

  let lookNow = new AbortController();
  /** Asks for signs of life as long as there is a connection. */
  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      lookNow = new AbortController();
      await clock.sleep(isEager() ? ASK_EVERY_MS.eager : ASK_EVERY_MS.else, lookNow.signal);
      const { pulse, isOnline } = connection;
      const sign = isOnline && !stopping.signal.aborted ? client.ping() : null;
      if (sign) await untilSign(() => pulse.ask(() => sign));
    }
  };
  const untilSign = async (ask: () => Promise<void>): Promise<void> => {
    const over = new AbortController();
    const asked = ask().then(
      () => true,
      // The socket is lost: that is told elsewhere.
      () => true,
    );
    const tooLate = clock.sleep(DEAD_AFTER_MS, over.signal).then(() => false);
    if (!(await Promise.race([asked, tooLate]))) client.drop();
    over.abort();
  };

  /** Tries that failed since the service was there. */
  let vain = 0;
  const follow = (): ReturnType<typeof followChanges> =>
    followChanges({
      client,
      clock,
      pauseMs,
      after: cursor,
      signal: stopping.signal,
      onChange: takeIn,
      onState(state, why) {
        vain = state === 'lost' ? vain + 1 : 0;
        if (state === 'lost' && why?.code === 'notProven') {
          connection.over.abort();
          return stopping.signal.aborted ? undefined : on.onStranger();
        }
        if (state === 'lost') return goOffline(why?.told ?? whyAway(vain, addresses.all.length));
        void goOnline();
      },
    });

  return {
    client,
    async run() {
      on.onConnecting();
      watch().catch(report);
      /** Where somebody else answered in this round, or who serves newer versions only. */
      const strangers = new Set<string>();
      for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
        const startedMs = clock.monotonicMs();
        const refusal = await follow();
        if (refusal === null || stopping.signal.aborted) return;
        connection.over.abort();
        const address = addresses.inUse;
        const isTooOld = refusal.code === 'clientTooOld';
        const isSignedOut = !isTooOld && (await isProvenSignedOut(address, identity));
        if (stopping.signal.aborted) return;
        if (isSignedOut) return on.onSignedOut();
        // Again the same: the others do not answer, or nobody proves to be there.
        const isAgain = strangers.has(address);
        strangers.add(address);
        if (!isAgain && addresses.next(strangers) !== null) {
          addresses.failed(address);
          client.drop();
          continue;
        }
        strangers.clear();
        if (isTooOld) {
          on.onTooOld(refusal.told, api);
          on.onPause(TOO_OLD_PAUSE_MS);
          await sleepLong(clock, TOO_OLD_PAUSE_MS, stopping.signal);
          continue;
        }
        on.onStranger();
        if (clock.monotonicMs() - startedMs > WELL_AFTER_MS) attempt = 0;
        await clock.sleep(durationMs(pauseMs(attempt)), stopping.signal);
      }
    },
    look: () => lookNow.abort(),
    async stop() {
      stopping.abort();
      connection.over.abort();
      lookNow.abort();
      await client.close();
    },
  };
}
