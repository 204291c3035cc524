import {
  request as plainRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { SecureContext } from 'node:tls';
import { ownAuthorities } from '../system/authorities.ts';
import { connectionFault } from './connection-fault.ts';
import { socketPathOf } from '../lib/service-place.ts';

/** A page of the log. In bytes. */
const LONGEST_ANSWER = 64 * 1024 * 1024;

export interface HttpCall {
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | null | undefined;
  readonly signal: AbortSignal;
  /** The address of a service at a socket: the call goes there, whatever the host in its URL. */
  readonly socket?: string | undefined;
  /** In bytes: an answer that is longer is cut off, and the call fails. */
  readonly longestAnswer?: number | undefined;
  /** For who can ask elsewhere; without it only `signal` ends the wait. */
  readonly patience?: Patience | undefined;
}

/** How long somebody may take to be connected to, and then be silent; in milliseconds. */
export interface Patience {
  readonly connectMs: number;
  readonly silentMs: number;
}

/** The call failed before anything of it was sent: nobody can have carried it out. */
export class NeverSent extends Error {}

/** A kept connection was over: mostly the service had closed it before, but it may have read the call, and carried it out. */
export class StaleConnection extends Error {}

/** Whoever answered did so with a page, or with nothing: no Latchkey service. */
export class NoJson extends Error {
  readonly status: number;

  constructor(status: number) {
    // not for people: `saidAway` knows it by its kind
    super(`an answer that is no JSON (${status})`);
    this.status = status;
  }
}

/** What writing to a connection, or reading from it, says when the other side has closed it. */
const OVER: ReadonlySet<string | undefined> = new Set(['ECONNRESET', 'EPIPE']);

export interface HttpAnswer {
  readonly status: number;
  readonly ok: boolean;
  /** By its name in lower case. */
  header(name: string): string | undefined;
  /** Whether the connection that it came on is still there, for the next call. */
  isConnected(): boolean;
  json(): Promise<unknown>;
}

/**
 * What the typed client needs of `fetch`, on Node's own http. The `fetch` that is inside the Electron with Node 20 now
 * and then fails for the whole life of a process ("Cannot read properties of undefined (reading 'markResourceTiming')",
 * shared/decisions/0008). Redirects are not followed: they would carry the call elsewhere. Rejects when nobody answers.
 */
export function httpFetch(
  url: string,
  { method = 'GET', headers = {}, body, signal, socket, longestAnswer = LONGEST_ANSWER, patience }: HttpCall,
): Promise<HttpAnswer> {
  const isTls = new URL(url).protocol === 'https:';
  const request = isTls ? tlsRequest : plainRequest;
  const options: RequestOptions & { secureContext?: SecureContext | undefined } = {
    ...{ method, headers: { ...headers, accept: 'application/json' }, signal },
    ...(patience && { timeout: patience.connectMs }),
    ...(isTls && { secureContext: ownAuthorities()?.secureContext }),
    ...(socket !== undefined && { socketPath: socketPathOf(socket) ?? undefined }),
  };
  let isSent = false;
  const onConnected = (asked: ClientRequest): void => {
    isSent = true;
    if (patience) asked.setTimeout(patience.silentMs);
  };
  return new Promise((resolve, reject) => {
    const asked: ClientRequest = request(url, options, (response) => {
      const connection = response.socket;
      read(response, longestAnswer).then((text) => {
        const status = response.statusCode ?? 0;
        if (status >= 300 && status < 400) reject(new Error(`${status}: a redirect is not followed`));
        else
          resolve({
            status,
            ok: status >= 200 && status < 300,
            header: (name) => [response.headers[name]].flat()[0],
            isConnected: () => !connection.destroyed,
            json: async () => parsed(text, status),
          });
      }, reject);
    });
    asked.on('socket', (connection) => {
      if (connection.connecting)
        connection.once(isTls ? 'secureConnect' : 'connect', () => onConnected(asked));
      else onConnected(asked);
    });
    // Without patience, too, the agent says so after some seconds of silence: that is for `signal` to judge.
    if (patience) asked.on('timeout', () => asked.destroy(new Error('nobody answered in time')));
    asked.on('error', (error: NodeJS.ErrnoException) => {
      if (asked.reusedSocket && OVER.has(error.code)) return reject(new StaleConnection(error.message));
      const fault = connectionFault(error, socket ?? url) ?? error;
      reject(isSent || signal.aborted ? fault : new NeverSent(fault.message, { cause: fault }));
    });
    asked.end(body ?? undefined);
  });
}

function parsed(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NoJson(status);
  }
}

async function read(response: IncomingMessage, longest: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longest) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
