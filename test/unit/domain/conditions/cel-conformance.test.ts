import { expect, test } from 'vitest';
import { conformanceCases, conformanceSuites } from './cel-conformance.ts';
import { EXCEPTIONS, NOT_RUN } from './cel-exceptions.ts';

const excepted = EXCEPTIONS.flatMap(({ cases }) => cases);

test('the engine is as the specification’s data has it, but for the exceptions, each of which is one', () => {
  const cases = conformanceCases(new Set(Object.keys(NOT_RUN)));
  expect(cases.length).toBeGreaterThan(1_000);
  const missed = cases.filter((each) => !each.isMet()).map(({ id }) => id);
  expect(missed.sort()).toEqual([...excepted].sort());
});

test('no exception stands there twice, and no suite is left out that there is not', () => {
  expect(excepted.length).toBe(new Set(excepted).size);
  expect(Object.keys(NOT_RUN).filter((name) => !conformanceSuites().includes(name))).toEqual([]);
});
