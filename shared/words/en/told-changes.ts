import type { CHANGES } from '../codes/changes.ts';
import { everyName, partsTeller, unlessEmpty, type TextsBy } from '../changed-parts.ts';
import { formatsOf } from '../formats.ts';
import type { ParamsOf, Told } from '../told.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('en');

const STANDINGS = { owner: 'an owner', person: 'a person', service: 'a service' };
const NAMED = { provider: 'The provider', entitlement: 'The entitlement' };

/** As policy.yaml names those whom a rule is about. */
const matchers = (list: readonly string[]): string => list.map(matcher).join(' or ');

function matcher(text: string): string {
  if (text === 'manager') return 'their manager';
  return text.replace(/^group:/u, 'group ').replace(/^ownerOf:/u, 'the group in the tag ');
}

const memberParts = ({
  standing,
  groups,
  pools,
  operators,
  manager,
  timezone,
  sshKey,
}: ParamsOf<'memberIs'>): TextsBy => ({
  standing: STANDINGS[standing],
  groups: groups.length > 0 ? `in ${groups.join(', ')}` : 'in no group',
  pools: everyName('runs', pools),
  operators: everyName('operated by', operators),
  manager: unlessEmpty('manager ', manager),
  timezone: unlessEmpty('time zone ', timezone),
  sshKey: unlessEmpty('SSH key …', sshKey),
});

const ruleParts = (
  { entitlements, requesters, answer, mostMs, lapseMs, reason, ticket, risk }: ParamsOf<'ruleIs'>,
  tell: (told: Told) => string,
): TextsBy => ({
  entitlements: entitlements.join(', '),
  requesters: `for ${matchers(requesters)}`,
  answer: tell(answer),
  most: `at most ${f.exactDuration(mostMs)}`,
  lapse: `waits ${f.exactDuration(lapseMs)}`,
  reason: reason > 0 ? `a reason of ${reason} characters` : '',
  ticket: unlessEmpty('a ticket like ', ticket),
  risk: risk === 'high' ? 'high risk' : '',
});

const parts = partsTeller({
  member: memberParts,
  rule: ruleParts,
  when: (when) => `only when ${when}`,
  zone: (zone) => `by the time of ${zone}`,
  ruleBegins: (about, forWhom, answer) => `${about} ${forWhom} ${answer}`,
  changed: (is, then) => `${is} (was ${then})`,
  added: (is) => `now ${is}`,
  gone: (then) => `no longer ${then}`,
});

/** As parts of a list: no full stops. */
export const changes: BookOf<keyof typeof CHANGES> = {
  memberAdded: ({ name, id, now }, tell) => `${name} (${id}) is here now: ${tell(now)}`,
  memberGone: ({ name, id }) =>
    `${name} (${id}) is not here any more: their devices are signed out and their access ends`,
  memberOtherwise: ({ name, id, was, now }, tell) =>
    parts.differences({ was, now }, tell, `${name} (${id})`) ??
    `${name} (${id}) was ${tell(was)}, and is ${tell(now)}`,
  memberRenamed: ({ name, id, was, now, to }, tell) =>
    parts.differences(
      { was, now },
      tell,
      `${name} (${id}) is called ${to} now`,
      `${name} (${id}) is called ${to} now`,
    ) ?? `${name} (${id}) was ${tell(was)}, and is ${tell(now)}, and is called ${to} now`,
  memberIs: parts.member,
  namedNew: ({ what, id }) => `${NAMED[what]} ${id} is new`,
  namedGone: ({ what, id }) => `${NAMED[what]} ${id} is gone`,
  namedOtherwise: ({ what, id }) => `${NAMED[what]} ${id} is another than before`,
  namedFields: ({ what, id, fields }, tell) => `${NAMED[what]} ${id}: ${fields.map(tell).join('; ')}`,
  fieldOtherwise: ({ field, was, now }) => {
    if (was === '') return `${field} “${now}” (new)`;
    return now === '' ? `no ${field} any more (was “${was}”)` : `${field} “${now}” (was “${was}”)`;
  },
  ruleNew: ({ rule, now }, tell) => `The rule “${rule}” is new: ${tell(now)}`,
  ruleGone: ({ rule }) => `The rule “${rule}” is gone`,
  ruleOtherwise: ({ rule, was, now }, tell) =>
    parts.differences({ was, now }, tell, `The rule “${rule}”`) ??
    `The rule “${rule}” was: ${tell(was)}. It is: ${tell(now)}`,
  ruleDistinct: ({ rule, now }) =>
    now === 'no'
      ? `Nobody counts in two steps of the rule “${rule}” any more`
      : `One person may count in several steps of the rule “${rule}”`,
  ruleElse: ({ rule }) => `The rule “${rule}” says something else than before`,
  rulesReordered: 'The rules stand in another order',
  ruleIs: parts.rule,
  ruleIsWhen: parts.conditionalRule,
  zoneOtherwise: ({ was, now }) =>
    `The time of who has no zone of their own is that of ${now === '' ? 'UTC' : now} (was ${was === '' ? 'UTC' : was})`,
  holidaysOtherwise: ({ added, gone }) =>
    [everyName('Holidays are now also', added), everyName('No holidays any more:', gone)]
      .filter((text) => text !== '')
      .join('. '),
  grantedAtOnce: 'granted at once',
  refusedAlways: 'refused',
  approvedBy: ({ steps }, tell) => `approved by ${steps.map(tell).join(', then ')}`,
  stepIs: ({ need, reviewers, remindMs }) =>
    `${need} of ${matchers(reviewers)}${remindMs > 0 ? ` reminded every ${f.exactDuration(remindMs)}` : ''}`,
};
