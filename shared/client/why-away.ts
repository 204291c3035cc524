import { TRPCClientError } from '@trpc/client';
import { STORE_AWAY } from '../contract/store-away.ts';
import { innermost } from '../lib/innermost.ts';
import { connectionFaultIn } from './connection-fault.ts';
import { inTurn, told, type Told } from '../words/told.ts';
import { ToldError } from '../words/told-error.ts';
import { NoJson } from './http-fetch.ts';

/**
 * Why a call failed, where that is known: what a service says that is there, and cannot do its work, why no connection
 * came about, or who else answers, with what to do. Null when just nobody answered.
 */
export function saidAway(error: unknown): Told | null {
  if (!(error instanceof TRPCClientError)) return null;
  if (error.message === STORE_AWAY) return told('storeAway');
  const why = connectionFaultIn(error)?.told ?? whoElseIn(error);
  if (why === null) return null;
  // Of several addresses it is the fault of the last.
  return error.cause instanceof NoneAnswers ? inTurn([error.cause.told, why]) : why;
}

/** Who answers with what no service says: something else, or a proxy whose service is not there. */
function whoElseIn(error: Error): Told | null {
  const inner = innermost(error);
  if (!(inner instanceof NoJson)) return null;
  const { status } = inner;
  return status >= 500 ? told('proxyWithoutService', { status }) : told('noServiceThere', { status });
}

/** None of several addresses answered. `cause`: what came of the last one. */
export class NoneAnswers extends ToldError {
  readonly count: number;

  constructor(count: number, cause: unknown) {
    super(told('noneOfAddresses', { count }), { cause });
    this.name = 'NoneAnswers';
    this.count = count;
  }
}

/**
 * Why the service is away, for people. `vain`: how many tries have failed since it was there, the loss of the connection
 * among them; `count`: how many addresses it has.
 */
export function whyAway(vain: number, count: number): Told {
  if (count < 2) return told('serviceAway');
  return vain < count ? told('nextAddress', { count }) : told('noneOfAddresses', { count });
}
