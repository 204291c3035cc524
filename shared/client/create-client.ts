import {
  createTRPCClient,
  createWSClient,
  httpLink,
  splitLink,
  wsLink,
  type HTTPLinkOptions,
  type TRPCClient,
} from '@trpc/client';
import type { AnyClientTypes } from '@trpc/server/unstable-core-do-not-import';
import type { AppRouter } from '../contract/app-router.ts';
import { PROTOCOL_HEADER, PROTOCOL_PARAM, PROTOCOL_VERSION } from '../contract/protocol-version.ts';
import { backoff } from '../lib/backoff.ts';
import { untilAborted } from '../system/until-aborted.ts';
import { BoundedSocket } from './bounded-socket.ts';
import { httpFetch } from './http-fetch.ts';
import { sendUnlessBarred, type WhyNotSent } from './send-unless-barred.ts';
import { ServiceProtocol } from './service-protocol.ts';
import { parseServiceUrl } from '../system/service-url.ts';

export interface ClientOptions {
  /** The service's address. Plain http to another machine throws. */
  readonly url: string;
  /** Null only for joining. */
  readonly token: string | null;
  /** In [0, 1): jitter of reconnects. */
  readonly random?: () => number;
  /** How long to wait before try number `attempt` of a lost socket (0 is the first again); asked when that pause begins. */
  readonly pauseMs?: ((attempt: number) => number) | undefined;
  /** Asked before each change that is to be sent. */
  readonly whyNotSent?: WhyNotSent;
  /** For tests of calls that are never answered. */
  readonly callTimeoutMs?: number;
  /** For tests of other versions than today's. */
  readonly protocol?: number;
}

export interface Client {
  /** The service's procedures, typed. Calls go over HTTP, subscriptions over a WebSocket that is opened with the first. */
  readonly api: TRPCClient<AppRouter>;
  /** Told when the socket opens or is lost; answers with how to stop listening. */
  onSocket(listener: (state: 'open' | 'lost') => void): () => void;
  /** Asks the service for a sign of life: resolves with it, rejects when the socket is lost first. Null without a socket. */
  ping(): Promise<void> | null;
  /** What the service speaks: see there. */
  readonly service: Pick<ServiceProtocol, 'version' | 'onTooOld'>;
  /** Gives up a socket that may be dead: it counts as lost, and another one is opened. */
  drop(): void;
  close(): Promise<void>;
}

/** A call that is not answered by then counts as unreachable. */
const CALL_TIMEOUT_MS = 30_000;
/** A socket that is silent for so long is asked whether it still is one: a laptop that slept has lost it unnoticed. */
const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 10_000;

/**
 * What the service answers to a runner, in bytes: many calls are under way side by side, in a process that has to live to
 * end access. A lease that would be longer is asked for again, with less.
 */
const LONGEST_LEASE = 8_000_000;
const LONGEST_TO_RUNNER = 100_000;

type FetchEsque = NonNullable<HTTPLinkOptions<AnyClientTypes>['fetch']>;

/** A client for one identity. Reconnects with jittered backoff until it is closed. */
export function createClient({
  url,
  token,
  random = Math.random,
  pauseMs = (attempt) => backoff(attempt, random()),
  whyNotSent,
  callTimeoutMs = CALL_TIMEOUT_MS,
  protocol = PROTOCOL_VERSION,
}: ClientOptions): Client {
  const address = parseServiceUrl(url);
  if (!address.ok) throw new Error(address.error);
  const service = new ServiceProtocol(protocol);
  const listeners = new Set<(state: 'open' | 'lost') => void>();
  const tell = (state: 'open' | 'lost') => listeners.forEach((listener) => listener(state));

  const opened = new Set<BoundedSocket>();
  class TrackedSocket extends BoundedSocket {
    constructor(...place: ConstructorParameters<typeof BoundedSocket>) {
      super(...place);
      opened.add(this);
      this.on('close', () => opened.delete(this));
    }
  }
  const inState = (state: number): BoundedSocket[] => [...opened].filter((each) => each.readyState === state);

  const sockets = createWSClient({
    url: address.value.replace(/^http/, 'ws'),
    WebSocket: TrackedSocket as unknown as typeof globalThis.WebSocket,
    connectionParams: { ...(token !== null && { token }), [PROTOCOL_PARAM]: String(protocol) },
    lazy: { enabled: true, closeMs: 1_000 },
    keepAlive: { enabled: true, intervalMs: PING_EVERY_MS, pongTimeoutMs: PONG_WITHIN_MS },
    retryDelayMs: pauseMs,
    onOpen: () => tell('open'),
    onClose: () => tell('lost'),
  });

  const api = createTRPCClient<AppRouter>({
    links: [
      ...(whyNotSent ? [sendUnlessBarred(whyNotSent)] : []),
      service.link(),
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: wsLink({ client: sockets }),
        false: httpLink({
          url: address.value,
          // Inputs in bodies: URLs end up in the logs of proxies, and are too short for long reasons.
          methodOverride: 'POST',
          headers: {
            ...(token !== null && { authorization: `Bearer ${token}` }),
            [PROTOCOL_HEADER]: String(protocol),
          },
          fetch: fetchWithin(callTimeoutMs, service),
        }),
      }),
    ],
  });

  return {
    api,
    service,
    onSocket(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ping: () => inState(TrackedSocket.OPEN)[0]?.asks() ?? null,
    drop: () => opened.forEach((socket) => socket.terminate()),
    close: () => {
      // The client would wait for them, and nobody may be there to answer.
      for (const socket of inState(TrackedSocket.CONNECTING)) socket.terminate();
      return sockets.close();
    },
  };
}

/** Never waits for ever. Nor for an answer that begins and does not end: `httpFetch` is done when it has read all of it. */
const fetchWithin =
  (limitMs: number, service: ServiceProtocol): FetchEsque =>
  (input, init) =>
    untilAborted({ signals: [init?.signal as AbortSignal | undefined], limitMs }, async (signal) => {
      const answer = await httpFetch(String(input), {
        method: init?.method,
        headers: init?.headers as Record<string, string> | undefined,
        body: init?.body as string | null | undefined,
        signal,
        longestAnswer: longestAnswer(String(input)),
      });
      service.heard(answer.header);
      return answer;
    });

function longestAnswer(url: string): number | undefined {
  const path = new URL(url).pathname;
  if (path.endsWith('/runner.lease')) return LONGEST_LEASE;
  return path.includes('/runner.') ? LONGEST_TO_RUNNER : undefined;
}
