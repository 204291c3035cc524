import { describe, expect, test } from 'vitest';
import { ENTRY_TYPES, logRecordSchema } from '../../../shared/contract/record-schema.ts';
import { describeEntry } from '../../../shared/domain/describe-entry.ts';
import type { Entry, LogRecord } from '../../../shared/domain/entry.ts';
import { HOLDER_LEFT } from '../../../shared/domain/grant/holder-left.ts';
import { describeChanges } from '../../../shared/domain/organisation/describe-changes.ts';
import type { Organisation } from '../../../shared/domain/organisation/organisation.ts';
import { refuse } from '../../../shared/domain/refusal.ts';
import { MINUTE_MS, instant } from '../../../shared/lib/time.ts';
import { told } from '../../../shared/words/told.ts';
import { wordsIn } from '../../../shared/words/words.ts';
import { said } from '../../fakes/said.ts';
import { factsWith, member, organisation, rule } from './fixtures.ts';

const AT = instant(1_800_000_000_000);
const KEY = 'A'.repeat(43);
const G = { grantId: 'grant0001' };
const D = { deviceId: 'device-1', person: 'p-ana', name: 'Laptop' };
const FACTS = factsWith({ requestId: 'request00' });

const record = (entry: Entry, actor = 'p-ben'): LogRecord => ({
  v: 4,
  seq: 7,
  stream: 'stream/1',
  version: 1,
  at: AT,
  actor,
  entry,
});
const NAMES: Readonly<Record<string, string>> = { 'p-ana': 'Ana', 'p-ben': 'Ben' };
const nameOf = (id: string): string => NAMES[id] ?? id;
const tell = (entry: Entry, language: 'de' | 'en' = 'de'): string =>
  describeEntry(logRecordSchema.parse(record(entry)), { words: wordsIn(language), nameOf });

/** Each kind in all its forms. */
const ENTRIES: readonly Entry[] = [
  { type: 'requestSubmitted', facts: FACTS, reviewers: [] },
  { type: 'requestSubmitted', facts: factsWith({ requestId: 'request00', risk: 'high' }), reviewers: [] },
  {
    type: 'requestRefused',
    facts: FACTS,
    refusal: refuse('ticketMissing', 'ticketMissing', { pattern: 'T-1' }),
  },
  { type: 'reviewersNamed', reviewers: [['p-ana', 'p-ben']], cause: 'organisation', organisationVersion: 2 },
  { type: 'reviewersNamed', reviewers: [[]], cause: 'unknown', organisationVersion: 2 },
  ...(['approve', 'deny'] as const).map((decision): Entry => {
    const review = { reviewer: 'p-ana', deviceId: 'device-1', decision, comment: said(''), step: 0, at: AT };
    return { type: 'reviewGiven', review };
  }),
  { type: 'stepDone', step: 0 },
  { type: 'requestApproved', by: 'policy' },
  { type: 'requestApproved', by: 'reviews' },
  { type: 'requestDenied', by: 'p-ana', comment: said('') },
  { type: 'requestWithdrawn', by: 'p-ana' },
  { type: 'requestCommented', by: 'p-ana', comment: said('Ja'), commentId: 'comment00' },
  { type: 'requestLapsed' },
  { type: 'reviewReminded', step: 0, count: 2 },
  { type: 'requestOverruled', organisationVersion: 2, refusal: refuse('policyChanged', 'riskRose') },
  { type: 'grantActivating', ...G, runnerId: 'runner-1' },
  { type: 'grantActivated', ...G, runnerId: 'r', startsAt: AT, expiresAt: AT, evidence: null },
  { type: 'grantFailed', ...G, message: told('notTakenUp') },
  ...(['expired', 'returned', 'ended', 'activationFailed'] as const).map((cause): Entry => ({
    type: 'grantEnding',
    ...G,
    cause,
    by: null,
    reason: told('notHeardOf'),
  })),
  { type: 'grantEnding', ...G, cause: 'ended', by: 'p-ana', reason: HOLDER_LEFT },
  { type: 'grantEnding', ...G, cause: 'ended', by: 'latchkey', reason: told('clockWasAhead') },
  { type: 'grantEnding', ...G, cause: 'returned', by: 'p-ana', reason: said('Ja'), neverBegan: true },
  { type: 'revocationFailed', ...G, attempts: 1, message: 'ssh: 255', stuck: false },
  { type: 'revocationFailed', ...G, attempts: 6, message: 'ssh: 255', stuck: true },
  { type: 'revocationTaken', ...G, runnerId: 'runner-2', fence: 2 },
  { type: 'grantOverdue', ...G },
  { type: 'grantConfirmedGone', ...G, by: 'p-ana', reason: said('Ja') },
  { type: 'grantFoundThere', ...G, runnerId: 'runner-2', message: told('foundThere') },
  ...[0, 12_340].map((ms): Entry => ({
    type: 'grantRevoked',
    ...G,
    verifiedAt: AT,
    lateMs: ms as never,
    evidence: null,
  })),
  { type: 'grantRevoked', ...G, verifiedAt: AT, lateMs: 0 as never, evidence: null, neverBegan: true },
  { type: 'organisationCreated', name: 'Muster', logKey: 'k' },
  { type: 'organisationPublished', organisationVersion: 2, files: {} },
  { type: 'organisationChanged', organisationVersion: 2, changes: [told('rulesReordered')], more: 3 },
  {
    type: 'memberChanged',
    organisationVersion: 2,
    person: 'p-ana',
    change: 'removed',
    isNew: false,
    text: told('memberGone', { name: 'Ana', id: 'p-ana' }),
  },
  { type: 'memberConfirmed', person: 'p-ana' },
  { type: 'runnerSignedIn', device: 'runner-1', signingKey: KEY },
  { type: 'logKeyRotated', logKey: 'k', follows: 'l' },
  { type: 'recoveryKeySet', recoveryKey: KEY },
  { type: 'recoveryUsed', person: 'p-ana', deviceId: 'device-1' },
  { type: 'endsChecked', pool: 'web', lines: [], more: 0 },
  { type: 'endsChecked', pool: 'web', lines: ['ssh: 255'], more: 2, by: 'latchkey' },
  { type: 'endsChecked', pool: 'web', lines: ['ssh: 255'], more: 0, by: 'p-ana' },
  { type: 'textsErased', seqs: [1] },
  { type: 'textsErased', seqs: [1, 2] },
  { type: 'clockAccepted', shown: AT },
  { type: 'inviteCreated', person: 'p-ana', expiresAt: AT },
  { type: 'inviteCreated', person: 'p-ana', replaces: true, expiresAt: AT },
  { type: 'inviteUsed', inviteId: 'i', person: 'p-ana', deviceId: 'device-1' },
  ...(['left', 'joined', 'deviceRemoved'] as const).map((because): Entry => ({
    type: 'inviteRevoked',
    inviteId: 'i',
    person: 'p-ana',
    because,
  })),
  { type: 'deviceRenamed', ...D, by: 'p-ana' },
  { type: 'deviceRenamed', ...D, by: 'p-ben' },
  { type: 'deviceRemoved', ...D },
  { type: 'deviceRemoved', deviceId: 'device-1', person: 'p-ana', why: { cause: 'left' } },
  { type: 'deviceRemoved', ...D, why: { cause: 'replaced', by: 'p-ben' } },
  ...['p-ana', 'p-ben'].map((by): Entry => ({
    type: 'deviceRemoved',
    ...D,
    why: { cause: 'removed', by, reason: said('Ja') },
  })),
  ...[{}, { replaces: true as const }, { recovered: true as const }].map((more): Entry => ({
    type: 'deviceRegistered',
    ...D,
    invitedBy: 'p-ben',
    signingKey: KEY,
    sealingKey: KEY,
    ...more,
  })),
  { type: 'deviceRegistered', ...D, invitedBy: 'p-ana', signingKey: KEY, sealingKey: KEY },
];

/** Words that English sentences cannot do without, and German has not. */
const ENGLISH =
  /\b(the|of|is|are|were|and|by|with|that|which|has|had|not|gone|given|signed|joined|access)\b/i;

describe('an entry in German', () => {
  test('is there for each kind', () =>
    expect([...new Set(ENTRIES.map(({ type }) => type))].sort()).toEqual([...ENTRY_TYPES].sort()));

  test.each(ENTRIES.map((entry) => [entry.type, entry] as const))(
    '%s has nothing of the English one',
    (_, entry) => {
      // Its title is somebody's.
      expect(tell(entry).replace('Title of', '')).not.toMatch(ENGLISH);
      expect(tell(entry)).not.toBe(tell(entry, 'en'));
      // The same is in English, and still reads as such.
      expect(tell(entry, 'en')).not.toMatch(/\b(der|das|und|ist|wurde|von)\b/);
    },
  );
});

describe('an entry of before, with a sentence in it', () => {
  test.each<[Entry, string]>([
    [
      { type: 'grantFailed', ...G, message: 'No runner took this up within an hour.' },
      'Der Zugriff ließ sich nicht einrichten, und nichts davon ist übrig: No runner took this up within an hour.',
    ],
    [
      {
        type: 'organisationChanged',
        organisationVersion: 2,
        changes: ['The rules stand in another order'],
        more: 0,
      },
      'Ben hat die Dateien der Organisation geändert: The rules stand in another order',
    ],
    [
      {
        type: 'memberChanged',
        organisationVersion: 2,
        person: 'p-ana',
        change: 'added',
        isNew: true,
        text: 'Ana (p-ana) is here now: a person',
      },
      'Ben, in Version 2: Ana (p-ana) is here now: a person',
    ],
  ])('is read as it was written (%#)', (entry, sentence) => expect(tell(entry)).toBe(sentence));

  test('and one of now in the words of who reads it', () =>
    expect(tell({ type: 'grantFailed', ...G, message: told('notTakenUp') })).toBe(
      'Der Zugriff ließ sich nicht einrichten, und nichts davon ist übrig: Kein Runner hat das innerhalb einer Stunde übernommen. Fragen Sie wieder an, sobald ein Runner des Pools verbunden ist.',
    ));
});

describe('what a version changes', () => {
  const before = organisation([member('lead'), member('dev')], ['prod/db'], [rule('old'), rule('kept')]);
  const after: Organisation = {
    ...organisation(
      [member('lead', ['leads']), member('new')],
      ['prod/db', 'prod/web'],
      [rule('kept', { maxDurationMs: MINUTE_MS, risk: 'high' }), rule('added', { ticketPattern: 'T-1' })],
    ),
    version: before.version + 1,
  };

  test('is told in German, and none of it in English', () => {
    const { lines } = describeChanges({ ...before, version: 1 }, after);
    const german = lines.map((line) => wordsIn('de').tell(line));
    expect(german.length).toBeGreaterThan(5);
    expect(german.filter((line) => ENGLISH.test(line))).toEqual([]);
    expect(german.join('\n')).toContain(
      'Die Regel „kept“: höchstens 1 min (vorher: höchstens 1 h); jetzt auch: hohes Risiko',
    );
    // What is written to the log is read from it.
    const entry: Entry = { type: 'organisationChanged', organisationVersion: 2, changes: lines, more: 0 };
    expect(logRecordSchema.parse(record(entry)).entry).toEqual(entry);
  });
});
