import type { CHANGES } from '../codes/changes.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('en');

const STANDINGS = { owner: 'an owner', person: 'a person', service: 'a service' };
const NAMED = { provider: 'The provider', entitlement: 'The entitlement' };

/** As policy.yaml names those whom a rule is about. */
const matchers = (list: readonly string[]): string =>
  list.map((each) => each.replace(/^group:/u, 'group ')).join(' or ');

const all = (word: string, names: readonly string[]): string[] =>
  names.length > 0 ? [`${word} ${f.all(names)}`] : [];
const one = (word: string, text: string): string[] => (text === '' ? [] : [`${word}${text}`]);

/** As parts of a list: no full stops. */
export const changes: BookOf<keyof typeof CHANGES> = {
  memberAdded: ({ name, id, now }, tell) => `${name} (${id}) is here now: ${tell(now)}`,
  memberGone: ({ name, id }) =>
    `${name} (${id}) is not here any more: their devices are signed out and their access ends`,
  memberOtherwise: ({ name, id, was, now }, tell) => `${name} (${id}) was ${tell(was)}, and is ${tell(now)}`,
  memberRenamed: ({ name, id, was, now, to }, tell) =>
    `${name} (${id}) was ${tell(was)}, and is ${tell(now)}, and is called ${to} now`,
  memberIs: ({ standing, groups, pools, operators, manager, timezone, sshKey }) =>
    [
      STANDINGS[standing],
      groups.length > 0 ? `in ${f.all(groups)}` : 'in no group',
      ...all('runs', pools),
      ...all('operated by', operators),
      ...one('manager ', manager),
      ...one('time zone ', timezone),
      ...one('SSH key …', sshKey),
    ].join(', '),
  namedNew: ({ what, id }) => `${NAMED[what]} ${id} is new`,
  namedGone: ({ what, id }) => `${NAMED[what]} ${id} is gone`,
  namedOtherwise: ({ what, id }) => `${NAMED[what]} ${id} is another than before`,
  ruleNew: ({ rule, now }, tell) => `The rule “${rule}” is new: ${tell(now)}`,
  ruleGone: ({ rule }) => `The rule “${rule}” is gone`,
  ruleOtherwise: ({ rule, was, now }, tell) => `The rule “${rule}” was: ${tell(was)}. It is: ${tell(now)}`,
  ruleElse: ({ rule }) => `The rule “${rule}” says something else than before`,
  rulesReordered: 'The rules stand in another order',
  ruleIs: ({ entitlements, requesters, answer, mostMs, lapseMs, reason, ticket, risk }, tell) =>
    [
      `${entitlements.join(', ')} for ${matchers(requesters)} ${tell(answer)}`,
      `at most ${f.duration(mostMs)}`,
      `waits ${f.duration(lapseMs)}`,
      ...(reason > 0 ? [`a reason of ${reason} characters`] : []),
      ...one('a ticket like ', ticket),
      ...(risk === 'high' ? ['high risk'] : []),
    ].join(', '),
  grantedAtOnce: 'granted at once',
  refusedAlways: 'refused',
  approvedBy: ({ steps }, tell) => `approved by ${steps.map(tell).join(', then ')}`,
  stepIs: ({ need, reviewers, remindMs }) =>
    `${need} of ${matchers(reviewers)}${remindMs > 0 ? ` reminded every ${f.duration(remindMs)}` : ''}`,
};
