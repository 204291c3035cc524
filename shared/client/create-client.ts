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
import { STORE_AWAY } from '../contract/store-away.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { PROTOCOL_HEADER, PROTOCOL_PARAM, PROTOCOL_VERSION } from '../contract/protocol-version.ts';
import { backoff } from '../lib/backoff.ts';
import { untilAborted } from '../system/until-aborted.ts';
import { Addresses } from './addresses.ts';
import { BoundedSocket } from './bounded-socket.ts';
import { callAnyAddress } from './call-any-address.ts';
import { httpFetch, type Patience } from './http-fetch.ts';
import { learnAddresses } from './learn-addresses.ts';
import { roundPause } from './round-pause.ts';
import { sendUnlessBarred, type WhyNotSent } from './send-unless-barred.ts';
import { signStatements } from './sign-statements.ts';
import type { Signer } from './signer.ts';
import { ServiceProtocol } from './service-protocol.ts';

export interface ClientOptions {
  /** The service's address, or all that are known. Plain http to another machine throws. */
  readonly url: string | Addresses;
  /** Null only for joining. */
  readonly token: string | null;
  /** Signs what is said to the service. Without it nothing can be said that has to be signed. */
  readonly signer?: Signer | undefined;
  /** In [0, 1): jitter of reconnects. */
  readonly random?: () => number;
  /**
   * How long to wait before round number `attempt` of a lost socket (0 is the first again); asked when that pause begins. In
   * each round all addresses are tried without a pause.
   */
  readonly pauseMs?: ((attempt: number) => number) | undefined;
  /** Asked before each change that is to be sent. */
  readonly whyNotSent?: WhyNotSent;
  /** For tests of calls that are never answered. */
  readonly callTimeoutMs?: number;
  readonly patience?: Patience;
  /** For tests of other versions than today's. */
  readonly protocol?: number;
}

export interface Client {
  /** The service's procedures, typed. Calls go over HTTP, subscriptions over a WebSocket that is opened with the first. */
  readonly api: TRPCClient<AppRouter>;
  readonly addresses: Addresses;
  /**
   * Told when the socket opens, and when it is lost or could not be opened; `why` where the only address that there is says
   * that it cannot do its work, or TLS with it does not come about. Answers with how to stop listening.
   */
  onSocket(listener: SocketListener): () => void;
  /** Asks the service for a sign of life: resolves with it, rejects when the socket is lost first. Null without a socket. */
  ping(): Promise<void> | null;
  /** What the service speaks: see there. */
  readonly service: Pick<ServiceProtocol, 'version' | 'onTooOld'>;
  /** Gives up a socket that may be dead: it counts as lost, and another one is opened. */
  drop(): void;
  close(): Promise<void>;
}

type SocketListener = (state: 'open' | 'lost', why?: Refusal) => void;

/** A call that is not answered by then counts as unreachable. */
const CALL_TIMEOUT_MS = 30_000;
/** Who does not connect or answer by then is left for another address, where there is one. A busy service answers sooner. */
const PATIENCE: Patience = { connectMs: 4_000, silentMs: 10_000 };
/** A socket that is silent for so long is asked whether it still is one: a laptop that slept has lost it unnoticed. */
const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 10_000;

/**
 * What the service answers to a runner, in bytes: many calls are under way side by side, in a process that has to live to
 * end access. A lease that would be longer is asked for again, with less.
 */
const LONGEST_LEASE = 8_000_000;
const LONGEST_TO_RUNNER = 100_000;

const AWAY = refuse('notSupported', STORE_AWAY);

type FetchEsque = NonNullable<HTTPLinkOptions<AnyClientTypes>['fetch']>;

/**
 * A client for one identity. Calls and the socket go to the address in use. What is not answered there is tried at the others
 * at once, and again after a pause with jitter, until the client is closed.
 */
export function createClient({
  url,
  token,
  signer,
  random = Math.random,
  pauseMs = (attempt) => backoff(attempt, random()),
  whyNotSent,
  callTimeoutMs = CALL_TIMEOUT_MS,
  patience = PATIENCE,
  protocol = PROTOCOL_VERSION,
}: ClientOptions): Client {
  const addresses = typeof url === 'string' ? new Addresses({ joined: url }) : url;
  const service = new ServiceProtocol(protocol);
  const listeners = new Set<SocketListener>();
  const tell: SocketListener = (...news) => listeners.forEach((listener) => listener(...news));
  /** Why the last socket ended, as far as that is known. */
  let ended: Refusal | undefined;

  const opened = new Set<TrackedSocket>();
  class TrackedSocket extends BoundedSocket {
    /** Closed from here, by who needs it no more. */
    #isDone = false;

    constructor(...place: ConstructorParameters<typeof BoundedSocket>) {
      super(...place);
      opened.add(this);
      this.on('open', () => addresses.answered(this.address));
      this.on('close', () => {
        opened.delete(this);
        ended = whyEnded(this);
        if (!this.#isDone) addresses.failed(this.address);
      });
    }

    get address(): string {
      return new URL(this.url.replace(/^ws/, 'http')).origin;
    }

    override close(...why: Parameters<BoundedSocket['close']>): void {
      this.#isDone = true;
      super.close(...why);
    }
  }
  const inState = (state: number): TrackedSocket[] => [...opened].filter((each) => each.readyState === state);

  const sockets = createWSClient({
    url: async () => {
      const address = addresses.inUse;
      if (await addresses.isTrusted(address)) return address.replace(/^http/, 'ws');
      addresses.failed(address);
      tell('lost');
      throw new Error('nobody there proves to be the service that was joined');
    },
    WebSocket: TrackedSocket as unknown as typeof globalThis.WebSocket,
    connectionParams: { ...(token !== null && { token }), [PROTOCOL_PARAM]: String(protocol) },
    lazy: { enabled: true, closeMs: 1_000 },
    keepAlive: { enabled: true, intervalMs: PING_EVERY_MS, pongTimeoutMs: PONG_WITHIN_MS },
    retryDelayMs: (tries) => roundPause(tries, addresses.all.length, pauseMs),
    onOpen: () => tell('open'),
    onClose: () => tell('lost', addresses.all.length < 2 ? ended : undefined),
  });

  const api = createTRPCClient<AppRouter>({
    links: [
      ...(whyNotSent ? [sendUnlessBarred(whyNotSent)] : []),
      ...(signer ? [signStatements(signer)] : []),
      service.link(),
      learnAddresses(addresses),
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: wsLink({ client: sockets }),
        false: callAnyAddress(addresses, (address) =>
          httpLink({
            url: address,
            // Inputs in bodies: URLs end up in the logs of proxies, and are too short for long reasons.
            methodOverride: 'POST',
            headers: {
              ...(token !== null && { authorization: `Bearer ${token}` }),
              [PROTOCOL_HEADER]: String(protocol),
            },
            fetch: fetchWithin(callTimeoutMs, service, () =>
              addresses.all.length > 1 ? patience : undefined,
            ),
          }),
        ),
      }),
    ],
  });
  // Where calls are not answered any more, nothing more is to be heard either.
  const stopMoving = addresses.onUse((address) => {
    for (const socket of opened) if (socket.address !== address) socket.terminate();
  });

  return {
    api,
    service,
    addresses,
    onSocket(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ping: () => inState(TrackedSocket.OPEN)[0]?.asks() ?? null,
    drop: () => opened.forEach((socket) => socket.terminate()),
    close: () => {
      stopMoving();
      // The client would wait for them, and nobody may be there to answer.
      for (const socket of inState(TrackedSocket.CONNECTING)) socket.terminate();
      return sockets.close();
    },
  };
}

function whyEnded({ said, fault }: BoundedSocket): Refusal | undefined {
  if (said === STORE_AWAY) return AWAY;
  return fault ? refuse('notSupported', fault.message) : undefined;
}

/** Never waits for ever. Nor for an answer that begins and does not end: `httpFetch` is done when it has read all of it. */
const fetchWithin =
  (limitMs: number, service: ServiceProtocol, patience: () => Patience | undefined): FetchEsque =>
  (input, init) =>
    untilAborted({ signals: [init?.signal as AbortSignal | undefined], limitMs }, async (signal) => {
      const answer = await httpFetch(String(input), {
        method: init?.method,
        headers: init?.headers as Record<string, string> | undefined,
        body: init?.body as string | null | undefined,
        signal,
        longestAnswer: longestAnswer(String(input)),
        patience: patience(),
      });
      service.heard(answer.header);
      return answer;
    });

function longestAnswer(url: string): number | undefined {
  const path = new URL(url).pathname;
  if (path.endsWith('/runner.lease')) return LONGEST_LEASE;
  return path.includes('/runner.') ? LONGEST_TO_RUNNER : undefined;
}
