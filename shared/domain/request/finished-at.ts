import { grantsOf } from './grants-of.ts';
import type { GrantState } from '../grant/grant.ts';
import type { RequestState } from './request.ts';
import type { Instant } from '../../lib/time.ts';

/** When the last thing of a request was over; null while something of it goes on. */
export function finishedAt(state: RequestState): Instant | null {
  const { phase } = state;
  if (phase.kind === 'submitted') return null;
  if (phase.kind !== 'approved') return phase.at;
  const ends = grantsOf(state).map(({ grant }) => endOf(grant));
  return ends.reduce<Instant | null>(
    (latest, end) => (latest === null || end === null ? null : end > latest ? end : latest),
    phase.at,
  );
}

function endOf(grant: GrantState): Instant | null {
  if (grant.kind === 'revoked') return grant.verifiedAt;
  return grant.kind === 'failed' ? grant.at : null;
}
