import { told } from '../../../shared/words/told.ts';
import { describe, expect, it } from 'vitest';
import type { GrantState } from '../../../shared/domain/grant/grant.ts';
import { durationMs, instant } from '../../../shared/lib/time.ts';
import { agoWords } from '../../../renderer/words/ago-words.ts';
import { addressWords, nextTryWords } from '../../../renderer/words/connection-words.ts';
import { clockTime } from '../../../renderer/words/clock-time.ts';
import { countdownText } from '../../../renderer/words/countdown-text.ts';
import { endWords } from '../../../renderer/words/end-words.ts';
import { faultSentence } from '../../../renderer/words/fault-sentence.ts';
import { grantWords } from '../../../renderer/words/grant-words.ts';
import { historySign, isHistoryComing } from '../../../renderer/words/history-sign.ts';
import { lateWords } from '../../../renderer/words/late-words.ts';
import { shortText } from '../../../shared/lib/short-text.ts';
import { spokenText } from '../../../renderer/words/spoken-text.ts';
import { statusWords } from '../../../renderer/words/status-words.ts';
import { utcTime } from '../../../renderer/words/utc-time.ts';
import { activatingGrant, activeGrant, revokedGrant, stuckGrant } from '../../fakes/sample-requests.ts';

const timeZone = 'Europe/Berlin';
const at = (text: string): number => Date.parse(text);
/** A Monday, 14:00 in Berlin. */
const NOW = at('2026-11-23T13:00:00Z');
const MINUTE = 60_000;

describe('clock time', () => {
  it.each([
    { name: 'today is only the time', instant: '2026-11-23T13:32:01Z', expected: '14:32' },
    { name: 'yesterday has its weekday', instant: '2026-11-22T13:32:01Z', expected: 'Sun 14:32' },
    { name: 'tomorrow has its weekday', instant: '2026-11-24T00:10:00Z', expected: 'Tue 01:10' },
    {
      name: 'the same evening in UTC may be tomorrow here',
      instant: '2026-11-23T23:30:00Z',
      expected: 'Tue 00:30',
    },
    { name: 'longer ago has the day', instant: '2026-11-03T13:32:01Z', expected: '3 Nov 14:32' },
    { name: 'another year says so', instant: '2025-11-03T13:32:01Z', expected: '3 Nov 2025, 14:32' },
  ])('$name', ({ instant: text, expected }) => {
    expect(clockTime(at(text), NOW, { timeZone })).toBe(expected);
  });

  it('shows seconds when asked, and midnight as 00, never 24', () => {
    expect(clockTime(at('2026-11-22T23:00:05Z'), NOW, { timeZone, seconds: true })).toBe('00:00:05');
  });

  it('is written in full in UTC for titles', () => {
    expect(utcTime(at('2026-11-23T13:32:01.900Z'))).toBe('2026-11-23 13:32:01 UTC');
    expect(utcTime(Number.NaN)).toBe('an unknown time');
  });
});

describe('lengths of time', () => {
  it.each([
    [0, 'now'],
    [-5_000, 'now'],
    [59_999, 'now'],
    [MINUTE, '1 min'],
    [59 * MINUTE, '59 min'],
    [60 * MINUTE, '1 h'],
    [26 * 60 * MINUTE, '1 d'],
  ])('%d ms ago is %s', (ms, expected) => expect(agoWords(NOW - ms, NOW)).toBe(expected));

  it.each([
    [1, '0:01'],
    [299_001, '5:00'],
    [3_909_000, '1:05:09'],
    [0, '0:00'],
    [-1, '0:00'],
    [2 * 86_400_000 + 3 * 3_600_000, '2 d 03:00:00'],
  ])('%d ms left is %s, rounded up', (ms, expected) => expect(countdownText(ms)).toBe(expected));

  it.each([
    [0, 'on time'],
    [99, 'on time'],
    [312, '0.3 s late'],
    [9_999, '9.9 s late'],
    [12_400, '12 s late'],
    [250_000, '4m 10s late'],
  ])('%d ms after the deadline is %s', (ms, expected) => expect(lateWords(ms)).toBe(expected));
});

describe('how a grant stands', () => {
  const words = (grant: GrantState) =>
    grantWords(grant, { now: NOW, nameOf: (id) => id.toUpperCase(), timeZone });
  const end = NOW + 32 * MINUTE;

  it('says until when it is active', () => {
    expect(words(activeGrant(NOW, end))).toEqual({ text: 'active until 14:32', tone: 'good' });
  });

  it.each<[string, GrantState, string]>([
    ['begins later', { kind: 'scheduled', startsAt: instant(end) }, 'starts 14:32'],
    ['begins now', { kind: 'scheduled', startsAt: instant(NOW - 1_000) }, 'about to be set up'],
    [
      'finds no runner',
      { kind: 'scheduled', startsAt: instant(NOW - 2 * MINUTE) },
      'waits for a runner since 13:58',
    ],
    ['is being set up', activatingGrant(NOW), 'being set up; the clock has not started'],
    [
      'is not reported',
      activatingGrant(NOW - 2 * MINUTE),
      'being set up since 13:58, by a runner that has not reported yet',
    ],
  ])('says that it %s', (_, grant, text) => expect(words(grant).text).toBe(text));

  it('is loud when it should be gone and is not', () => {
    expect(words(activeGrant(NOW, NOW - MINUTE, true))).toEqual({
      text: 'overdue since 13:59: not verified gone',
      tone: 'bad',
    });
    expect(words(stuckGrant(NOW, end)).text).toBe('stuck: 7 attempts to take it away failed, trying on');
  });

  it('says when it was verified gone and how late', () => {
    const grant = revokedGrant(NOW, NOW + MINUTE, 312);
    expect(words(grant).text).toBe('revoked 14:01:00, 0.3 s late');
  });

  it('never calls verified what a person answers for', () => {
    const grant = { ...revokedGrant(NOW, NOW + MINUTE, 0), confirmedBy: 'olga' } as GrantState;
    const text = 'not verified; OLGA said at 14:01 that it is gone';
    expect(words(grant)).toEqual({ text, tone: 'warn' });
    expect(words({ ...grant, startsAt: null } as GrantState)).toEqual({ text, tone: 'warn' });
  });

  it('says of what never began that there was nothing to take away', () => {
    const grant = { ...revokedGrant(NOW, NOW, 0), startsAt: null, cause: 'returned' } as GrantState;
    expect(words(grant).text).toBe('never started; nothing was left behind');
    const text = 'never began: nothing to take away';
    expect(words({ ...grant, neverBegan: true } as GrantState)).toEqual({ text, tone: 'neutral' });
  });

  it('says who ended it early', () => {
    const grant: GrantState = {
      ...(revokedGrant(NOW, NOW + MINUTE, 0) as GrantState & { kind: 'revoked' }),
      cause: 'ended',
      by: 'ana',
    };
    expect(words(grant).text).toBe('revoked 14:01:00, ended early by ANA');
    const slow: GrantState = { ...grant, lateMs: durationMs(3_200) };
    expect(words(slow).text).toBe('revoked 14:01:00, ended early by ANA, gone after 3s');
  });
});

describe('how a request ended, in the list', () => {
  /** Asked for at 13:00 in Berlin, agreed until 13:31. */
  const ASKED = NOW - 60 * MINUTE;
  const DUE = instant(ASKED + 31 * MINUTE);
  const row: Parameters<typeof endWords>[0] = {
    status: 'revoked',
    submittedAt: instant(ASKED),
    startsAt: instant(ASKED + MINUTE),
    dueAt: null,
    endedAt: DUE,
    confirmedBy: null,
    cause: 'expired',
    lateMs: 0,
  };
  const late = (lateMs: number) => ({ endedAt: instant(DUE + lateMs), lateMs });
  const left = (dueAt: number) => ({ status: 'active', endedAt: null, cause: null, lateMs: null, dueAt });
  const never = { status: 'denied', startsAt: null, endedAt: null, cause: null, lateMs: null };

  it.each<[string, object, string | null, string?]>([
    ['on time', {}, 'revoked 13:31, on time', 'neutral'],
    ['late as anything is', late(312), 'revoked 13:31, 0.3 s late', 'neutral'],
    ['late', late(40_000), 'revoked 13:31, 40 s late', 'warn'],
    ['the next day', late(86_400_000), 'revoked Tue 13:31, 1d late', 'warn'],
    ['given back', { cause: 'returned' }, 'revoked 13:31, given back', 'neutral'],
    ['ended early', { cause: 'ended' }, 'revoked 13:31, ended early', 'neutral'],
    ['ended early, late', { cause: 'ended', ...late(9_000) }, 'revoked 13:31, 9.0 s late', 'warn'],
    ['by an owner’s word', { confirmedBy: 'olga' }, 'said to be gone 13:31, not verified', 'warn'],
    ['never set up', { startsAt: null, cause: 'activationFailed' }, 'never started', 'neutral'],
    ['active', left(NOW + MINUTE), 'until 14:01', 'neutral'],
    ['just over', left(NOW - 1_000), 'until 13:59', 'neutral'],
    ['overdue', left(NOW - MINUTE), 'due 13:59, not gone yet', 'bad'],
    ['being taken away', { ...left(NOW - 1_000), status: 'revoking' }, 'due 13:59, not gone yet', 'warn'],
    ['never approved', never, null],
  ])('%s', (_name, change, text, tone) => {
    const words = endWords({ ...row, ...change }, { now: NOW, timeZone });
    expect(words).toEqual(text === null ? null : { text, tone });
  });
});

describe('the sign of the history', () => {
  const log = { size: 1_482, verifiedSize: 1_482, verifiedAt: instant(NOW - 4 * MINUTE), alarm: null };

  it('is good when everything on this device is verified', () => {
    expect(historySign(log, NOW)).toMatchObject({
      tone: 'good',
      text: 'Verified to entry 1,482',
      when: '4 min ago',
    });
  });

  it('does not pretend while some entries are not verified', () => {
    expect(historySign({ ...log, verifiedSize: 9 }, NOW)).toMatchObject({
      tone: 'neutral',
      text: 'Verified to 9 of 1,482',
    });
    const empty = { ...log, size: 0, verifiedSize: 0, verifiedAt: null };
    expect(historySign(empty, NOW).text).toBe('Not verified yet');
  });

  it('is bad when the entries kept here turned out not to be the signed ones', () => {
    expect(historySign({ ...log, verifiedSize: 0 }, NOW)).toMatchObject({
      tone: 'bad',
      text: 'Not as signed',
    });
  });

  it('is never good while the copy on this device cannot be read', () => {
    expect(historySign({ ...log, unreadable: told('systemSays', { what: 'denied' }) }, NOW)).toMatchObject({
      tone: 'bad',
      text: 'History not readable',
      detail: 'permission denied',
    });
  });

  it.each([
    ['that it never was complete', { verifiedAt: null, verifiedSize: 0 }, true],
    ['that all of it is here', {}, false],
    ['that one new entry is fetched', { progress: { what: 'fetching', done: 58, of: 58 } }, false],
    ['that one new entry is sorted in', { progress: { what: 'indexing', done: 57, of: 58 } }, false],
    ['that it is fetched anew', { progress: { what: 'fetching', done: 20, of: 58 } }, true],
    ['that it is sorted in anew', { progress: { what: 'indexing', done: 20, of: 58 } }, true],
  ] as const)(
    'that nothing is found says nothing only of what is not all here: %s',
    (_what, change, isComing) => {
      expect(isHistoryComing({ ...log, size: 57, verifiedSize: 57, ...change })).toBe(isComing);
    },
  );

  it('is an alarm whatever else is true', () => {
    const alarm = { kind: 'inconsistent', sentence: 'Entries were changed.', evidenceFile: '/evidence' };
    expect(historySign({ ...log, alarm }, NOW)).toMatchObject({
      tone: 'bad',
      detail: 'Entries were changed.',
    });
  });
});

describe('text from elsewhere', () => {
  it('is cut without leaving half a character', () => {
    expect(shortText('abc', 3)).toBe('abc');
    expect(shortText('ab😀cd', 4)).toBe('ab…');
    expect(shortText('x'.repeat(1_000_000), 10)).toBe(`${'x'.repeat(9)}…`);
  });

  it('shows in labels what would turn the text around', () => {
    expect(spokenText('a\u202eb')).toBe('a⟨U+202E⟩b');
  });

  it('loses what Electron puts before an error', () => {
    const error = new Error("Error invoking remote method 'latchkey:invoke': Error: The disk is full.");
    expect(faultSentence(error)).toBe('The disk is full.');
    expect(faultSentence('?')).toBe('That did not work, and nothing says why. Try again.');
  });

  it('is shown as it is where it is no status that we know', () => {
    expect(statusWords('revoked')).toEqual({ word: 'Ended', tone: 'neutral' });
    expect(statusWords('toString')).toEqual({ word: 'toString', tone: 'neutral' });
  });
});

describe('when it is tried again', () => {
  it.each([
    [12_000, 'next try in 12 s'],
    [119_500, 'next try in 120 s'],
    [120_000, 'next try in 2 min'],
    [300_000, 'next try in 5 min'],
    [-1, 'trying now…'],
  ])('in %d ms', (leftMs, words) => {
    const offline = { kind: 'offline', since: instant(0), message: 'away', isStranger: false } as const;
    expect(nextTryWords({ ...offline, nextTryAt: instant(NOW + leftMs) }, NOW)).toBe(words);
    expect(nextTryWords(offline, NOW)).toBe('');
  });
});

describe('the address of the service', () => {
  it('says that there are others, where there are', () => {
    expect(addressWords({})).toBe('');
    expect(addressWords({ addresses: 3 })).toBe(
      'one of 3 addresses; the others are tried when it does not answer',
    );
  });
});
