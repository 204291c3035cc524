import { inWords } from '../../support/in-words.ts';
import { expect, test } from 'vitest';
import { parseOrganisation } from '../../../shared/organisation-files/parse-organisation.ts';

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const people =
  'version: 1\nowners: [a@b.c]\npeople: [{ id: a@b.c, groups: [all] }, { id: d@e.f, groups: [all] }]\n';
const policy = (rules: string) => `version: 1\nrules:\n${rules}`;
/** The quickest of some: another program may have the processor for a while. */
const timed = (work: () => void, times = 1): number =>
  Math.min(
    ...range(times).map(() => {
      const before = performance.now();
      work();
      return performance.now() - before;
    }),
  );
const withKeys = (count: number) => ({
  people,
  catalog: `version: 1\nproviders:\n  p:\n    use: example\n    config:\n${range(count)
    .map((index) => `      k${index}: ${index}\n`)
    .join('')}entitlements: []\n`,
  policy: policy('  []\n'),
});

test('a map of four times as many keys takes about four times as long to read', () => {
  parseOrganisation(withKeys(500), 1, {});
  const [few, many] = [4_000, 16_000].map((count) =>
    timed(() => parseOrganisation(withKeys(count), 1, {}), 5),
  );
  // It was sixteen times as long, 9.4 s.
  expect((many ?? 0) / (few ?? 1)).toBeLessThan(10);
});

test('a key that stands twice is a mistake at its line', () => {
  const texts = { ...withKeys(3), people: `${people}owners: [x@y.z]\n` };
  const { organisation, mistakes } = parseOrganisation(texts, 1, {});
  expect(organisation).toBeNull();
  expect(mistakes).toMatchObject([{ file: 'people.yaml', line: 4, column: 1 }]);
  expect(mistakes[0]?.told).toEqual(inWords(/stands twice/));
});

test('a large catalog and many rules are checked in the time of a breath', () => {
  const catalog = `version: 1\nproviders: { p: { use: example } }\nentitlements:\n${range(9_000)
    .map((index) => `  - { id: s${index % 480}/e${index}, title: E, provider: p }\n`)
    .join('')}`;
  const rules = range(480)
    .map(
      (index) =>
        `  - { name: r${index}, match: { entitlement: ["s${index}/*", "*/e${index}*", "**/x${index}", "**9*${index}"], requester: group:all }, approve: auto, maxDuration: 1h }\n`,
    )
    .join('');
  const took = timed(() => {
    const { organisation } = parseOrganisation({ people, catalog, policy: policy(rules) }, 1, {});
    expect(organisation?.rules).toHaveLength(480);
  });
  expect(took).toBeLessThan(60_000);
}, 120_000);
