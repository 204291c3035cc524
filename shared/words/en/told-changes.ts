import type { CHANGES } from '../codes/changes.ts';
import { changedParts, type TextsBy } from '../changed-parts.ts';
import { formatsOf } from '../formats.ts';
import { isCode, type ParamsOf, type Told } from '../told.ts';
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

/** All of them: who is told what changes must see each. */
const all = (word: string, names: readonly string[]): string =>
  names.length > 0 ? `${word} ${names.join(', ')}` : '';
const one = (word: string, text: string): string => (text === '' ? '' : `${word}${text}`);

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
  pools: all('runs', pools),
  operators: all('operated by', operators),
  manager: one('manager ', manager),
  timezone: one('time zone ', timezone),
  sshKey: one('SSH key …', sshKey),
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
  ticket: one('a ticket like ', ticket),
  risk: risk === 'high' ? 'high risk' : '',
});

const conditionalParts = (
  { is, when, zone }: ParamsOf<'ruleIsWhen'>,
  tell: (told: Told) => string,
): TextsBy => ({
  ...(isCode(is, 'ruleIs') ? ruleParts(is.params, tell) : { answer: tell(is) }),
  when: `only when ${when}`,
  zone: zone === 'requester' ? '' : `by the time of ${zone}`,
});

const partsOf = (texts: TextsBy): string =>
  Object.values(texts)
    .filter((text) => text !== '')
    .join(', ');

const ruleIn = ({ entitlements = '', requesters = '', answer = '', ...rest }: TextsBy): string =>
  entitlements === ''
    ? partsOf({ answer, ...rest })
    : partsOf({ answer: `${entitlements} ${requesters} ${answer}`, ...rest });

const textsOf = (told: Told, tell: (told: Told) => string): TextsBy | null => {
  if (isCode(told, 'memberIs')) return memberParts(told.params);
  if (isCode(told, 'ruleIs')) return ruleParts(told.params, tell);
  return isCode(told, 'ruleIsWhen') ? conditionalParts(told.params, tell) : null;
};

/** Null for what has no parts that are known, or that differ; `alone`: what else is told then. */
function differences(
  was: Told,
  now: Told,
  tell: (told: Told) => string,
  of: string,
  alone: string | null = null,
): string | null {
  const [before, after] = [textsOf(was, tell), textsOf(now, tell)];
  if (!before || !after) return null;
  const parts = changedParts(before, after, {
    changed: (is, then) => `${is} (was ${then})`,
    added: (is) => `now ${is}`,
    gone: (then) => `no longer ${then}`,
  });
  return parts.length > 0 ? `${of}: ${parts.join('; ')}` : alone;
}

/** As parts of a list: no full stops. */
export const changes: BookOf<keyof typeof CHANGES> = {
  memberAdded: ({ name, id, now }, tell) => `${name} (${id}) is here now: ${tell(now)}`,
  memberGone: ({ name, id }) =>
    `${name} (${id}) is not here any more: their devices are signed out and their access ends`,
  memberOtherwise: ({ name, id, was, now }, tell) =>
    differences(was, now, tell, `${name} (${id})`) ?? `${name} (${id}) was ${tell(was)}, and is ${tell(now)}`,
  memberRenamed: ({ name, id, was, now, to }, tell) =>
    differences(
      was,
      now,
      tell,
      `${name} (${id}) is called ${to} now`,
      `${name} (${id}) is called ${to} now`,
    ) ?? `${name} (${id}) was ${tell(was)}, and is ${tell(now)}, and is called ${to} now`,
  memberIs: (member) => partsOf(memberParts(member)),
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
    differences(was, now, tell, `The rule “${rule}”`) ??
    `The rule “${rule}” was: ${tell(was)}. It is: ${tell(now)}`,
  ruleDistinct: ({ rule, now }) =>
    now === 'no'
      ? `Nobody counts in two steps of the rule “${rule}” any more`
      : `One person may count in several steps of the rule “${rule}”`,
  ruleElse: ({ rule }) => `The rule “${rule}” says something else than before`,
  rulesReordered: 'The rules stand in another order',
  ruleIs: (rule, tell) => ruleIn(ruleParts(rule, tell)),
  ruleIsWhen: (rule, tell) => ruleIn(conditionalParts(rule, tell)),
  zoneOtherwise: ({ was, now }) =>
    `The time of who has no zone of their own is that of ${now === '' ? 'UTC' : now} (was ${was === '' ? 'UTC' : was})`,
  holidaysOtherwise: ({ added, gone }) =>
    [all('Holidays are now also', added), all('No holidays any more:', gone)]
      .filter((text) => text !== '')
      .join('. '),
  grantedAtOnce: 'granted at once',
  refusedAlways: 'refused',
  approvedBy: ({ steps }, tell) => `approved by ${steps.map(tell).join(', then ')}`,
  stepIs: ({ need, reviewers, remindMs }) =>
    `${need} of ${matchers(reviewers)}${remindMs > 0 ? ` reminded every ${f.exactDuration(remindMs)}` : ''}`,
};
