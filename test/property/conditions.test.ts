import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileCondition } from '../../shared/domain/conditions/compile-condition.ts';
import { localTime } from '../../shared/domain/conditions/local-time.ts';
import { evaluateCondition } from '../../shared/domain/conditions/evaluate-condition.ts';
import { isTold } from '../../shared/words/told.ts';
import { instant } from '../../shared/lib/time.ts';
import { facts } from '../unit/domain/conditions/facts.ts';

type Kinds = { readonly [Kind in 'truth' | 'number' | 'text' | 'texts']: string };
const joined = (
  left: fc.Arbitrary<string>,
  operators: readonly string[],
  right = left,
): fc.Arbitrary<string> =>
  fc.tuple(left, fc.constantFrom(...operators), right).map(([a, op, b]) => `(${a} ${op} ${b})`);
const BOUNDS = { maxDepth: 3, depthIdentifier: fc.createDepthIdentifier() };

/** Conditions whose kinds fit, and what is in them. `g` is now and then of a loop. */
const wellMade = fc.letrec<Kinds>((tie) => {
  const choose = (on: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.tuple(tie('truth'), on, on).map(([a, b, c]) => `(${a} ? ${b} : ${c})`);
  const loop = (names: readonly string[], body: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc
      .tuple(tie('texts'), fc.constantFrom(...names), body)
      .map(([on, name, each]) => `${on}.${name}(g, ${each})`);
  return {
    truth: fc.oneof(
      BOUNDS,
      fc.constantFrom(
        'true',
        'false',
        'request.local.holiday',
        'has(entitlement.tags.env)',
        'entitlement.tags.none == ""',
      ),
      joined(tie('truth'), ['&&', '||', '==', '!=']),
      joined(tie('number'), ['==', '!=', '<', '<=', '>', '>=']),
      joined(tie('text'), ['==', '<', 'in'], tie('text')),
      joined(tie('text'), ['in'], tie('texts')),
      tie('truth').map((each) => `!${each}`),
      fc
        .tuple(tie('text'), fc.constantFrom('startsWith', 'endsWith', 'contains'), tie('text'))
        .map(([a, name, b]) => `${a}.${name}(${b})`),
      loop(['all', 'exists', 'exists_one'], joined(fc.constant('g'), ['==', '!='], tie('text'))),
      choose(tie('truth')),
    ),
    number: fc.oneof(
      BOUNDS,
      fc.constantFrom('0', '7', '-1', '9007199254740991', 'request.durationMinutes', 'request.local.hour'),
      joined(tie('number'), ['+', '-', '*', '/', '%']),
      tie('text').map((each) => `size(${each})`),
      tie('texts').map((each) => `${each}.size()`),
      choose(tie('number')),
    ),
    text: fc.oneof(
      BOUNDS,
      fc.constantFrom(
        '"prod"',
        '""',
        '"developers"',
        'requester.id',
        'request.reason',
        'entitlement.tags.env',
        'entitlement.tags.none',
        'g',
      ),
      joined(tie('text'), ['+']),
      fc.tuple(tie('texts'), tie('number')).map(([on, at]) => `${on}[${at}]`),
      choose(tie('text')),
    ),
    texts: fc.oneof(
      BOUNDS,
      fc.constantFrom('requester.groups', '["prod", "a"]', '[]'),
      fc.tuple(tie('text'), tie('text')).map(([a, b]) => `[${a}, ${b}]`),
      loop(['filter'], joined(fc.constant('g'), ['==', '!='], tie('text'))),
      loop(['map'], joined(fc.constant('g'), ['+'], tie('text'))),
    ),
  };
});

/** What means nothing: parts in any order. */
const illMade = fc
  .array(
    fc.oneof(
      wellMade.truth,
      wellMade.texts,
      fc.constantFrom(
        '(',
        ')',
        '[',
        '{',
        '"',
        '&&',
        '==',
        '.',
        '?',
        ':',
        'g',
        'now',
        'requester',
        '[now]',
        'dyn(',
        '//',
        '-',
        '!',
      ),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(' '));

const given = [
  facts(),
  facts({ requester: { groups: [] }, entitlement: { tags: {} }, request: { durationMinutes: 0 } }),
];

test('whatever a condition says, it is refused with something that can be told, or has one of three answers, always the same', () =>
  fc.assert(
    fc.property(
      fc.oneof({ weight: 3, arbitrary: wellMade.truth }, illMade, fc.string({ unit: 'binary' })),
      (text) => {
        const compiled = compileCondition(text);
        if (!compiled.ok) {
          expect(isTold(JSON.parse(JSON.stringify(compiled.error)))).toBe(true);
          return;
        }
        for (const each of given) {
          const answer = evaluateCondition(compiled.value, each);
          expect(['yes', 'no', 'cannot']).toContain(answer.kind);
          // Types were checked: what goes wrong is one of these, never a kind that does not fit.
          if (answer.kind === 'cannot')
            expect(['conditionNoKey', 'conditionNoItem', 'conditionByZero', 'conditionOverflow']).toContain(
              answer.why.code,
            );
          expect(evaluateCondition({ text }, each)).toEqual(answer);
        }
      },
    ),
    { numRuns: 1_000 },
  ));

const bool = fc.constantFrom('true', 'false', '(entitlement.tags.none == "x")');
type Kind = 'yes' | 'no' | 'cannot';
const KIND: Readonly<Record<string, Kind>> = { true: 'yes', false: 'no' };
const kindOf = (text: string): Kind => KIND[text] ?? 'cannot';

test('&& and || are as in three-valued logic, on both sides alike', () =>
  fc.assert(
    fc.property(bool, bool, (left, right) => {
      const sides = [kindOf(left), kindOf(right)];
      const decided = (by: Kind, other: Kind): Kind =>
        sides.includes(by) ? by : sides.includes('cannot') ? 'cannot' : other;
      expect(answer(`${left} && ${right}`)).toBe(decided('no', 'yes'));
      expect(answer(`${left} || ${right}`)).toBe(decided('yes', 'no'));
    }),
  ));

function answer(text: string): Kind {
  const compiled = compileCondition(text);
  if (!compiled.ok) throw new Error(compiled.error.code);
  return evaluateCondition(compiled.value, facts()).kind;
}

/** 1970 to 2100, in zones whose offsets are whole minutes in all of that. */
test('local time is what Intl shows, whatever the moment', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4_102_444_800_000 }),
      fc.constantFrom(
        'Europe/Berlin',
        'Asia/Kathmandu',
        'Australia/Lord_Howe',
        'America/St_Johns',
        'Pacific/Apia',
        'UTC',
      ),
      (ms, zone) => {
        const local = localTime(instant(ms), zone, new Set());
        if (!local.ok) throw new Error(local.error.code);
        const { date, weekday, hour, minute } = local.value;
        const two = (value: number): string => String(value).padStart(2, '0');
        const shown = new Intl.DateTimeFormat('sv-SE', {
          timeZone: zone,
          dateStyle: 'short',
          timeStyle: 'short',
        }).format(ms);
        expect(`${date} ${two(hour)}:${two(minute)}`).toBe(shown);
        expect(weekday).toBe(new Date(`${date}T00:00:00Z`).getUTCDay() || 7);
      },
    ),
  ));
