import { shortText } from '../../lib/short-text.ts';
import { formatDuration } from '../../lib/duration-text.ts';
import { listNames } from '../../lib/list-names.ts';
import type { Member, MemberMatcher, Organisation, Rule, RuleStep } from './organisation.ts';
import { ownValue } from '../../lib/own-value.ts';

export interface MemberChange {
  readonly person: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly isNew: boolean;
  readonly text: string;
}

export interface OrganisationChanges {
  /** A sentence for each difference: what widens what people can do stands beside what does not. */
  readonly lines: readonly string[];
  readonly members: readonly MemberChange[];
}

const LONGEST_LINE = 1_000;

/** The readable difference between two versions. The first version has none: there was nothing before. */
export function describeChanges(before: Organisation, after: Organisation): OrganisationChanges {
  if (before.version === 0) return { lines: [], members: [] };
  const members = memberChanges(before, after);
  const lines = [
    ...members.map(({ text }) => text),
    ...namedChanges('The provider', before.providers, after.providers),
    ...namedChanges('The entitlement', before.entitlements, after.entitlements),
    ...ruleChanges(before.rules, after.rules),
  ];
  return { lines: lines.map(short), members };
}

/** A cut is shown as one. */
const short = (line: string): string => shortText(line, LONGEST_LINE);

function memberChanges(before: Organisation, after: Organisation): MemberChange[] {
  const people = Object.values(before.members).filter(({ kind }) => kind === 'person').length;
  // An organisation of one person gets its second one from nobody else.
  let firstOther = people <= 1;
  const added = Object.values(after.members).flatMap((member): MemberChange[] => {
    const { id } = member;
    const known = ownValue(before.members, id);
    const now = describeMember(after, member);
    if (known) {
      const was = describeMember(before, known);
      // Who is called otherwise now is named as they were, beside what they are called.
      const named = known.name === member.name ? '' : `, and is called ${member.name} now`;
      const text = `${known.name} (${id}) was ${was}, and is ${now}${named}`;
      return was === now && named === ''
        ? []
        : [{ person: id, change: 'changed', isNew: false, text: short(text) }];
    }
    const isNew = member.kind === 'person' && !firstOther;
    if (member.kind === 'person') firstOther = false;
    return [
      { person: id, change: 'added', isNew, text: short(`${member.name} (${id}) is here now: ${now}`) },
    ];
  });
  const removed = Object.values(before.members)
    .filter(({ id }) => !ownValue(after.members, id))
    .map(({ id, name }): MemberChange => {
      const text = `${name} (${id}) is not here any more: their devices are signed out and their access ends`;
      return { person: id, change: 'removed', isNew: false, text: short(text) };
    });
  return [...added, ...removed];
}

function describeMember({ owners }: Organisation, member: Member): string {
  const { id, kind, groups, pools, operators = [], sshPublicKey, manager, timezone } = member;
  return [
    owners.includes(id) ? 'an owner' : kind === 'person' ? 'a person' : 'a service',
    groups.length > 0 ? `in ${listNames(groups.toSorted(), 'and')}` : 'in no group',
    ...(pools.length > 0 ? [`runs ${listNames(pools.toSorted(), 'and')}`] : []),
    ...(operators.length > 0 ? [`operated by ${listNames(operators.toSorted(), 'and')}`] : []),
    ...(manager === null ? [] : [`manager ${manager}`]),
    ...(timezone === null ? [] : [`time zone ${timezone}`]),
    ...(sshPublicKey === null ? [] : [`SSH key …${sshPublicKey.trim().slice(-16)}`]),
  ].join(', ');
}

function namedChanges(
  what: string,
  before: Readonly<Record<string, object>>,
  after: Readonly<Record<string, object>>,
): string[] {
  const added = Object.keys(after).filter((id) => !ownValue(before, id));
  const removed = Object.keys(before).filter((id) => !ownValue(after, id));
  const changed = Object.keys(after).filter((id) => {
    const was = ownValue(before, id);
    return was !== undefined && JSON.stringify(was) !== JSON.stringify(after[id]);
  });
  return [
    ...added.map((id) => `${what} ${id} is new`),
    ...removed.map((id) => `${what} ${id} is gone`),
    ...changed.map((id) => `${what} ${id} is another than before`),
  ];
}

function ruleChanges(before: readonly Rule[], after: readonly Rule[]): string[] {
  const byName = (rules: readonly Rule[]) => new Map(rules.map((rule) => [rule.name, describeRule(rule)]));
  const whole = (rules: readonly Rule[], name: string) =>
    JSON.stringify(rules.find((rule) => rule.name === name));
  const [was, is] = [byName(before), byName(after)];
  const kept = (rules: readonly Rule[], other: ReadonlyMap<string, string>) =>
    rules.flatMap(({ name }) => (other.has(name) ? [name] : [])).join('\n');
  const isReordered = kept(before, is) !== kept(after, was);
  return [
    ...[...is].flatMap(([name, now]) => {
      const then = was.get(name);
      if (then === undefined) return [`The rule “${name}” is new: ${now}`];
      if (then !== now) return [`The rule “${name}” was: ${then}. It is: ${now}`];
      return whole(before, name) === whole(after, name)
        ? []
        : [`The rule “${name}” says something else than before`];
    }),
    ...[...was.keys()].filter((name) => !is.has(name)).map((name) => `The rule “${name}” is gone`),
    ...(isReordered ? ['The rules stand in another order'] : []),
  ];
}

function describeRule({
  requesters,
  entitlements,
  decision,
  maxDurationMs,
  minReasonLength,
  ...rest
}: Rule): string {
  const { ticketPattern, lapseAfterMs, risk } = rest;
  const answer =
    decision.kind === 'auto'
      ? 'granted at once'
      : decision.kind === 'refuse'
        ? 'refused'
        : `approved by ${decision.steps.map(describeStep).join(', then ')}`;
  return [
    `${entitlements.join(', ')} for ${matchers(requesters)} ${answer}`,
    `at most ${formatDuration(maxDurationMs)}`,
    `waits ${formatDuration(lapseAfterMs)}`,
    ...(minReasonLength > 0 ? [`a reason of ${minReasonLength} characters`] : []),
    ...(ticketPattern === null ? [] : [`a ticket like ${ticketPattern}`]),
    ...(risk === undefined ? [] : ['high risk']),
  ].join(', ');
}

const describeStep = ({ need, reviewers, remindEveryMs }: RuleStep): string =>
  `${need} of ${matchers(reviewers)}${remindEveryMs === undefined ? '' : ` reminded every ${formatDuration(remindEveryMs)}`}`;

const matchers = (list: readonly MemberMatcher[]): string =>
  list
    .map((each) =>
      each.kind === 'anyone' ? 'anyone' : each.kind === 'group' ? `group ${each.name}` : each.id,
    )
    .join(' or ');
