import { compileCondition } from '../domain/conditions/compile-condition.ts';
import { namesIn } from '../domain/conditions/names-in.ts';
import { unknownName } from '../domain/policy/unknown-name.ts';
import type {
  Member,
  MemberMatcher,
  ReviewerMatcher,
  Rule,
  RuleDecision,
} from '../domain/organisation/organisation.ts';
import { DAY_MS, durationMs } from '../lib/time.ts';
import { LIMITS } from '../contract/limits.ts';
import { told, type Told } from '../words/told.ts';
import { nearestWord } from './nearest-word.ts';
import { FILE_LIMITS } from '../contract/file-limits.ts';
import type { PolicyFile, RuleEntry } from './file-schemas.ts';
import type { MistakeList } from './mistake-list.ts';
import { ticketPatternProblem } from './ticket-pattern-problem.ts';
import type { YamlFile, YamlPath } from './yaml-file.ts';

/** How long a request waits for an answer when its rule does not say. */
const LAPSE_AFTER_MS = DAY_MS;

/** The rules of policy.yaml; says what is wrong with each on its own. What they do to each other: check-rules.ts. */
export function readRules(
  file: YamlFile,
  policy: PolicyFile,
  members: Readonly<Record<string, Member>>,
  mistakes: MistakeList,
): Rule[] {
  const names = new Set<string>();
  const readMatchers = matcherReader(file, members, mistakes);
  let globs = 0;
  return policy.rules.map((rule, index) => {
    const path = ['rules', index];
    if (names.has(rule.name))
      mistakes.error(file, [...path, 'name'], told('ruleNamedTwice', { rule: rule.name }));
    names.add(rule.name);
    checkOwn(file, rule, path, mistakes);
    const about = aboutOf(rule);
    globs += about.entitlements.length;
    if (globs > FILE_LIMITS.globs && globs - about.entitlements.length <= FILE_LIMITS.globs)
      mistakes.error(
        file,
        [...path, 'match', 'entitlement'],
        told('tooManyPatterns', { most: FILE_LIMITS.globs }),
      );
    return {
      name: rule.name,
      ...about,
      requesters: readMatchers(rule.match.requester, [...path, 'match', 'requester'], 'requester'),
      ...readCondition(file, policy, index, mistakes),
      minReasonLength: rule.require.reason,
      ticketPattern: rule.require.ticket ?? null,
      decision: decisionOf(rule, path, readMatchers),
      ...(Array.isArray(rule.approve) && rule.approve.length > 1 && rule.distinct !== false
        ? { distinct: true as const }
        : {}),
      maxDurationMs: rule.maxDuration ?? durationMs(LIMITS.durationMs),
      lapseAfterMs: rule.lapseAfter ?? LAPSE_AFTER_MS,
      ...(rule.risk === undefined ? {} : { risk: rule.risk }),
    };
  });
}

const aboutOf = ({ match: { entitlement } }: RuleEntry): Pick<Rule, 'entitlements' | 'tags'> =>
  Array.isArray(entitlement) ? { entitlements: entitlement } : { entitlements: [], tags: entitlement.tags };

/** When the rule is meant, and by whose clock. A condition that cannot be read is a mistake, and so is one that knows no holidays. */
function readCondition(
  file: YamlFile,
  { rules, holidays }: PolicyFile,
  index: number,
  mistakes: MistakeList,
): Pick<Rule, 'when' | 'timezone'> {
  const { when, timezone } = rules[index]?.match ?? {};
  const path = ['rules', index, 'match'];
  if (when === undefined) {
    if (timezone !== undefined) mistakes.warning(file, [...path, 'timezone'], told('timezoneAlone'));
    return {};
  }
  const condition = compileCondition(when);
  if (!condition.ok) {
    mistakes.error(file, [...path, 'when'], condition.error);
    return {};
  }
  const names = namesIn(condition.value);
  const unknown = unknownName(condition.value);
  if (unknown !== undefined) mistakes.error(file, [...path, 'when'], told('notSaidYet', { name: unknown }));
  if (names.has('request.local.holiday') && holidays.length === 0)
    mistakes.error(file, [...path, 'when'], told('noHolidays'));
  if (timezone !== undefined && !names.has('request.local'))
    mistakes.warning(file, [...path, 'timezone'], told('timezoneAlone'));
  return { when: condition.value, ...(timezone === undefined ? {} : { timezone }) };
}

/** The rules' patterns for tickets. Of what was published before, one that is not read any more bars its own rule alone. */
export function checkTicketPatterns(file: YamlFile, { rules }: PolicyFile, mistakes: MistakeList): void {
  for (const [index, { require }] of rules.entries()) {
    const problem = require.ticket === undefined ? null : ticketPatternProblem(require.ticket);
    if (problem) mistakes.error(file, ['rules', index, 'require', 'ticket'], problem);
  }
}

function checkOwn(file: YamlFile, rule: RuleEntry, path: YamlPath, mistakes: MistakeList): void {
  const { approve, refuse, maxDuration } = rule;
  if (approve === undefined && refuse === undefined)
    mistakes.error(file, path, told('ruleDecidesNot', { rule: rule.name }));
  if (approve !== undefined && refuse !== undefined)
    mistakes.error(file, [...path, 'refuse'], told('ruleDecidesTwice'), 'key');
  if (approve !== undefined && maxDuration === undefined)
    mistakes.error(file, path, told('ruleWithoutLimit', { rule: rule.name }));
  if (rule.risk !== undefined && !Array.isArray(approve))
    mistakes.warning(file, [...path, 'risk'], told('riskAlone'));
  if (rule.distinct !== undefined && !(Array.isArray(approve) && approve.length > 1))
    mistakes.warning(file, [...path, 'distinct'], told('distinctAlone'));
  checkReminders(file, rule, path, mistakes);
  for (const [index, glob] of aboutOf(rule).entitlements.entries()) {
    const problem = globProblem(glob);
    if (problem) mistakes.error(file, [...path, 'match', 'entitlement', index], problem);
  }
}

/** A reminder that never comes is one that somebody counts on. */
function checkReminders(file: YamlFile, rule: RuleEntry, path: YamlPath, mistakes: MistakeList): void {
  if (!Array.isArray(rule.approve)) return;
  const lapseAfterMs = rule.lapseAfter ?? LAPSE_AFTER_MS;
  for (const [index, { remindEvery }] of rule.approve.entries()) {
    if (remindEvery === undefined || remindEvery < lapseAfterMs) continue;
    const isSaid = rule.lapseAfter === undefined ? 'no' : 'yes';
    mistakes.warning(
      file,
      [...path, 'approve', index, 'remindEvery'],
      told('neverReminded', { lapseMs: lapseAfterMs, isSaid }),
    );
  }
}

function globProblem(glob: string): Told | null {
  if (/\*{3,}/.test(glob)) return told('globStars');
  const odd = /[^A-Za-z0-9._@+:/*-]/u.exec(glob)?.[0];
  if (odd !== undefined) return told('globOdd', { odd });
  return null;
}

/** Of requesters, or of reviewers. */
interface ReadMatchers {
  (texts: readonly string[], path: YamlPath, role: 'requester'): MemberMatcher[];
  (texts: readonly string[], path: YamlPath, role: 'reviewer'): ReviewerMatcher[];
}

function decisionOf(rule: RuleEntry, path: YamlPath, readMatchers: ReadMatchers): RuleDecision {
  if (rule.refuse !== undefined) return { kind: 'refuse', message: rule.refuse };
  if (rule.approve === undefined || rule.approve === 'auto') return { kind: 'auto' };
  const steps = rule.approve.map(({ step, reviewers, need, remindEvery }, index) => ({
    name: step,
    reviewers: readMatchers(reviewers, [...path, 'approve', index, 'reviewers'], 'reviewer'),
    need,
    ...(remindEvery === undefined ? {} : { remindEveryMs: remindEvery }),
  }));
  return { kind: 'review', steps };
}

function matcherReader(
  file: YamlFile,
  members: Readonly<Record<string, Member>>,
  mistakes: MistakeList,
): ReadMatchers {
  const groups = new Set(Object.values(members).flatMap((member) => member.groups));
  const known = [
    'anyone',
    'manager',
    ...[...groups].map((name) => `group:${name}`),
    ...Object.values(members).map((member) => (member.kind === 'person' ? `person:${member.id}` : member.id)),
  ];
  const matcherOf = (text: string): MemberMatcher | null => {
    if (text === 'anyone') return { kind: 'anyone' };
    if (text.startsWith('group:')) return { kind: 'group', name: text.slice('group:'.length) };
    if (text.startsWith('person:')) return { kind: 'member', id: text.slice('person:'.length) };
    return text.startsWith('service:') ? { kind: 'member', id: text } : null;
  };
  const problemOf = (text: string, matcher: MemberMatcher | null, role: 'requester' | 'reviewer') => {
    if (!matcher) return told('nobodyNamed', { text, near: nearestWord(text, known) });
    if (role === 'reviewer' && text.startsWith('service:')) return told('servicesNeverReview');
    if (matcher.kind === 'group' && !groups.has(matcher.name))
      return told('groupOfNobody', { group: matcher.name, near: nearestWord(text, known) });
    const member = matcher.kind === 'member' ? memberOf(members, matcher.id) : undefined;
    if (matcher.kind === 'member' && (!member || (text.startsWith('person:') && member.kind !== 'person')))
      return told('notInPeople', { text, near: nearestWord(text, known) });
    return null;
  };
  const read = (texts: readonly string[], path: YamlPath, role: 'requester' | 'reviewer') =>
    texts.flatMap((text, index): ReviewerMatcher[] => {
      const relative = role === 'reviewer' ? relativeOf(text) : null;
      if (relative) return [relative];
      const matcher = matcherOf(text);
      const problem = problemOf(text, matcher, role);
      if (problem) mistakes.error(file, [...path, index], problem);
      return matcher ? [matcher] : [];
    });
  return read as ReadMatchers;
}

/** Who follows from the request. */
function relativeOf(text: string): ReviewerMatcher | null {
  if (text === 'manager') return { kind: 'manager' };
  const tag = /^ownerOf:(.+)$/.exec(text)?.[1];
  return tag === undefined ? null : { kind: 'ownerOf', tag };
}

const memberOf = (members: Readonly<Record<string, Member>>, id: string): Member | undefined =>
  Object.hasOwn(members, id) ? members[id] : undefined;
