import { wordsIn } from '../../../shared/words/words.ts';
import { describe, expect, test } from 'vitest';
import { canComment } from '../../../shared/domain/request/can-comment.ts';
import { COMMENTS_AFTER_END_MS } from '../../../shared/domain/request/decide-comment.ts';
import { evolve } from '../../../shared/domain/request/evolve.ts';
import { MOST_COMMENTS } from '../../../shared/domain/request/request.ts';
import { wordsOf } from '../../../shared/domain/request/words-of.ts';
import { DAY_MS, instant } from '../../../shared/lib/time.ts';
import { said } from '../../fakes/said.ts';
import { reviewBy, START, story, UNCHANGED, type Story } from './fixtures.ts';

const at = (ms: number) => instant(START + ms);
let made = 0;
const saying = (by: string, comment = 'Which table?', { byOwner = false, commentId = '' } = {}) =>
  ({
    type: 'comment',
    ...{ by, byOwner, comment: said(comment) },
    commentId: commentId || `comment${String((made += 1)).padStart(4, '0')}`,
  }) as const;
const textsOf = ({ state }: Story) =>
  state?.comments?.map(({ by, text }) => `${by}: ${wordsOf(text, 'comment', wordsIn('en'))}`);

const WORD = { runnerId: 'runner', fence: 1, isHolders: false } as const;
const GRANT = { grantId: 'grant0001', ...WORD } as const;

function active(): Story {
  const told = story();
  told.send(reviewBy('lead'));
  told.send({ type: 'startActivation', grantId: 'grant0001', runnerId: 'runner', isHolders: false });
  told.send({ type: 'reportActivated', ...GRANT, startsAt: START, expiresAt: at(60_000), evidence: null });
  return told;
}

describe('a comment on a request', () => {
  test.each([
    ['who asked', 'dev', false, ['requestCommented']],
    ['a reviewer', 'lead', false, ['requestCommented']],
    ['another reviewer', 'second', false, ['requestCommented']],
    ['an owner', 'boss', true, ['requestCommented']],
    ['nobody else', 'boss', false, 'notAllowed'],
    ['nobody by a name that objects have', 'constructor', false, 'notAllowed'],
  ])('is made by %s', (_who, by, byOwner, expected) => {
    expect(story().send(saying(by, 'Why now?', { byOwner }))).toEqual(expected);
  });

  test('is made by who could answer once and may not now', () => {
    const told = story();
    told.send({ type: 'judge', standing: { ...UNCHANGED, reviewers: [['second']] } });
    expect(told.state?.former).toEqual(['lead']);
    expect(told.send(saying('lead'))).toEqual(['requestCommented']);
  });

  test('is kept with its time and changes nothing else', () => {
    const told = story();
    const before = told.state;
    told.send(saying('lead', 'Which table?', { commentId: 'comment-id' }), at(5));
    expect(told.state).toEqual({
      ...before,
      version: 2,
      comments: [{ id: 'comment-id', by: 'lead', at: at(5), text: said('Which table?') }],
    });
    told.send(saying('dev', 'refunds'), at(9));
    expect(textsOf(told)).toEqual(['lead: Which table?', 'dev: refunds']);
    expect(told.send(reviewBy('lead'))).toEqual(['reviewGiven', 'requestApproved']);
  });

  test('that is sent twice is said once, and its number is nobody else’s', () => {
    const told = story();
    const first = saying('lead', 'Which table?');
    expect(told.send(first)).toEqual(['requestCommented']);
    expect(told.send(first)).toEqual([]);
    expect(told.send({ ...first, by: 'dev' })).toBe('alreadyExists');
    expect(told.send({ ...first, comment: said('Another') })).toBe('alreadyExists');
    expect(textsOf(told)).toEqual(['lead: Which table?']);
  });

  test.each(['', '   ', '\n\t', '\u200b\u2800'])('says something that can be read: not %j', (nothing) => {
    expect(story().send(saying('dev', nothing))).toBe('badInput');
  });

  test('is not made after a hundred, and the same is still answered as said', () => {
    const told = story();
    const first = saying('dev', 'first');
    told.send(first);
    for (let count = 1; count < MOST_COMMENTS; count += 1)
      expect(told.send(saying('lead', `no. ${count}`))).toEqual(['requestCommented']);
    expect(told.send(saying('lead', 'one too many'))).toBe('notAllowed');
    expect(told.send(first)).toEqual([]);
    expect(told.state?.comments).toHaveLength(MOST_COMMENTS);
  });

  test('is not made where all of them take too much room, however few they are', () => {
    const told = story();
    const escaped = '\u0001'.repeat(2_000);
    expect(told.send(saying('dev', `a${escaped}`))).toEqual(['requestCommented']);
    expect(told.send(saying('dev', `b${escaped}`))).toEqual(['requestCommented']);
    expect(told.send(saying('dev', 'c'))).toBe('notAllowed');
    expect(JSON.stringify(told.state).length).toBeLessThan(35_000);
  });

  test('beyond the bound pushes the oldest out of what is kept, where a log has it all the same', () => {
    let { state } = story();
    for (let count = 0; count <= MOST_COMMENTS; count += 1)
      state = evolve(
        state,
        { type: 'requestCommented', by: 'dev', comment: said(`no. ${count}`), commentId: `comment${count}` },
        START,
      );
    expect(state?.comments).toHaveLength(MOST_COMMENTS);
    expect(state?.comments?.at(0)?.text).toEqual(said('no. 1'));
    expect(state?.comments?.at(-1)?.text).toEqual(said(`no. ${MOST_COMMENTS}`));
  });
});

describe('how long a request takes comments', () => {
  const ended: readonly (readonly [string, () => Story, number])[] = [
    ['withdrawn', () => sent(story(), { type: 'withdraw', by: 'dev' }), 0],
    ['denied', () => sent(story(), reviewBy('lead', { decision: 'deny' })), 0],
    ['lapsed', () => sent(story(), { type: 'tick' }, DAY_MS), DAY_MS],
  ];

  test.each(ended)('one that was %s: seven days from then', (_how, tell, endedAt) => {
    const last = endedAt + COMMENTS_AFTER_END_MS;
    expect(tell().send(saying('dev'), at(last - 1))).toEqual(['requestCommented']);
    expect(tell().send(saying('dev'), at(last))).toBe('alreadyDecided');
  });

  test('one whose access is not verified gone: however long that takes', () => {
    const told = active();
    told.send({ type: 'tick' }, at(DAY_MS));
    expect(told.send(saying('lead'), at(30 * DAY_MS))).toEqual(['requestCommented']);
    const verifiedAt = at(31 * DAY_MS);
    told.send({ type: 'reportRevoked', ...GRANT, foundThere: false, verifiedAt, evidence: null }, verifiedAt);
    expect(told.send(saying('lead'), at(38 * DAY_MS - 1))).toEqual(['requestCommented']);
    expect(told.send(saying('lead'), at(38 * DAY_MS))).toBe('alreadyDecided');
  });

  function sent(told: Story, command: Parameters<Story['send']>[0], ms = 0): Story {
    told.send(command, at(ms));
    return told;
  }
});

test('whether the field is shown is what decides, but for what is written', () => {
  const told = story();
  const { state } = told;
  if (!state) throw new Error('there is no request');
  const can = (id: string, isOwner = false) => canComment(state, { id, isOwner }, START);
  expect([can('dev'), can('lead'), can('boss'), can('boss', true)]).toEqual([true, true, false, true]);
});
