import { isTold } from '../../shared/words/told.ts';
import { inEnglish } from '../../shared/words/words.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import { soloOrganisation } from '../../shared/cli/templates/solo-organisation.ts';
import { parseOrganisation } from '../../shared/organisation-files/parse-organisation.ts';
import { ticketPatternProblem } from '../../shared/organisation-files/ticket-pattern-problem.ts';
import { compileTicketPattern } from '../../shared/domain/policy/ticket-pattern.ts';
import { globCovers } from '../../shared/domain/policy/glob-covers.ts';
import { globMatches } from '../../shared/domain/policy/glob-matches.ts';
import { organisationFormat } from '../../shared/formats/organisation/organisation-format.ts';
import { canonicalText } from '../../shared/lib/canonical-json.ts';

const piece = fc.constantFrom('*', '**', 'a', 'b', '/');
const glob = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));

const longGlob = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''));

/** Every text of these characters up to six long: enough to tell any two globs of five pieces apart. `c` stands in none. */
const CHARACTERS = ['a', 'b', 'c', '/'];
const TEXTS = [''];
for (let from = 0; TEXTS.length < 5_461; from++)
  TEXTS.push(...CHARACTERS.map((each) => `${TEXTS[from] ?? ''}${each}`));

/** Another way to say the same; it would be slow on hostile globs, which these are too short to be. */
const asRegExp = (pattern: string) =>
  new RegExp(
    `^${(pattern.match(/\*{2,}|[^]/g) ?? []).map((each) => (each === '*' ? '[^/]*' : each.startsWith('**') ? '[^]*' : each)).join('')}$`,
  );

describe('globs', { timeout: 60_000 }, () => {
  test('match what the same pattern as a regular expression matches', () =>
    fc.assert(
      fc.property(longGlob, fc.stringMatching(/^[abc/]{0,12}$/), (pattern, text) => {
        expect(globMatches(pattern, text)).toBe(asRegExp(pattern).test(text));
      }),
      { numRuns: 10_000 },
    ));

  test('one covers another only when no text fits the second alone', () =>
    fc.assert(
      fc.property(glob, glob, (wide, narrow) => {
        if (!globCovers(wide, narrow)) return;
        const alone = TEXTS.find((text) => asRegExp(narrow).test(text) && !asRegExp(wide).test(text));
        expect({ wide, narrow, alone }).toEqual({ wide, narrow, alone: undefined });
      }),
      { numRuns: 3_000 },
    ));

  test('one covers itself, what is written of it in letters, and less of it', () =>
    fc.assert(
      fc.property(glob, fc.stringMatching(/^[abc]{0,3}$/), (pattern, text) => {
        expect(globCovers(pattern, pattern)).toBe(true);
        expect(globCovers('**', pattern)).toBe(true);
        expect(globCovers(pattern, pattern.replace(/\*+/, text))).toBe(true);
        expect(globCovers(pattern, pattern.replaceAll(/\*+/g, '*'))).toBe(true);
      }),
      { numRuns: 3_000 },
    ));
});

describe('reading the organisation’s files', { timeout: 60_000 }, () => {
  const parse = (files: Partial<typeof exampleOrganisation>) => {
    const { organisation, mistakes } = parseOrganisation({ ...exampleOrganisation, ...files }, 1, {});
    expect(organisation === null).toBe(mistakes.some((each) => each.severity === 'error'));
    for (const { line, column, told } of mistakes) {
      expect(Math.min(line, column)).toBeGreaterThan(0);
      expect(isTold(told)).toBe(true);
      expect(inEnglish(told).replaceAll('\n', ' ')).toMatch(/[.?]$/);
    }
    // What was let through is read for ever.
    if (organisation)
      expect(
        organisationFormat.read(JSON.parse(canonicalText(organisationFormat.write(organisation)))),
      ).toEqual({
        kind: 'known',
        value: organisation,
      });
    return organisation;
  };
  const file = fc.constantFrom('people' as const, 'catalog' as const, 'policy' as const);

  test('never throws, whatever the text is', () =>
    fc.assert(
      fc.property(
        file,
        fc.string({ unit: 'binary', maxLength: 200 }),
        (name, text) => void parse({ [name]: text }),
      ),
      { numRuns: 300 },
    ));

  test('never throws, whatever is typed into or cut out of a good file', () =>
    fc.assert(
      fc.property(
        file,
        fc.nat(),
        fc.nat({ max: 30 }),
        fc.oneof(fc.string({ maxLength: 5 }), fc.stringMatching(/^[-\[\]{}:,&*!|>'"#\n ]{0,5}$/)),
        (name, where, length, typed) => {
          const text = exampleOrganisation[name];
          const from = where % text.length;
          parse({ [name]: text.slice(0, from) + typed + text.slice(from + length) });
        },
      ),
      { numRuns: 300 },
    ));

  test('never throws, whatever values stand in it', () =>
    fc.assert(
      fc.property(file, fc.json({ maxDepth: 5 }), fc.json(), (name, value, rule) => {
        parse({ [name]: value });
        parse({ policy: `version: 1\nrules: [${rule}, { name: x, match: ${rule}, approve: ${value} }]` });
        parse({ people: `version: 1\nowners: ${value}\npeople: [${rule}]` });
        parse({ catalog: `version: 1\nproviders: ${rule}\nentitlements: [${value}]` });
      }),
      { numRuns: 100 },
    ));

  test('gives one person an organisation under any name, on any computer', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (ownerName, hostName) => {
        expect(parse(soloOrganisation({ ownerId: 'ana', ownerName, hostName }))?.owners).toEqual(['ana']);
      }),
      { numRuns: 300 },
    ));
});

describe('a ticket pattern that is accepted', { timeout: 60_000 }, () => {
  const regExp = fc
    .array(fc.constantFrom('a', '.', '[ab]', '(', ')', '|', '*', '+', '?', '{2,5}', 'b', '(?:'), {
      minLength: 1,
      maxLength: 14,
    })
    .map((pieces) => pieces.join(''))
    .filter((pattern) => ticketPatternProblem(pattern) === null);
  const fits = (pattern: string, ticket: string): boolean => {
    const compiled = compileTicketPattern(pattern);
    if (!compiled.ok) throw new Error(compiled.error);
    return compiled.value.testExact(ticket);
  };

  test('means what the same text means in JavaScript', () =>
    fc.assert(
      // Short enough for a matcher that tries one way after the other.
      fc.property(regExp, fc.stringMatching(/^[abc]{0,8}$/), (pattern, ticket) => {
        let inJavaScript: RegExp;
        try {
          inJavaScript = new RegExp(`^(?:${pattern})$`, 'u');
        } catch {
          // As `+` after `{2,5}`, which RE2 does not refuse.
          return;
        }
        expect({ pattern, ticket, fits: fits(pattern, ticket) }).toEqual({
          pattern,
          ticket,
          fits: inJavaScript.test(ticket),
        });
      }),
      { numRuns: 2_000 },
    ));

  test('is fast on every ticket', () => {
    const ticket = fc.constantFrom(
      'a'.repeat(100),
      `${'a'.repeat(99)}!`,
      'ab'.repeat(50),
      `${'ab'.repeat(49)}!`,
    );
    fc.assert(
      fc.property(regExp, ticket, (pattern, text) => {
        const before = performance.now();
        fits(pattern, text);
        expect(performance.now() - before).toBeLessThan(60_000);
      }),
      { numRuns: 1_000 },
    );
  });
});
