import { expect, test } from 'vitest';
import { pressAnswer } from '../../../main/notifications/press-answer.ts';
import { activated, approved, at, request, review } from './request-example.ts';
import { said } from '../../fakes/said.ts';
import { wordsIn } from '../../../shared/words/words.ts';

const told = (...given: Parameters<typeof pressAnswer>): string => {
  const { title, body } = pressAnswer(...given);
  return `${title}. ${body}`;
};
const now = at(10);

test('an approval that was sent says what it led to', () => {
  const titles = 'Approved. Write to the payments database for Dev Example:';
  const sent = (state: ReturnType<typeof request>) =>
    told('approve', { words: wordsIn('en'), queued: false, state }, now);
  expect(sent(request({}, review('approve'), approved, ...activated()))).toMatch(
    new RegExp(`^${titles} it works until \\d\\d:\\d\\d\\.$`),
  );
  expect(sent(request({}, review('approve'), approved))).toBe(
    `${titles} it is being set up, and works for 1h from then.`,
  );
});

const ANYONE = { kind: 'anyone' } as const;

test('an approval of several that are needed says how many are missing', () => {
  const step = (name: string, need: number) => ({ name, meant: [[ANYONE]], need });
  const three = { kind: 'review' as const, steps: [step('one', 3)] };
  const one = request({ plan: three }, review('approve'));
  expect(told('approve', { words: wordsIn('en'), queued: false, state: one }, now)).toContain(
    '2 more must approve.',
  );
  const chain = { kind: 'review' as const, steps: [step('one', 1), step('two', 2)] };
  const first = request({ plan: chain }, review('approve'), { type: 'stepDone', step: 0 });
  expect(told('approve', { words: wordsIn('en'), queued: false, state: first }, now)).toContain(
    '2 more must approve in the next step.',
  );
});

test('an answer that could not be sent says that it waits', () => {
  for (const decision of ['approve', 'deny'] as const)
    expect(told(decision, { words: wordsIn('en'), queued: true, state: null }, now)).toContain(
      'waits to be sent',
    );
});

test('an answer that waits says which request it is for: two may ask for the same', () => {
  const known = request({ reason: said('The queue is full') });
  expect(told('approve', { words: wordsIn('en'), queued: true, state: null, known }, now)).toContain(
    'Write to the payments database, asked by Dev Example for 1h: The queue is full.',
  );
});

test('a denial says that no reason was given, and signs none', () => {
  expect(told('deny', { words: wordsIn('en'), queued: false, state: request({}, review('deny')) }, now)).toBe(
    'Denied. Write to the payments database, asked by Dev Example. No reason was given.',
  );
});
