import { TRPCClientError, type TRPCLink } from '@trpc/client';
import { observable, type Unsubscribable } from '@trpc/server/observable';
import type { AppRouter } from '../api/app-router.ts';
import { RefusalError } from '../contract/refusal-error.ts';
import type { Refusal } from '../domain/refusal.ts';

/** Why a change (`reviews.give`) must not be sent from here; null when it may. */
export type WhyNotSent = (path: string) => Promise<Refusal | null>;

/** The first link of a client: no change leaves it that `whyNotSent` refuses. What is only read always does. */
export const sendUnlessBarred =
  (whyNotSent: WhyNotSent): TRPCLink<AppRouter> =>
  () =>
  ({ op, next }) =>
    observable((observer) => {
      let sent: Unsubscribable | null = null;
      let isOver = false;
      const send = (): void => {
        if (!isOver) sent = next(op).subscribe(observer);
      };
      const asked = op.type === 'mutation' ? whyNotSent(op.path) : null;
      if (asked === null) send();
      else
        asked
          .then((refusal) => {
            if (refusal) throw new RefusalError(refusal);
            send();
          })
          .catch((error: unknown) => observer.error(TRPCClientError.from(error as Error)));
      return () => {
        isOver = true;
        sent?.unsubscribe();
      };
    });
