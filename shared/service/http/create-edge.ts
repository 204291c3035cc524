import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { SPOKEN, type SpokenProtocol } from '../../contract/protocol-version.ts';
import { durationMs } from '../../lib/time.ts';
import { isLoopback } from '../../lib/is-loopback.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { descriptorLimit } from '../system/descriptor-limit.ts';
import { allowedHosts } from './allowed-hosts.ts';
import { answerCalls, type CallParts } from './answer-calls.ts';
import { answerHealth, type HealthParts } from './answer-health.ts';
import { connectionLimits, Connections } from './connections.ts';
import type { Figures, Metrics } from './create-metrics.ts';
import type { Exposure } from './exposure.ts';
import { FairShare } from './fair-share.ts';
import type { ListenAddress, ListenPlace } from './listen-address.ts';
import { listenAt, type Listening } from './listen-at.ts';
import type { Members } from './members.ts';
import { sendAway } from './send-away.ts';
import { serveSockets } from './serve-sockets.ts';
import { Nonces } from './nonces.ts';
import { createSignIn, type SignInParts } from './sign-in.ts';
import { TryLimit } from './try-limit.ts';
import { UsedProofs } from './used-proofs.ts';
import { turnAway } from './turn-away.ts';

export interface EdgeParts extends Pick<SignInParts, 'api' | 'identify' | 'origin'> {
  readonly members: Members;
  /** Whether the service can do its work: its store answers. */
  readonly ready: () => boolean | Promise<boolean>;
  /** Whether its store cannot be reached: whoever calls is sent away, and asks another service if there is one. */
  readonly isAway: () => boolean;
  readonly metrics: Metrics;
  readonly figures: () => Promise<Figures>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly listen: ListenPlace;
  /** Where it was before it listened on a socket: for who joined there and does not know that socket yet. */
  readonly former?: ListenAddress | null | undefined;
  readonly exposure: Exposure;
  /** Further names by which clients may ask for it (`--public-host`). */
  readonly publicHosts: readonly string[];
  /** For tests of other versions than today's. */
  readonly protocol?: SpokenProtocol | undefined;
}

/** How long what is under way may take when the service stops. */
const GRACE_MS = durationMs(2_000);

/** A head must be there within 10 s, a whole call within 30 s, looked at every 5 s; heads are at most 16 KiB. */
const SERVER_OPTIONS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 60_000,
  maxHeaderSize: 16_384,
};

/** All desktops of an office ask who is there when something happens, after a pause of theirs; each costs one signature (47 µs). */
const OF_AN_OFFICE = { burst: 5_000, refillMs: 5 };

/** The service's one door. `listen` answers with the address to join at; `stop` ends calls under way within two seconds, then cuts off. */
export function createEdge(parts: EdgeParts) {
  const { api, identify, origin, members, exposure, metrics, clock } = parts;
  const behindProxy = exposure.kind === 'proxy';
  const share = new FairShare(clock, (memberId) => members.member(memberId)?.kind ?? 'person');
  const nonces = new Nonces(clock);
  const signIn = createSignIn({
    ...{ api, identify, origin, nonces, used: new UsedProofs(), members },
    tries: new TryLimit(clock),
    notes: new TryLimit(clock),
    vouching: new TryLimit(clock, OF_AN_OFFICE),
    share,
  });
  const connections = new Connections(connectionLimits(descriptorLimit()), !behindProxy);
  const isKnownHost = allowedHosts(parts);
  const calls: CallParts = {
    ...{ signIn, nonces, connections, metrics, clock, log: parts.log },
    ...{ behindProxy, isKnownHost, protocol: parts.protocol ?? SPOKEN, isAway: parts.isAway },
  };
  const call = answerCalls(calls);
  /** Connections by a socket, which only the user of this process opens. */
  const ownUsers = new WeakSet<Socket>();
  const health: HealthParts = {
    ready: parts.ready,
    metrics: async () => {
      const { counters, ...figures } = await parts.figures();
      const cutOff = { connectionsCutOff: connections.turnedAway };
      return metrics.text(sockets.count(), { ...figures, counters: { ...counters, ...cutOff } });
    },
    // A proxy on this machine passes on what anybody asks.
    mayReadMetrics: ({ socket }) =>
      !behindProxy && (ownUsers.has(socket) || isLoopback(socket.remoteAddress ?? '')),
    metricsType: metrics.contentType,
  };

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const away = turnAway(request, isKnownHost);
    if (away) {
      metrics.turnedAway(away.status);
      sendAway(response, away);
    } else if (!answerHealth(health, request, response)) call(request, response);
  }

  const doors = [parts.listen, ...(parts.former ? [parts.former] : [])].map((place) => {
    const server = createDoor(exposure, answer);
    server.on('connection', (socket: Socket) => {
      if ('socket' in place) ownUsers.add(socket);
      connections.admit(socket);
    });
    return { place, server };
  });
  const open: Listening[] = [];
  const looking: Promise<void>[] = [];
  const sockets = serveSockets(
    doors.map(({ server }) => server),
    calls,
  );
  members.onLeave(sockets.endOf);
  members.onRemove(sockets.endOfDevices);

  return {
    /** Where it listens now. */
    addresses: (): readonly string[] => open.map(({ address }) => address),
    async listen(): Promise<string> {
      const scheme = exposure.kind === 'tls' ? 'https' : 'http';
      for (const { place, server } of doors) {
        try {
          const listening = await listenAt(server, place, { scheme, clock, log: parts.log });
          open.push(listening);
          looking.push(listening.run());
        } catch (fault) {
          if (place === parts.listen) throw fault;
          parts.log.warn({ err: fault, former: place }, NOT_WHERE_IT_WAS);
        }
      }
      return open[0]?.address ?? '';
    },
    async stop(): Promise<void> {
      const closed = Promise.all(open.map((each) => new Promise<void>((resolve) => each.close(resolve))));
      sockets.stop();
      for (const { server } of doors) server.closeIdleConnections();
      const waited = new AbortController();
      await Promise.race([closed, clock.sleep(GRACE_MS, waited.signal)]);
      waited.abort();
      sockets.cutOff();
      for (const { server } of doors) server.closeAllConnections();
      await Promise.all([closed, ...looking]);
      for (const listening of open) listening.release();
    },
  };
}

const NOT_WHERE_IT_WAS =
  'Another program listens where this service was joined before. Who knows no other address of it cannot reach it: end that program and start the service again, or have them join anew at its socket.';

const createDoor = (exposure: Exposure, answer: RequestListener): Server =>
  exposure.kind === 'tls'
    ? createTlsServer(
        { ...SERVER_OPTIONS, handshakeTimeout: 10_000, cert: exposure.cert, key: exposure.key },
        answer,
      )
    : createServer(SERVER_OPTIONS, answer);
