import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { appRouter } from '../../contract/app-router.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import type { Metrics, Outcome } from './create-metrics.ts';

import { remoteAddress } from './remote-address.ts';
import { bearerToken, type createSignIn } from './sign-in.ts';

export interface CallParts {
  readonly signIn: ReturnType<typeof createSignIn>;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
  readonly behindProxy: boolean;
}

const PROCEDURES: ReadonlySet<string> = new Set(Object.keys(appRouter._def.procedures));

/** Calls over HTTP: one a request, all by POST, so that what people write is in bodies and not in URLs and their logs. */
export function answerCalls({ signIn, metrics, clock, log, behindProxy }: CallParts) {
  const handle = createHTTPHandler({
    router: appRouter,
    allowBatching: false,
    allowMethodOverride: true,
    maxBodySize: LIMITS.bodyBytes,
    createContext: ({ req }) => signIn(bearerToken(req.headers), remoteAddress(req, behindProxy)),
    onError: ({ error, path }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR')
        log.error({ err: error.cause ?? error, path }, 'a call failed');
    },
  });

  return (request: IncomingMessage, response: ServerResponse): void => {
    const startedMs = clock.monotonicMs();
    const name = /^\/([\w.]{1,60})$/.exec(request.url ?? '')?.[1] ?? '';
    const procedure = PROCEDURES.has(name) ? name : 'unknown';
    response.on('close', () =>
      metrics.request(procedure, outcomeOf(response.statusCode), clock.monotonicMs() - startedMs),
    );
    response.setHeader('cache-control', 'no-store');
    handle(request, response);
  };
}

function outcomeOf(status: number): Outcome {
  if (status < 400) return 'ok';
  return status < 500 ? 'refused' : 'fault';
}
