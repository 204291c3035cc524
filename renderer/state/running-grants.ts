import type { RequestState } from '../../shared/domain/request/request.ts';
import { isInTrouble } from '../../shared/domain/request/is-in-trouble.ts';
import { grantsOf, type RequestedGrant } from '../../shared/domain/request/grants-of.ts';

export interface GrantOfRequest extends RequestedGrant {
  readonly request: RequestState;
}

/** Grants whose access works now or may still work, soonest end first; what is overdue or stuck comes before all. */
export function runningGrants(requests: readonly RequestState[]): readonly GrantOfRequest[] {
  const all = requests.flatMap((request) => grantsOf(request).map((each) => ({ ...each, request })));
  const running = all.filter(({ grant }) => grant.kind === 'active' || grant.kind === 'revoking');
  return running.sort((a, b) => urgency(a) - urgency(b));
}

function urgency({ grant }: GrantOfRequest): number {
  if (grant.kind !== 'active' && grant.kind !== 'revoking') return Number.MAX_SAFE_INTEGER;
  return isInTrouble(grant) ? -1 : (grant.expiresAt ?? 0);
}
