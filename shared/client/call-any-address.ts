import { TRPCClientError, type OperationLink, type TRPCLink } from '@trpc/client';
import { observable, type Unsubscribable } from '@trpc/server/observable';
import type { AppRouter } from '../api/app-router.ts';
import type { Addresses } from './addresses.ts';
import { StaleConnection } from './http-fetch.ts';
import { isUnreachable } from './is-unreachable.ts';
import { mayBeSentAgain } from './may-be-sent-again.ts';
import { NoneAnswers } from './why-away.ts';

/**
 * The last link of a client for calls: each goes to the address in use and, where nobody answers there, at once to the next,
 * to each once. What may have been carried out is asked again only where a second time does no harm; else who called is told.
 */
export function callAnyAddress(
  addresses: Addresses,
  linkTo: (address: string) => TRPCLink<AppRouter>,
): TRPCLink<AppRouter> {
  return (runtime) => {
    const links = new Map<string, OperationLink<AppRouter>>();
    const linkOf = (address: string): OperationLink<AppRouter> => {
      const link = links.get(address) ?? linkTo(address)(runtime);
      links.set(address, link);
      return link;
    };
    return ({ op, next }) =>
      observable((observer) => {
        const tried = new Set<string>();
        let sent: Unsubscribable | null = null;
        let isOver = false;
        const giveUp = (fault: TRPCClientError<AppRouter> | null): void => {
          const count = addresses.all.length;
          const isOfOne = fault !== null && count < 2;
          observer.error(isOfOne ? fault : TRPCClientError.from(new NoneAnswers(count, fault)));
        };
        const tryNext = async (last: TRPCClientError<AppRouter> | null): Promise<void> => {
          const address = addresses.next(tried);
          if (address === null) return giveUp(last);
          tried.add(address);
          return tryAt(address);
        };
        const tryAt = async (address: string): Promise<void> => {
          const why = await addresses.whyNot(address);
          if (isOver) return;
          if (why === null) return ask(address);
          addresses.failed(address);
          return tryNext(TRPCClientError.from(why));
        };
        const ask = (address: string): void => {
          sent = linkOf(address)({ op, next }).subscribe({
            next(value) {
              addresses.answered(address);
              observer.next(value);
            },
            complete: () => observer.complete(),
            error(fault) {
              const isAway = isUnreachable(fault);
              const mayBeAgain = mayBeSentAgain(op, fault.cause);
              // Who called thought better of it: that says nothing of the address.
              if (op.signal?.aborted) return observer.error(fault);
              // Nor does a kept connection that the service had closed meanwhile. There may be more of them; a new one is none.
              if (fault.cause instanceof StaleConnection && mayBeAgain) return void tryAt(address);
              if (isAway) addresses.failed(address);
              else addresses.answered(address);
              if (isAway && mayBeAgain) void tryNext(fault);
              else observer.error(fault);
            },
          });
        };
        void tryNext(null);
        return () => {
          isOver = true;
          sent?.unsubscribe();
        };
      });
  };
}
