import { ownValue } from '../../lib/own-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import { MINUTE_MS } from '../../lib/time.ts';
import type { Told } from '../../words/told.ts';
import type { ConditionFacts } from '../conditions/condition-facts.ts';
import { localTime } from '../conditions/local-time.ts';
import {
  OF_REQUESTER,
  type Entitlement,
  type Member,
  type Organisation,
} from '../organisation/organisation.ts';
import type { RequestDraft } from './request-draft.ts';

/** Of who has none, in an organisation that has none. */
const ZONE = 'UTC';

const holidaysOf = new WeakMap<Organisation, ReadonlySet<string>>();

/**
 * What conditions of rules are evaluated with, once for each zone: by the zone of a rule. Null while the draft does not say
 * how long, or nobody asks yet. An error says what is wrong with the zone.
 */
export function factsOf(
  organisation: Organisation,
  member: Member,
  { entitlement, draft }: { readonly entitlement: Entitlement; readonly draft: RequestDraft },
): (timezone?: string) => Result<ConditionFacts, Told> | null {
  const made = new Map<string, Result<ConditionFacts, Told>>();
  return (timezone = OF_REQUESTER) => {
    const { at, durationMs } = draft;
    if (at === null || durationMs === null) return null;
    const own = member.timezone ?? organisation.timezone ?? ZONE;
    const zone = timezone === OF_REQUESTER ? own : timezone;
    const known = made.get(zone);
    if (known) return known;
    const local = localTime(at, zone, holidays(organisation));
    const facts = local.ok
      ? ok({
          requester: requesterOf(organisation, member, own),
          entitlement: {
            id: entitlement.id,
            provider: ownValue(organisation.providers, entitlement.providerId)?.use ?? '',
            tags: entitlement.tags,
          },
          request: {
            // Whoever asks for a second more than an hour asks for more than 60 minutes.
            durationMinutes: Math.ceil(durationMs / MINUTE_MS),
            reason: draft.reason,
            ticket: draft.ticket ?? '',
            task: '',
            origin: 'cli' as const,
            startsAt: at,
            local: local.value,
          },
          now: at,
        })
      : local;
    made.set(zone, facts);
    return facts;
  };
}

const requesterOf = (
  { owners }: Organisation,
  { id, name, kind, groups, manager }: Member,
  timezone: string,
): ConditionFacts['requester'] => ({
  ...{ id, name, kind, groups, timezone },
  manager: manager ?? '',
  isOwner: owners.includes(id),
});

function holidays(organisation: Organisation): ReadonlySet<string> {
  const known = holidaysOf.get(organisation) ?? new Set(organisation.holidays);
  holidaysOf.set(organisation, known);
  return known;
}
