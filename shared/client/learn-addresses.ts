import type { TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import type { AppRouter } from '../api/app-router.ts';
import { addressesIn } from '../formats/wire/read-me.ts';
import type { Addresses } from './addresses.ts';

/** Whoever asks who they are, for whatever reason, hears where the services are. */
export const learnAddresses =
  (addresses: Pick<Addresses, 'learn'>): TRPCLink<AppRouter> =>
  () =>
  ({ op, next }) =>
    observable((observer) =>
      next(op).subscribe({
        next(value) {
          const told = op.path === 'session.me' && 'data' in value.result ? value.result.data : null;
          const found = addressesIn(told);
          if (found) addresses.learn(found);
          observer.next(value);
        },
        complete: () => observer.complete(),
        error: (fault) => observer.error(fault),
      }),
    );
