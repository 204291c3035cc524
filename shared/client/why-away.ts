import { TRPCClientError } from '@trpc/client';
import { STORE_AWAY } from '../contract/store-away.ts';
import { innermost } from '../lib/innermost.ts';
import { connectionFaultIn } from './connection-fault.ts';
import { NoJson } from './http-fetch.ts';

const noService = (status: number): string =>
  `What answers at the address of the service (${status}) is no Latchkey service, or a proxy that lets nothing through. Check the address, its port and the proxy.`;

/**
 * Why a call failed, where that is known: what a service says that is there, and cannot do its work, why no connection
 * came about, or who else answers, with what to do. Null when just nobody answered.
 */
export function saidAway(error: unknown): string | null {
  if (!(error instanceof TRPCClientError)) return null;
  if (error.message === STORE_AWAY) return STORE_AWAY;
  const why = connectionFaultIn(error)?.message ?? whoElseIn(error);
  if (why === null) return null;
  // Of several addresses it is the fault of the last.
  return error.cause instanceof NoneAnswers ? `${error.cause.message} ${why}` : why;
}

/** Who answers with what no service says: something else, or a proxy whose service is not there. */
function whoElseIn(error: Error): string | null {
  const inner = innermost(error);
  if (!(inner instanceof NoJson)) return null;
  return inner.status >= 500
    ? `A proxy answers at the address of the service (${inner.status}), and the service behind it does not. Check that it runs.`
    : noService(inner.status);
}

/** None of several addresses answered. `cause`: what came of the last one. */
export class NoneAnswers extends Error {
  readonly count: number;

  constructor(count: number, cause: unknown) {
    super(noneAnswers(count), { cause });
    this.name = 'NoneAnswers';
    this.count = count;
  }
}

const noneAnswers = (count: number): string => `None of the ${count} addresses of the service answers.`;

/**
 * Why the service is away, for people. `vain`: how many tries have failed since it was there, the loss of the connection
 * among them; `count`: how many addresses it has.
 */
export function whyAway(vain: number, count: number): string {
  if (count < 2) return 'The service cannot be reached.';
  return vain < count
    ? `The connection to the service is lost; the next of its ${count} addresses is being tried.`
    : noneAnswers(count);
}
