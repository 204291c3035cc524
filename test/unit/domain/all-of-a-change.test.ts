import { expect, test } from 'vitest';
import { describeChanges } from '../../../shared/domain/organisation/describe-changes.ts';
import type { Member, Organisation, Rule } from '../../../shared/domain/organisation/organisation.ts';
import { DAY_MS, durationMs, MINUTE_MS } from '../../../shared/lib/time.ts';
import { LANGUAGES } from '../../../shared/words/language.ts';
import { inEnglish, wordsIn } from '../../../shared/words/words.ts';
import { member, organisation, rule } from './fixtures.ts';

// Who publishes, and who is told of it, sees all that changes.

const company = (
  changes: { readonly dev?: Partial<Member>; readonly rule?: Partial<Rule>; readonly config?: object } = {},
): Organisation => {
  const made = organisation(
    [member('owner'), { ...member('dev'), ...changes.dev }],
    ['prod/db'],
    [rule('x', changes.rule)],
  );
  const db = { ...made.providers['db']!, config: (changes.config ?? {}) as never };
  return { ...made, providers: { db } };
};
const linesOf = (before: Organisation, after: Organisation) =>
  describeChanges(before, { ...after, version: 2 }).lines.map(inEnglish);

const KEYS = ['A', 'B'].map((letter) => `AAAAC3NzaC1lZDI1NTE5AAAAI${letter.repeat(43)}`);
const sshKey = (key = '') => ({ dev: { sshPublicKey: `ssh-ed25519 ${key} dev@workstation.example.com` } });
const inGroups = (...groups: string[]) => ({ dev: { groups } });
const ofSteps = (count: number, changes: Partial<Rule> = {}) => ({
  rule: {
    decision: {
      kind: 'review' as const,
      steps: Array.from({ length: count }, (_, index) => ({
        name: `s${index}`,
        reviewers: [{ kind: 'group' as const, name: 'leads' }],
        need: 1,
      })),
    },
    ...changes,
  },
});

test.each([
  [
    'another key under the same comment',
    sshKey(KEYS[0]),
    sshKey(KEYS[1]),
    [`Dev (dev): SSH key …${'B'.repeat(16)} (was SSH key …${'A'.repeat(16)})`],
  ],
  [
    'one of four groups',
    inGroups('api', 'backend', 'dev', 'interns'),
    inGroups('api', 'backend', 'dev', 'security'),
    ['Dev (dev): in api, backend, dev, security (was in api, backend, dev, interns)'],
  ],
  [
    'a length by less than its second unit',
    { rule: { maxDurationMs: DAY_MS } },
    { rule: { maxDurationMs: durationMs(DAY_MS + 59 * MINUTE_MS + 30_000) } },
    ['The rule “x”: at most 1d 59m 30s (was at most 1d)'],
  ],
  [
    'one step more, that the same person may answer',
    ofSteps(1),
    ofSteps(2),
    [
      'The rule “x”: approved by 1 of group leads, then 1 of group leads (was approved by 1 of group leads)',
      'One person may count in several steps of the rule “x”',
    ],
  ],
  [
    'a value behind a long one',
    { config: { comment: 'y'.repeat(130), database: 'staging' } },
    { config: { comment: 'y'.repeat(130), database: 'production' } },
    ['The provider db: config.database “production” (was “staging”)'],
  ],
  [
    'the end of a long value',
    { config: { comment: `${'y'.repeat(200)}staging` } },
    { config: { comment: `${'y'.repeat(200)}production` } },
    [`The provider db: config.comment “…${'y'.repeat(20)}production” (was “…${'y'.repeat(20)}staging”)`],
  ],
])('%s is told', (_what, before, after, lines) =>
  expect(linesOf(company(before), company(after))).toEqual(lines),
);

test('what widens a rule stands before what is of many people', () => {
  const [first] = linesOf(company(), company({ dev: { timezone: 'UTC' }, rule: { maxDurationMs: DAY_MS } }));
  expect(first).toMatch(/^The rule “x”/);
});

test.each(LANGUAGES)('no two that differ are told alike, in %s', (language) => {
  const all = [
    sshKey(KEYS[0]),
    sshKey(KEYS[1]),
    inGroups('a', 'b', 'c', 'd'),
    inGroups('a', 'b', 'c', 'e'),
    ofSteps(2),
    ofSteps(2, { distinct: true }),
  ];
  for (const before of all)
    for (const after of all) {
      const { lines } = describeChanges(company(before), { ...company(after), version: 2 });
      const told = lines.map((line) => wordsIn(language).tell(line));
      expect(told.length === 0).toBe(before === after);
      expect(told.filter((line) => !/[:.]|„|“/.test(line))).toEqual([]);
    }
});
