import { inEnglish, wordsIn } from '../../../shared/words/words.ts';
import { describe, expect, test } from 'vitest';
import { signedInput } from '../../../shared/contract/statement-schemas.ts';
import { describeEntry } from '../../../shared/domain/describe-entry.ts';
import type { LogRecord } from '../../../shared/domain/entry.ts';
import { fold } from '../../../shared/domain/request/evolve.ts';
import type { Review } from '../../../shared/domain/request/request.ts';
import type { RequestEntry } from '../../../shared/domain/request/request-entry.ts';
import { reviewedContent } from '../../../shared/domain/request/reviewed-content.ts';
import { NOTHING_SEEN, type StatementType } from '../../../shared/domain/statements/statement.ts';
import { standingOf } from '../../../shared/domain/request/standing.ts';
import { knownText, wordsOf } from '../../../shared/domain/request/words-of.ts';
import { readRecord } from '../../../shared/formats/wire/read-record.ts';
import { canonicalText } from '../../../shared/lib/canonical-json.ts';
import { isBound, sealSaid, type LeafText, type Said } from '../../../shared/lib/said.ts';
import { instant } from '../../../shared/lib/time.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';
import { said } from '../../fakes/said.ts';
import { factsWith, START } from './fixtures.ts';

const AT = instant(1_800_000_000_000);
const FACTS = factsWith({ requestId: 'request00', reason: said('Because of it') });
const G = 'grant0001';
const READER = { words: wordsIn('en'), nameOf: (id: string) => id };
const REVIEW: Review = {
  ...{
    reviewer: 'lead',
    deviceId: 'd',
    decision: 'deny' as const,
    comment: said('Not now'),
    step: 0,
    at: AT,
  },
  signature: 's'.repeat(86),
};

/** Every entry in which a person says something, and a sentence of the service's own. */
const ENTRIES: readonly [RequestEntry, told: string, erased: string][] = [
  [
    { type: 'requestSubmitted', facts: FACTS, reviewers: [['lead']] },
    'dev asked for Title of prod/db:write',
    'dev asked for Title of prod/db:write',
  ],
  [{ type: 'reviewGiven', review: REVIEW }, 'lead denied: Not now', 'lead denied: The comment was erased.'],
  [{ type: 'requestDenied', by: 'lead', comment: said('Not now') }, 'Denied by lead', 'Denied by lead'],
  [
    { type: 'grantEnding', grantId: G, cause: 'ended', by: 'lead', reason: said('Enough') },
    'Access is being taken away because it was ended early (lead): Enough',
    'Access is being taken away because it was ended early (lead): The reason was erased.',
  ],
  [
    { type: 'grantEnding', grantId: G, cause: 'activationFailed', by: null, reason: 'No runner.' },
    'Access is being taken away because it could not be set up: No runner.',
    'Access is being taken away because it could not be set up: No runner.',
  ],
  [
    { type: 'grantConfirmedGone', grantId: G, by: 'olga', reason: said('Scrapped') },
    'Not verified: olga says that it is gone: Scrapped',
    'Not verified: olga says that it is gone: The reason was erased.',
  ],
];

const recordOf = (entry: RequestEntry): LogRecord => ({
  ...{ v: 2, seq: 1, stream: 'request/request00', version: 1, at: AT, actor: 'dev' },
  entry,
});

const leafOf = (entry: RequestEntry): LeafText => sealSaid(sha256, recordOf(entry));

const read = (leaf: ReturnType<typeof leafOf>): LogRecord => {
  const record = readRecord(sha256, leaf);
  if (record.kind === 'unknown') throw new Error('it is not known');
  return record.value;
};

describe.each(ENTRIES)('an entry %#', (entry, told, erased) => {
  test('has no word of a person in its leaf, and is read as it was', () => {
    const leaf = leafOf(entry);
    for (const each of leaf.said) {
      expect(leaf.text).not.toContain(each.text);
      expect(leaf.text).not.toContain(each.salt);
    }
    expect(read(leaf)).toEqual(recordOf(entry));
    expect(describeEntry(read(leaf), READER)).toBe(told);
  });

  test('says that a text was erased, and folds as before', () => {
    const record = read({ ...leafOf(entry), said: [] });
    expect(describeEntry(record, READER)).toBe(erased);
  });

  test('is not bound to another text, which is not shown', () => {
    const leaf = leafOf(entry);
    const others = [{ ...said('Something else'), salt: 'A'.repeat(22) }];
    expect(isBound(sha256, leaf)).toBe(true);
    expect(isBound(sha256, { ...leaf, said: [] })).toBe(true);
    expect(isBound(sha256, { ...leaf, said: [...leaf.said, ...others] })).toBe(false);
    expect(isBound(sha256, { text: null, said: others })).toBe(false);
    expect(describeEntry(read({ ...leaf, said: others }), READER)).toBe(erased);
  });
});

test('a request is the same but for its texts once they were erased, and so is its hash', () => {
  const entries = ENTRIES.slice(0, 3).map(([entry]) => entry);
  const whole = fold(entries.map((entry) => ({ entry, at: AT })));
  const bare = fold(
    entries.map((entry) => {
      const { entry: opened } = read({ ...leafOf(entry), said: [] });
      return { entry: opened as RequestEntry, at: AT };
    }),
  );
  if (!whole || !bare) throw new Error('there is no request');
  expect(bare).toEqual(JSON.parse(sealSaid(sha256, whole).text));
  const hashed = canonicalText(reviewedContent(sha256, whole.facts));
  expect(hashed).toBe(canonicalText(reviewedContent(sha256, bare.facts)));
  expect(hashed).not.toContain('Because of it');
  expect(wordsOf(bare.facts.reason, 'reason', wordsIn('en'))).toBe('The reason was erased.');
  expect(knownText(bare.facts.reason)).toBe('');
});

test('a request whose reason was erased is granted to nobody any more', () => {
  const now = {
    ...{ version: 1, owners: [], providers: {}, entitlements: {}, groups: {}, rules: [] },
    members: { dev: { id: 'dev', name: 'Dev', kind: 'person' } },
  } as never;
  const reason: Said = { sha256: 'a'.repeat(64) };
  const standing = standingOf({ ...FACTS, reason }, { then: now, now }, { conflicted: [], at: START });
  expect(standing.refusal).toMatchObject({ code: 'reasonMissing' });
  expect(standing.refusal && inEnglish(standing.refusal.told)).toContain('was erased');
});

test('what is sent has the text and a salt, never a hash alone', () => {
  const { requestId, requestHash, durationMs, ticket } = FACTS;
  const submit = { requestId, durationMs, ticket, entitlementIds: ['x'] };
  const review = { requestId, requestHash, step: 0, decision: 'approve' };
  const texts = [said('why'), 'why', { sha256: 'a'.repeat(64) }, { text: 'why' }, { text: 'why', salt: '' }];
  const taken = (type: StatementType, value: object, name: string) =>
    texts.map((text) => {
      const statement = {
        ...{ v: 1, log: 'example/log', type, by: 'dev', device: 'device01', at: AT, seen: NOTHING_SEEN },
        body: { ...value, [name]: text },
      };
      return signedInput(type).safeParse({ signed: { statement, signature: 'A'.repeat(86) } }).success;
    });
  expect(taken('submitRequest', submit, 'reason')).toEqual([true, false, false, false, false]);
  expect(taken('reviewRequest', review, 'comment')).toEqual([true, false, false, false, false]);
});
