import { grantsOf } from '../../shared/domain/request/grants-of.ts';
import type { GrantState } from '../../shared/domain/grant/grant.ts';
import type { Instant } from '../../shared/lib/time.ts';
import type { DesktopState } from '../state/desktop-state.ts';
import { outboxItem } from '../state/outbox-item.ts';
import type { SignedOut } from '../store/signed-out.ts';

/** What was held and what waited, as far as this device knows. */
export function whatEnds({ requests, me, outbox }: DesktopState): Pick<SignedOut, 'ended' | 'notSent'> {
  const mine = Object.values(requests).filter(({ facts }) => facts.requester === me?.id);
  const ended = mine.flatMap((request) =>
    grantsOf(request)
      .filter(({ grant }) => grant.kind !== 'revoked' && grant.kind !== 'failed')
      .map(({ entitlement, grant }) => ({
        requestId: request.facts.requestId,
        title: entitlement.title,
        until: endOf(grant),
      })),
  );
  const waiting = outbox.filter(({ state }) => state !== 'refused').map(outboxItem);
  const notSent = waiting.map(({ kind, title, createdAt }) => ({ kind, title, createdAt }));
  return { ended: ended.slice(0, 1_000), notSent: notSent.slice(0, 1_000) };
}

const endOf = (grant: GrantState): Instant | null => ('expiresAt' in grant ? grant.expiresAt : null);
