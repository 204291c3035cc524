import { shortText } from '../../lib/short-text.ts';
import { hasSeveralSteps } from './has-several-steps.ts';
import { sameJson } from '../../lib/same-json.ts';
import { told, type Told } from '../../words/told.ts';
import {
  OF_REQUESTER,
  type Member,
  type Organisation,
  type ReviewerMatcher,
  type Rule,
  type RuleDecision,
  type RuleStep,
} from './organisation.ts';
import { ownValue } from '../../lib/own-value.ts';

/** Of one value, before and after. */
const LONGEST_VALUE = 120;
const BEFORE_DIFFERENCE = 20;

export interface MemberChange {
  readonly person: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly isNew: boolean;
  readonly text: Told;
}

export interface OrganisationChanges {
  /** Each difference: what widens what people can do stands beside what does not. */
  readonly lines: readonly Told[];
  readonly members: readonly MemberChange[];
}

/** The readable difference between two versions. The first version has none: there was nothing before. */
export function describeChanges(before: Organisation, after: Organisation): OrganisationChanges {
  if (before.version === 0) return { lines: [], members: [] };
  const members = memberChanges(before, after);
  // What widens what people can do comes first: of very many only the first are told.
  const lines = [
    ...ruleChanges(before.rules, after.rules),
    ...calendarChanges(before, after),
    ...namedChanges('entitlement', before.entitlements, after.entitlements),
    ...namedChanges('provider', before.providers, after.providers),
    ...members.map(({ text }) => text),
  ];
  return { lines, members };
}

function memberChanges(before: Organisation, after: Organisation): MemberChange[] {
  const people = Object.values(before.members).filter(({ kind }) => kind === 'person').length;
  // An organisation of one person gets its second one from nobody else.
  let firstOther = people <= 1;
  const added = Object.values(after.members).flatMap((member): MemberChange[] => {
    const { id } = member;
    const known = ownValue(before.members, id);
    if (known) {
      const text = changeOf(describeMember(before, known), describeMember(after, member), known, member);
      return text ? [{ person: id, change: 'changed', isNew: false, text }] : [];
    }
    const isNew = member.kind === 'person' && !firstOther;
    if (member.kind === 'person') firstOther = false;
    const text = told('memberAdded', { name: member.name, id, now: describeMember(after, member) });
    return [{ person: id, change: 'added', isNew, text }];
  });
  const removed = Object.values(before.members)
    .filter(({ id }) => !ownValue(after.members, id))
    .map(({ id, name }): MemberChange => {
      return { person: id, change: 'removed', isNew: false, text: told('memberGone', { name, id }) };
    });
  return [...added, ...removed];
}

/** Who is called otherwise now is named as they were, beside what they are called. */
function changeOf(was: Told, now: Told, { id, name }: Member, { name: to }: Member): Told | null {
  if (to !== name) return told('memberRenamed', { name, id, was, now, to });
  return sameJson(was, now) ? null : told('memberOtherwise', { name, id, was, now });
}

function describeMember({ owners }: Organisation, member: Member): Told {
  const { id, kind, groups, pools, operators = [], sshPublicKey, manager, timezone } = member;
  return told('memberIs', {
    standing: owners.includes(id) ? 'owner' : kind,
    groups: groups.toSorted(),
    pools: pools.toSorted(),
    operators: operators.toSorted(),
    manager: manager ?? '',
    timezone: timezone ?? '',
    sshKey: keyEnd(sshPublicKey),
  });
}

/** The end of the key itself, which tells keys apart; what stands behind it is a comment that anybody writes. */
const keyEnd = (line: string | null): string => line?.trim().split(/\s+/)[1]?.slice(-16) ?? '';

function namedChanges(
  what: 'provider' | 'entitlement',
  before: Readonly<Record<string, object>>,
  after: Readonly<Record<string, object>>,
): Told[] {
  const added = Object.keys(after).filter((id) => !ownValue(before, id));
  const removed = Object.keys(before).filter((id) => !ownValue(after, id));
  const changed = Object.keys(after).filter((id) => {
    const was = ownValue(before, id);
    return was !== undefined && JSON.stringify(was) !== JSON.stringify(after[id]);
  });
  return [
    ...added.map((id) => told('namedNew', { what, id })),
    ...removed.map((id) => told('namedGone', { what, id })),
    ...changed.map((id) => told('namedFields', { what, id, fields: fieldChanges(before[id], after[id]) })),
  ];
}

/** The fields that are another, by their names in the files; of what has fields of its own, each of these. */
function fieldChanges(before: object | undefined, after: object | undefined): Told[] {
  const [was, now] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...was.keys(), ...now.keys()])].flatMap((field) => {
    const values = [was.get(field) ?? '', now.get(field) ?? ''] as const;
    if (values[0] === values[1]) return [];
    const [from, to] = aroundDifference(...values);
    return [told('fieldOtherwise', { field, was: from, now: to })];
  });
}

/** Both cut to what can be read, from shortly before they differ. */
function aroundDifference(was: string, now: string): readonly [string, string] {
  let same = 0;
  while (same < was.length && was[same] === now[same]) same += 1;
  const begin = Math.max(was.length, now.length) <= LONGEST_VALUE ? 0 : Math.max(0, same - BEFORE_DIFFERENCE);
  const cut = (text: string): string =>
    text === '' ? '' : `${begin > 0 ? '…' : ''}${shortText(text.slice(begin), LONGEST_VALUE)}`;
  return [cut(was), cut(now)];
}

const FILE_NAMES: Readonly<Record<string, string>> = { providerId: 'provider' };

function fieldsOf(named: object = {}, path = ''): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(named) as [string, unknown][]) {
    const at = `${path}${(path === '' && ownValue(FILE_NAMES, name)) || name}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && path === '')
      for (const [inner, text] of fieldsOf(value, `${at}.`)) fields.set(inner, text);
    else if (value !== null) fields.set(at, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return fields;
}

function ruleChanges(before: readonly Rule[], after: readonly Rule[]): Told[] {
  const byName = (rules: readonly Rule[]) => new Map(rules.map((rule) => [rule.name, describeRule(rule)]));
  const ruleOf = (rules: readonly Rule[], name: string) => rules.find((rule) => rule.name === name);
  const whole = (rules: readonly Rule[], name: string) => JSON.stringify(ruleOf(rules, name));
  const [was, is] = [byName(before), byName(after)];
  const kept = (rules: readonly Rule[], other: ReadonlyMap<string, Told>) =>
    rules.flatMap(({ name }) => (other.has(name) ? [name] : [])).join('\n');
  const isReordered = kept(before, is) !== kept(after, was);
  return [
    ...[...is].flatMap(([rule, now]) => {
      const then = was.get(rule);
      if (then === undefined)
        return [told('ruleNew', { rule, now }), ...distinctChange(undefined, ruleOf(after, rule))];
      const lines = [
        ...(sameJson(then, now) ? [] : [told('ruleOtherwise', { rule, was: then, now })]),
        ...distinctChange(ruleOf(before, rule), ruleOf(after, rule)),
      ];
      if (lines.length > 0 || whole(before, rule) === whole(after, rule)) return lines;
      return [told('ruleElse', { rule })];
    }),
    ...[...was.keys()].filter((name) => !is.has(name)).map((rule) => told('ruleGone', { rule })),
    ...(isReordered ? [told('rulesReordered')] : []),
  ];
}

/** What conditions of rules reckon with. */
function calendarChanges(before: Organisation, after: Organisation): Told[] {
  const [was, is] = [before, after].map(({ holidays = [] }) => new Set(holidays)) as [
    Set<string>,
    Set<string>,
  ];
  const zones = { was: before.timezone ?? '', now: after.timezone ?? '' };
  const added = [...is].filter((date) => !was.has(date));
  const gone = [...was].filter((date) => !is.has(date));
  return [
    ...(zones.was === zones.now ? [] : [told('zoneOtherwise', zones)]),
    ...(added.length + gone.length === 0 ? [] : [told('holidaysOtherwise', { added, gone })]),
  ];
}

/** Of a rule with several steps: that it came to be so, or no longer is. Of one that had none before, only where it is not. */
function distinctChange(before: Rule | undefined, after: Rule | undefined): Told[] {
  if (!after || !hasSeveralSteps(after)) return [];
  const isTold =
    before && hasSeveralSteps(before) ? before.distinct !== after.distinct : after.distinct !== true;
  return isTold ? [told('ruleDistinct', { rule: after.name, now: after.distinct ? 'no' : 'yes' })] : [];
}

function describeRule(rule: Rule): Told {
  const is = describeUnconditional(rule);
  return rule.when
    ? told('ruleIsWhen', { is, when: rule.when.text, zone: rule.timezone ?? OF_REQUESTER })
    : is;
}

function describeUnconditional({ requesters, entitlements, tags, decision, ...rest }: Rule): Told {
  return told('ruleIs', {
    // As the file says it, in a line.
    entitlements: tags ? Object.entries(tags).map(([tag, value]) => `${tag}=${value}`) : entitlements,
    requesters: matchers(requesters),
    answer: answerOf(decision),
    mostMs: rest.maxDurationMs,
    lapseMs: rest.lapseAfterMs,
    reason: rest.minReasonLength,
    ticket: rest.ticketPattern ?? '',
    risk: rest.risk ?? 'ordinary',
  });
}

function answerOf(decision: RuleDecision): Told {
  if (decision.kind === 'auto') return told('grantedAtOnce');
  if (decision.kind === 'refuse') return told('refusedAlways');
  return told('approvedBy', { steps: decision.steps.map(describeStep) });
}

const describeStep = ({ need, reviewers, remindEveryMs }: RuleStep): Told =>
  told('stepIs', { need, reviewers: matchers(reviewers), remindMs: remindEveryMs ?? 0 });

/** As in policy.yaml; ids of people without `person:`. */
const matchers = (list: readonly ReviewerMatcher[]): string[] => list.map(matcherText);

function matcherText(matcher: ReviewerMatcher): string {
  switch (matcher.kind) {
    case 'group':
      return `group:${matcher.name}`;
    case 'member':
      return matcher.id;
    case 'ownerOf':
      return `ownerOf:${matcher.tag}`;
    default:
      return matcher.kind;
  }
}
