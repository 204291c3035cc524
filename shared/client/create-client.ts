import { createTRPCClient, createWSClient, httpLink, splitLink, wsLink, type TRPCClient } from '@trpc/client';
import type { AppRouter } from '../api/app-router.ts';
import { STORE_AWAY } from '../contract/store-away.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { PROTOCOL_HEADER, PROTOCOL_PARAM, PROTOCOL_VERSION } from '../contract/protocol-version.ts';
import { PROOF_PARAM } from '../contract/call-proof.ts';
import { backoff } from '../lib/backoff.ts';
import type { Clock } from '../ports/clock.ts';
import { systemClock } from '../system/system-clock.ts';
import { Addresses, type KnownAddresses } from './addresses.ts';
import { BoundedSocket } from './bounded-socket.ts';
import { ClockCheck } from './clock-check.ts';
import { ConnectionFault } from './connection-fault.ts';
import { dial, socketUrl } from './dial.ts';
import { callAnyAddress } from './call-any-address.ts';
import type { Patience } from './http-fetch.ts';
import { learnAddresses } from './learn-addresses.ts';
import { CALL_TIMEOUT_MS, type OpenOptions } from './open-api.ts';
import { createProver, type CallIdentity } from './prove-call.ts';
import { whoIsAt } from './prove-address.ts';
import { roundPause } from './round-pause.ts';
import { sendUnlessBarred, type WhyNotSent } from './send-unless-barred.ts';
import { serviceFetch } from './service-fetch.ts';
import { signStatements } from './sign-statements.ts';
import type { Signer } from './signer.ts';
import { ServiceProtocol } from './service-protocol.ts';
import { saidAway } from './why-away.ts';

export interface ClientOptions {
  /** The service's address, or all that are known. Plain http to another machine throws. */
  readonly url: string | Addresses;
  /** Proves each call. Null only for joining: nothing says then who calls, and nobody has to prove to be the service. */
  readonly identity: CallIdentity | null;
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
  /** What is dated here is dated by it. */
  readonly clock?: Pick<Clock, 'now' | 'monotonicMs'>;
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
  /** How this computer's clock compares with the service's. */
  readonly clockCheck: Pick<ClockCheck, 'problem'>;
  /**
   * Told when the socket opens, and when it is lost or could not be opened; `why` where the only address that there is says
   * that it cannot do its work, or TLS with it does not come about, and (`notProven`) where somebody else is in the place of the
   * service. Answers with how to stop listening.
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

/** Who does not connect or answer by then is left for another address, where there is one. A busy service answers sooner. */
const PATIENCE: Patience = { connectMs: 4_000, silentMs: 10_000 };
/** A socket that is silent for so long is asked whether it still is one: a laptop that slept has lost it unnoticed. */
const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 10_000;

const AWAY = refuse('unreachable', 'storeAway');

/**
 * A client for one identity. Calls and the socket go to the address in use. What is not answered there is tried at the others
 * at once, and again after a pause with jitter, until the client is closed.
 */
export function createClient({
  url,
  identity,
  signer,
  random = Math.random,
  pauseMs = (attempt) => backoff(attempt, random()),
  whyNotSent,
  clock = systemClock,
  callTimeoutMs = CALL_TIMEOUT_MS,
  patience = PATIENCE,
  protocol = PROTOCOL_VERSION,
}: ClientOptions): Client {
  const addresses =
    typeof url === 'string'
      ? new Addresses({ joined: url, whoIsAt: whoIsAtFor(identity, { callTimeoutMs, protocol }) })
      : url;
  const prover = identity === null ? null : createProver(identity);
  const service = new ServiceProtocol(protocol);
  const clockCheck = new ClockCheck(clock);
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

    override close(...why: Parameters<BoundedSocket['close']>): void {
      this.#isDone = true;
      super.close(...why);
    }
  }
  const inState = (state: number): TrackedSocket[] => [...opened].filter((each) => each.readyState === state);

  /** Who is asked who they are, and does not answer, is not waited for at the end. */
  const closing = new AbortController();
  /** Where the socket is opened, or was last. */
  let dialled = '';
  const sockets = createWSClient({
    url: async () => {
      const address = addresses.inUse;
      const why = await unlessAborted(closing.signal, addresses.whyNot(address));
      dialled = address;
      if (why === null) return socketUrl(address);
      addresses.failed(address);
      tell('lost', whyLost(addresses, why));
      throw why;
    },
    WebSocket: TrackedSocket as unknown as typeof globalThis.WebSocket,
    connectionParams: () => ({
      ...(prover && { [PROOF_PARAM]: prover.socket(addresses.nonceOf(dialled)) }),
      [PROTOCOL_PARAM]: String(protocol),
    }),
    lazy: { enabled: true, closeMs: 1_000 },
    keepAlive: { enabled: true, intervalMs: PING_EVERY_MS, pongTimeoutMs: PONG_WITHIN_MS },
    retryDelayMs: (tries) => roundPause(tries, addresses.all.length, pauseMs),
    onOpen: () => tell('open'),
    onClose: () => tell('lost', addresses.all.length < 2 ? ended : undefined),
  });

  const api = createTRPCClient<AppRouter>({
    links: [
      ...(whyNotSent ? [sendUnlessBarred(whyNotSent)] : []),
      ...(identity ? [clockCheck.link()] : []),
      ...(signer ? [signStatements(signer)] : []),
      service.link(),
      learnAddresses(addresses),
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: wsLink({ client: sockets }),
        false: callAnyAddress(addresses, (address) =>
          httpLink({
            url: dial(address).base,
            // Inputs in bodies: URLs end up in the logs of proxies, and are too short for long reasons.
            methodOverride: 'POST',
            headers: { [PROTOCOL_HEADER]: String(protocol) },
            fetch: serviceFetch({
              ...{ address, prover, nonces: addresses, limitMs: callTimeoutMs },
              patience: () => (addresses.all.length > 1 ? patience : undefined),
              onAnswer: ({ header }) => service.heard(header),
            }),
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
    clockCheck,
    onSocket(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ping: () => inState(TrackedSocket.OPEN)[0]?.asks() ?? null,
    drop: () => opened.forEach((socket) => socket.terminate()),
    close: () => {
      stopMoving();
      closing.abort();
      // The client would wait for them, and nobody may be there to answer.
      for (const socket of inState(TrackedSocket.CONNECTING)) socket.terminate();
      return sockets.close();
    },
  };
}

function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(new Error('the client was closed'));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}

function whyEnded({ said, fault }: BoundedSocket): Refusal | undefined {
  if (said === STORE_AWAY) return AWAY;
  return fault ? { code: 'notSupported', told: fault.told } : undefined;
}

/** Without an identity nothing is pinned, and nothing is sent that is not for whoever answers. */
const whoIsAtFor =
  (identity: CallIdentity | null, { callTimeoutMs, protocol }: OpenOptions): KnownAddresses['whoIsAt'] =>
  async (address, withinMs) =>
    identity === null
      ? { kind: 'ours', nonce: null, isConnected: () => true }
      : whoIsAt(address, identity, { callTimeoutMs: withinMs ?? callTimeoutMs, protocol });

/** Why there is no socket, where that is known; `why`: what was found at the address that was tried last. */
function whyLost(addresses: Addresses, why: Error): Refusal | undefined {
  const { stranger } = addresses;
  if (stranger) return { code: 'notProven', told: stranger.told };
  if (addresses.all.length > 1) return undefined;
  const told = why instanceof ConnectionFault ? why.told : saidAway(why);
  return told === null ? undefined : { code: 'notSupported', told };
}
