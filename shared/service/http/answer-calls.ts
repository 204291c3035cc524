import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { appRouter, type ApiContext } from '../../api/app-router.ts';
import { NONCE_HEADER, PROOF_HEADER } from '../../contract/call-proof.ts';
import { PROCEDURES } from '../../api/procedures.ts';
import { LIMITS } from '../../contract/limits.ts';
import {
  FLOOR_HEADER,
  PROTOCOL_HEADER,
  versionSaid,
  whyClientTooOld,
  type SpokenProtocol,
} from '../../contract/protocol-version.ts';
import { RefusalError } from '../../contract/refusal-error.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { bodyLimit } from './body-limit.ts';
import type { Connections } from './connections.ts';
import type { Metrics, Outcome } from './create-metrics.ts';
import { isParsable } from './json-shape.ts';
import { readBody } from './read-body.ts';
import { remoteAddress } from './remote-address.ts';
import { sendAway } from './send-away.ts';
import { hashHex } from '../system/hash-hex.ts';
import type { Nonces } from './nonces.ts';
import type { createSignIn } from './sign-in.ts';
import { AWAY, type NotNow, type TurnedAway } from './turn-away.ts';

export interface CallParts {
  readonly signIn: ReturnType<typeof createSignIn>;
  readonly nonces: Pick<Nonces, 'current'>;
  readonly connections: Connections;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
  readonly behindProxy: boolean;
  /** Whether a `Host` header names this service. */
  readonly isKnownHost: (host: string | undefined) => boolean;
  /** What this service speaks, and how far back. */
  readonly protocol: SpokenProtocol;
  /** Whether the store cannot be reached. */
  readonly isAway: () => boolean;
}

const TOO_LARGE: TurnedAway = { status: 413, refusal: refuse('badInput', 'callTooLarge') };
const TOO_COMPLEX: TurnedAway = {
  status: 413,
  refusal: refuse('badInput', 'callTooDeep'),
};
const OTHER_BODY: TurnedAway = {
  status: 403,
  refusal: refuse('badProof', 'callAltered'),
};
const TOO_MANY_CONNECTIONS: TurnedAway = {
  status: 429,
  refusal: refuse('tooManyTries', 'tooManyConnections'),
};

/**
 * Calls over HTTP: one a request, all by POST, so that what people write is in bodies and not in URLs and their logs.
 * Nothing of a body is parsed before it is known who sends it, that it is short enough for what is called, and that it is
 * not made to keep a parser busy.
 */
export function answerCalls(parts: CallParts) {
  const { metrics, clock, protocol, nonces } = parts;
  const handle = createHandler(parts);
  return (request: IncomingMessage, response: ServerResponse): void => {
    const startedMs = clock.monotonicMs();
    const name = /^\/([\w.]{1,60})$/.exec(request.url ?? '')?.[1] ?? '';
    const procedure = PROCEDURES.has(name) ? name : 'unknown';
    response.on('close', () =>
      metrics.request(procedure, outcomeOf(response.statusCode), clock.monotonicMs() - startedMs),
    );
    response.setHeader('cache-control', 'no-store');
    response.setHeader(PROTOCOL_HEADER, String(protocol.version));
    response.setHeader(FLOOR_HEADER, String(protocol.floor));
    response.setHeader(NONCE_HEADER, nonces.current);
    void handle(procedure, request, response);
  };
}

function createHandler({ signIn, connections, behindProxy, log, protocol, isAway }: CallParts) {
  /** Made once they are needed: nobody would hear that one of a call that is sent away failed, and the process would end. */
  const contexts = new WeakMap<IncomingMessage, () => Promise<ApiContext>>();
  const carryOut = createHTTPHandler({
    router: appRouter,
    allowBatching: false,
    allowMethodOverride: true,
    maxBodySize: LIMITS.bodyBytes,
    createContext: ({ req }) =>
      contexts.get(req)?.() ?? Promise.reject(new Error('nobody was asked who calls')),
    onError: ({ error, path }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR' || error.code === 'SERVICE_UNAVAILABLE')
        log.error({ err: error.cause ?? error, path }, 'a call failed');
    },
  });

  return async (procedure: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (isAway()) return sendAway(response, AWAY);
    const said = {
      proof: headerOf(request, PROOF_HEADER),
      // As it was sent, with all that comes after a question mark.
      of: { kind: 'call', method: request.method ?? '', path: (request.url ?? '').slice(1) } as const,
      address: remoteAddress(request, behindProxy),
    };
    const found = await signIn(said).catch((fault: unknown) => ({ fault }));
    if ('fault' in found) {
      // Refused for its proof, or whose it is may not be to be had now; else it is told where all faults are.
      const why = whyRefused(found.fault);
      if (why) return sendAway(response, why);
      contexts.set(request, () => Promise.reject(found.fault));
      return carryOut(Object.assign(request, { body: '' }), response);
    }
    const tooOld = whyClientTooOld(versionSaid(request.headers[PROTOCOL_HEADER]), protocol.floor);
    contexts.set(request, async () => ({ ...found, tooOld }));
    const { caller, signedBody } = found;
    if (caller && !behindProxy && !connections.signedIn(request.socket, caller.memberId))
      return sendAway(response, TOO_MANY_CONNECTIONS);
    const body = await readBody(request, bodyLimit(procedure, caller !== null));
    if (body.kind === 'gone') return;
    if (body.kind === 'tooLarge') return sendAway(response, TOO_LARGE);
    if (signedBody !== null && hashHex(body.bytes) !== signedBody) return sendAway(response, OTHER_BODY);
    if (!isParsable(body.bytes)) return sendAway(response, TOO_COMPLEX);
    carryOut(Object.assign(request, { body: body.bytes.toString('utf8') }), response);
  };
}

function outcomeOf(status: number): Outcome {
  if (status < 400) return 'ok';
  return status < 500 ? 'refused' : 'fault';
}

/** The answer to a call whose caller is not to be had; null where that is neither a refusal nor about the store. */
function whyRefused(fault: unknown): TurnedAway | NotNow | null {
  if (!(fault instanceof TRPCError)) return null;
  if (fault.code === 'SERVICE_UNAVAILABLE') return AWAY;
  if (!(fault.cause instanceof RefusalError)) return null;
  return { status: getHTTPStatusCodeFromError(fault), refusal: fault.cause.refusal };
}

const headerOf = ({ headers }: IncomingMessage, name: string): string | null =>
  [headers[name]].flat()[0] ?? null;
