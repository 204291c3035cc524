import type { HTTPLinkOptions } from '@trpc/client';
import type { AnyClientTypes } from '@trpc/server/unstable-core-do-not-import';
import { NONCE_HEADER, PROOF_HEADER } from '../contract/call-proof.ts';
import { fieldOf } from '../formats/wire/field-of.ts';
import { refusalIn } from '../formats/wire/refusal-in.ts';
import { socketPathOf } from '../lib/service-place.ts';
import { untilAborted } from '../system/until-aborted.ts';
import { httpFetch, type HttpAnswer, type Patience } from './http-fetch.ts';
import type { Prover } from './prove-call.ts';

/**
 * What the service answers to a runner, in bytes: many calls are under way side by side, in a process that has to live to
 * end access. A lease that would be longer is asked for again, with less.
 */
const LONGEST_LEASE = 8_000_000;
const LONGEST_TO_RUNNER = 100_000;

type FetchEsque = NonNullable<HTTPLinkOptions<AnyClientTypes>['fetch']>;

export interface Fetching {
  /** Of the service. */
  readonly address: string;
  /** For all of a call, in milliseconds. */
  readonly limitMs: number;
  readonly patience?: () => Patience | undefined;
  /** Null: nothing is proven. */
  readonly prover: Prover | null;
  /** The nonces of the services, by address. */
  readonly nonces: { nonceOf(address: string): string; heard(address: string, nonce: string): void };
  readonly onAnswer?: (answer: HttpAnswer) => void;
}

/**
 * Never waits for ever. Nor for an answer that begins and does not end: `httpFetch` is done when it has read all of it.
 * A call whose nonce the service does not take any more was not carried out, and is sent once more, with the one it told.
 */
export const serviceFetch =
  (parts: Fetching): FetchEsque =>
  (input, init) =>
    untilAborted(
      { signals: [init?.signal as AbortSignal | undefined], limitMs: parts.limitMs },
      async (signal) => {
        const { address } = parts;
        const url = new URL(String(input));
        const socket = socketPathOf(address) === null ? undefined : address;
        const method = init?.method ?? 'GET';
        const body = (init?.body as string | null | undefined) ?? '';
        const send = async (): Promise<HttpAnswer> => {
          const what = { method, path: url.href.slice(url.origin.length + 1) };
          const proof = parts.prover?.call(what, body, parts.nonces.nonceOf(address));
          const answer = await httpFetch(url.href, {
            ...{ method, body, signal, socket },
            headers: {
              ...(init?.headers as Record<string, string> | undefined),
              ...(proof !== undefined && { [PROOF_HEADER]: proof }),
            },
            longestAnswer: longestAnswer(url.pathname),
            patience: parts.patience?.(),
          });
          const nonce = answer.header(NONCE_HEADER);
          if (nonce !== undefined) parts.nonces.heard(address, nonce);
          parts.onAnswer?.(answer);
          return answer;
        };
        const answer = await send();
        return parts.prover !== null && (await isOfOldNonce(answer)) ? send() : answer;
      },
    );

async function isOfOldNonce(answer: HttpAnswer): Promise<boolean> {
  if (answer.status !== 401) return false;
  return refusalIn(fieldOf(await answer.json(), 'error'))?.code === 'oldNonce';
}

function longestAnswer(path: string): number | undefined {
  if (path.endsWith('/runner.lease')) return LONGEST_LEASE;
  return path.includes('/runner.') ? LONGEST_TO_RUNNER : undefined;
}
