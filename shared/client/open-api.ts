import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import type { AppRouter } from '../api/app-router.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../contract/protocol-version.ts';
import { dial } from './dial.ts';
import type { HttpAnswer } from './http-fetch.ts';
import { serviceFetch } from './service-fetch.ts';

/** A call that is not answered by then counts as unreachable; in milliseconds. */
export const CALL_TIMEOUT_MS = 30_000;

export interface OpenOptions {
  readonly callTimeoutMs?: number | undefined;
  /** For tests of other versions than today's. */
  readonly protocol?: number | undefined;
  readonly onAnswer?: (answer: HttpAnswer) => void;
}

/** The procedures that anybody may call, at one address: nothing says who calls. */
export function openApi(
  address: string,
  { callTimeoutMs = CALL_TIMEOUT_MS, protocol = PROTOCOL_VERSION, onAnswer }: OpenOptions,
): Pick<TRPCClient<AppRouter>, 'session'> {
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: dial(address).base,
        methodOverride: 'POST',
        headers: { [PROTOCOL_HEADER]: String(protocol) },
        fetch: serviceFetch({
          address,
          limitMs: callTimeoutMs,
          prover: null,
          nonces: { nonceOf: () => '', heard: () => undefined },
          ...(onAnswer && { onAnswer }),
        }),
      }),
    ],
  });
}
