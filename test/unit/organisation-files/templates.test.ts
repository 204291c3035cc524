import { inEnglish, wordsIn } from '../../../shared/words/words.ts';
import { inWords } from '../../support/in-words.ts';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { LANGUAGES } from '../../../shared/words/language.ts';
import {
  exampleOrganisation,
  exampleOrganisationIn,
} from '../../../shared/cli/templates/example-organisation.ts';
import { soloOrganisation } from '../../../shared/cli/templates/solo-organisation.ts';
import { parseOrganisation } from '../../../shared/organisation-files/parse-organisation.ts';
import { evaluatePolicy } from '../../../shared/domain/policy/evaluate-policy.ts';
import type { Organisation } from '../../../shared/domain/organisation/organisation.ts';
import { previewPolicy } from '../../../shared/domain/policy/preview-policy.ts';
import { whatPolicySays } from '../../../shared/domain/policy/what-policy-says.ts';
import { instant, MINUTE_MS } from '../../../shared/lib/time.ts';

/** On a working day, at this hour of UTC. */
const ask = (organisation: Organisation, requester: string, id: string, hour = 10) =>
  evaluatePolicy(organisation, {
    requester,
    entitlementIds: [id],
    durationMs: MINUTE_MS,
    reason: 'to see how it works',
    ticket: null,
    at: instant(Date.UTC(2026, 11, 1, hour)),
  });

/** What is shown of a file is in the reader's language, too: all but that. */
const withoutTexts = (text: string): string =>
  text
    .replace(/^([ #-]*(?:title|description|name|refuse): ).*$/gm, '$1x')
    .replace(/step: (?:"[^"]*"|[^,]*)/g, 'step: x');

describe.each(LANGUAGES)('files to start from, in %s', (language) => {
  const names = { ownerId: 'ana', ownerName: 'Ana Example', hostName: 'ada' };
  const words = wordsIn(language);
  const sets = [
    { here: exampleOrganisationIn(words), inEnglish: exampleOrganisation },
    { here: soloOrganisation(names, words), inEnglish: soloOrganisation(names) },
  ];

  test('have a rule with a condition, which holds as soon as it is no comment any more', () => {
    const { policy, ...others } = exampleOrganisationIn(words);
    const lines = policy.split('\n');
    const from = lines.findIndex((line) => line.startsWith('  # - name:'));
    const uncommented = lines.map((line, index) => {
      if (/^# (timezone|holidays):/.test(line)) return line.slice(2);
      return index >= from && line.startsWith('  # ') ? line.replace('# ', '') : line;
    });
    const { organisation, mistakes } = parseOrganisation(
      { ...others, policy: uncommented.join('\n') },
      1,
      {},
    );
    expect(mistakes).toEqual([]);
    if (!organisation) throw new Error('it was not read');
    const at = (hour: number) => ask(organisation, 'dev@example.com', 'staging/sandbox:token', hour).kind;
    expect([at(3), at(10)]).toEqual(['refused', 'auto']);
  });

  test('say the same, without mistakes', () => {
    for (const { here, inEnglish: english } of sets)
      for (const file of ['people', 'catalog', 'policy'] as const) {
        expect(parse(withoutTexts(here[file]))).toEqual(parse(withoutTexts(english[file])));
        expect(parseOrganisation(here, 1, {}).organisation).not.toBeNull();
        expect(here[file] === english[file]).toBe(language === 'en');
      }
  });

  test('have titles, descriptions, rules and steps in it', () => {
    const shown = ({ catalog, policy }: { readonly catalog: string; readonly policy: string }): string[] => {
      const { entitlements } = parse(catalog) as { entitlements: { title: string; description: string }[] };
      const { rules } = parse(policy) as { rules: { name: string; approve: string | { step: string }[] }[] };
      return [
        ...entitlements.flatMap(({ title, description }) => [title, description]),
        ...rules.flatMap(({ name, approve }) => [
          name,
          ...(typeof approve === 'object' ? approve.map(({ step }) => step) : []),
        ]),
      ];
    };
    for (const { here, inEnglish: english } of sets) {
      const [mine, theirs] = [shown(here), shown(english)];
      expect(mine).toHaveLength(theirs.length);
      if (language !== 'en') for (const text of mine) expect(theirs).not.toContain(text);
    }
  });

  test('differ in comments and texts alone', () => {
    for (const { here, inEnglish: english } of sets)
      for (const file of ['people', 'catalog', 'policy'] as const)
        expect(withoutComments(withoutTexts(here[file]))).toEqual(
          withoutComments(withoutTexts(english[file])),
        );
  });
});

const withoutComments = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trimEnd())
    .filter((line) => line !== '');

describe('what latchkey init writes', () => {
  const { organisation, mistakes } = parseOrganisation(exampleOrganisation, 1, {});
  if (!organisation) throw new Error(JSON.stringify(mistakes));

  test('has no mistakes and no warnings', () => expect(mistakes).toEqual([]));

  test.each([
    ['dev@example.com', 'staging/sandbox:token', 'Granted at once, for at most 4h.'],
    ['dev@example.com', 'prod/sandbox:token', 'Lead Example or Owner Example must approve. At most 2h.'],
    ['lead@example.com', 'prod/sandbox:token', 'Owner Example must approve. At most 2h.'],
    ['service:deploy-bot', 'staging/sandbox:token', 'Granted at once, for at most 4h.'],
  ])('when %s asks for %s: %s', (requester, id, sentence) =>
    expect(inEnglish(whatPolicySays(ask(organisation, requester, id), organisation))).toBe(sentence),
  );

  test('keeps robots out of production, and says whom to ask', () =>
    expect(ask(organisation, 'service:deploy-bot', 'prod/sandbox:token')).toMatchObject({
      kind: 'refused',
      refusal: { code: 'refusedByPolicy', told: inWords(/Ask a person/) },
    }));

  test('explains every key of a rule in a comment', () => {
    for (const key of [
      'entitlement',
      'requester',
      'require',
      'approve',
      'refuse',
      'maxDuration',
      'lapseAfter',
    ])
      expect(exampleOrganisation.policy).toMatch(new RegExp(`^#.*${key}`, 'm'));
  });
});

describe('the organisation of one person', () => {
  const solo = (names: Partial<Parameters<typeof soloOrganisation>[0]> = {}) => {
    const texts = soloOrganisation({ ownerId: 'ana', ownerName: 'Ana Example', hostName: 'ada', ...names });
    const { organisation, mistakes } = parseOrganisation(texts, 1, {});
    if (!organisation) throw new Error(JSON.stringify(mistakes));
    return { organisation, mistakes };
  };

  test('gives access to what is on this computer at once', () =>
    expect(ask(solo().organisation, 'ana', 'this-computer/token')).toMatchObject({ kind: 'auto' }));

  test('lets the owner’s desktop run the providers', () => {
    const { organisation } = solo();
    expect(organisation.members['ana']?.pools).toEqual(['default']);
    expect(Object.values(organisation.providers).map((each) => each.pool)).toEqual(['default']);
  });

  test('says that a second person is needed where one is', () => {
    const { organisation, mistakes } = solo();
    const { outcome } = previewPolicy(organisation, {
      requester: 'ana',
      entitlementIds: ['shared/token'],
      durationMs: null,
      reason: '',
      ticket: null,
      at: null,
    });
    expect(inEnglish(whatPolicySays(outcome, organisation))).toMatch(
      /needs a second person: add one to people.yaml/,
    );
    expect(mistakes).toMatchObject([{ severity: 'warning', file: 'policy.yaml' }]);
  });

  test.each([
    ['a name with quotes', { ownerName: 'Ana "the key" O’Brien: # {x}' }],
    ['a name of many lines', { ownerName: 'Ana\nowners: [mallory]\n' }],
    ['a name that steers the display', { ownerName: 'Ana \u202egnp.exe\u001b[31m' }],
    ['no name', { ownerName: '  ' }],
    ['a very long name', { ownerName: 'A'.repeat(5000) }],
    ['a host name with anything in it', { hostName: '"}]\n# \u0000 ${x}' }],
    ['no host name', { hostName: '' }],
    ['an address as the id', { ownerId: 'ana@example.com' }],
  ])('can be made with %s', (_, names) => {
    const { organisation } = solo(names);
    expect(organisation.owners).toHaveLength(1);
    expect(Object.keys(organisation.members)).toEqual(organisation.owners);
  });
});
