import { getWSConnectionHandler } from '@trpc/server/adapters/ws';
import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { appRouter } from '../../api/app-router.ts';
import { PROOF_PARAM } from '../../contract/call-proof.ts';
import { PROTOCOL_PARAM, versionSaid, whyClientTooOld } from '../../contract/protocol-version.ts';
import { RefusalError } from '../../contract/refusal-error.ts';
import { SubscriptionLimit } from '../../api/subscription-limit.ts';
import { refuse } from '../../domain/refusal.ts';
import { durationMs, SECOND_MS } from '../../lib/time.ts';
import type { CallParts } from './answer-calls.ts';
import { refusedCall } from './refused-call.ts';
import { keepSockets } from './keep-sockets.ts';
import { remoteAddress } from './remote-address.ts';
import { boundedEncoder } from './bounded-encoder.ts';
import { socketOutlet } from './socket-outlet.ts';
import { AWAY, sentenceOf, turnAway, type NotNow, type TurnedAway } from './turn-away.ts';

/** What a subscriber says is short: its proof, and what it wants to follow. In bytes. */
const LONGEST_MESSAGE = 16_384;
/** Calls in one message. */
const LARGEST_BATCH = 10;
/** WebSocket close code for a service that restarts (IANA registry): clients come back. */
const SERVICE_RESTART = 1012;
/** So often it is looked whether the store can be reached. */
const LOOK_MS = durationMs(2 * SECOND_MS);

const NO_SOCKETS_HERE: TurnedAway = { status: 404, refusal: refuse('notFound', 'nothingHere') };
const TOO_MANY_STRANGERS: TurnedAway = {
  status: 429,
  refusal: refuse('tooManyTries', 'tooManyUnsigned'),
};
const TOO_MANY_OF_A_DEVICE = refuse('tooManyTries', 'tooManyOfDevice');

const TOO_MANY_OF_A_MEMBER = refuse('tooManyTries', 'tooManyConnections');

/** Subscriptions over WebSocket at `/`; the proof comes in the first message (`connectionParams`). */
export function serveSockets(
  servers: readonly Server[],
  { signIn, connections, metrics, clock, log, behindProxy, isKnownHost, protocol, isAway }: CallParts,
) {
  const wss = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: LONGEST_MESSAGE,
    clientTracking: true,
  });
  const keeper = keepSockets(wss, clock);

  const connect = getWSConnectionHandler({
    wss,
    router: appRouter,
    experimental_encoder: boundedEncoder,
    maxBatchSize: LARGEST_BATCH,
    createContext: async ({ req, res, info }) => {
      const proof = info.connectionParams?.[PROOF_PARAM] ?? null;
      const address = remoteAddress(req, behindProxy);
      const context = await signIn({ proof, of: { kind: 'socket' }, address });
      const { caller, isMember } = context;
      if (caller && !keeper.signedIn(res, caller)) throw refusedCall(TOO_MANY_OF_A_DEVICE);
      if (caller && !behindProxy && !connections.signedIn(req.socket, caller.memberId))
        throw refusedCall(TOO_MANY_OF_A_MEMBER);
      // Asked once the socket is known as theirs: who left before that is found here, who leaves later by `endOf`.
      const isStillThere = caller !== null && isMember(caller);
      return {
        ...context,
        tooOld: whyClientTooOld(versionSaid(info.connectionParams?.[PROTOCOL_PARAM]), protocol.floor),
        caller: isStillThere ? caller : null,
        subscriptions: new SubscriptionLimit(),
        outlet: socketOutlet(req.socket),
      };
    },
    onError: ({ error, path }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR' && !(error.cause instanceof RefusalError))
        log.error({ err: error.cause ?? error, path }, 'a subscription failed');
    },
  });

  wss.on('connection', (socket, request) => {
    keeper.watch(socket, remoteAddress(request, behindProxy));
    connect(socket, request);
  });

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const path = request.url?.split('?')[0];
    const away =
      turnAway(request, isKnownHost) ??
      (path === '/' ? null : NO_SOCKETS_HERE) ??
      (isAway() ? AWAY : null) ??
      (keeper.mayOpen(remoteAddress(request, behindProxy)) ? null : TOO_MANY_STRANGERS);
    if (away === null)
      return wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, request));
    metrics.turnedAway(away.status);
    sayNo(socket, away);
  };
  for (const server of servers) server.on('upgrade', upgrade);
  void keeper.run();

  const stopping = new AbortController();
  const sayGoodbye = (why: string): void => {
    for (const socket of wss.clients) socket.close(SERVICE_RESTART, why);
  };
  /** Who follows a service that cannot read its store hears nothing more: they are to go to another one. */
  async function watchStore(): Promise<void> {
    while (!stopping.signal.aborted) {
      if (isAway()) sayGoodbye(AWAY.message);
      await clock.sleep(LOOK_MS, stopping.signal);
    }
  }
  void watchStore();

  return {
    count: (): number => wss.clients.size,
    /** Cuts off those who left: nothing that they opened may outlive their membership. */
    endOf: keeper.endOf,
    endOfDevices: keeper.endOfDevices,
    /** Says goodbye; who does not answer is cut off later. */
    stop(): void {
      keeper.stop();
      stopping.abort();
      sayGoodbye('the service stops');
    },
    cutOff(): void {
      for (const socket of wss.clients) socket.terminate();
    },
  };
}

function sayNo(socket: Duplex, away: TurnedAway | NotNow): void {
  const { status } = away;
  const sentence = sentenceOf(away);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Type: text/plain`;
  socket.on('error', () => socket.destroy());
  socket.end(`${head}\r\nContent-Length: ${Buffer.byteLength(sentence)}\r\n\r\n${sentence}`);
}
