import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { upState } from '../../shared/contract/earlier-request.ts';
import { audienceOf } from '../../shared/domain/request/audience-of.ts';
import { evolve } from '../../shared/domain/request/evolve.ts';
import { pendingReviewers } from '../../shared/domain/request/pending-reviewers.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { reviewedContent } from '../../shared/domain/request/reviewed-content.ts';
import { readRecord } from '../../shared/formats/wire/read-record.ts';
import { readRequest } from '../../shared/formats/wire/read-requests.ts';
import { canonicalBytes } from '../../shared/lib/canonical-json.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';

// What was sent and kept while a plan named people, by id: `request/v1`.

const LEADS = ['lead2@example.com', 'lead@example.com'];
const golden = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'request', 'v1', `${name}.json`), 'utf8');
const hashOf = ({ facts }: RequestState): string =>
  Buffer.from(sha256(canonicalBytes(reviewedContent(facts)))).toString('hex');

function stateIn(name: string): RequestState {
  const read = readRequest(JSON.parse(golden(name)));
  if (read.kind === 'unknown') throw new Error(`${name} is not known`);
  return read.value;
}

describe('a request of before', () => {
  test.each(['waiting', 'approved'])('that is %s is for those whom its plan named', (name) => {
    const state = stateIn(name);
    expect(state).toMatchObject({ reviewers: [LEADS], former: [], facts: { v: 1 } });
    expect([...audienceOf(state)]).toEqual(['dev@example.com', ...LEADS]);
  });

  test.each(['waiting', 'approved'])('that is %s still has the hash that its reviews sign', (name) => {
    const state = stateIn(name);
    expect(hashOf(state)).toBe(state.facts.requestHash);
    expect(hashOf({ ...state, facts: { ...state.facts, reason: 'another' } })).not.toBe(
      state.facts.requestHash,
    );
  });

  test('is the same from its entry as from its state, and as the service kept it', () => {
    const read = readRecord(golden('entry'));
    if (read.kind === 'unknown' || read.value.entry.type !== 'requestSubmitted')
      throw new Error('the entry is not known');
    const { entry, at } = read.value;
    const state = evolve(undefined, entry, at);
    expect(state.reviewers).toEqual([LEADS]);
    expect(pendingReviewers(state)).toEqual(LEADS);
    expect(hashOf(state)).toBe(entry.facts.requestHash);
    expect(upState(JSON.parse(golden('waiting')))).toEqual(stateIn('waiting'));
  });

  test('cannot be told to be for other people by an entry that only looks like one of before', () => {
    const raw = JSON.parse(golden('entry')) as { entry: { facts: object } };
    const forged = { ...raw, entry: { ...raw.entry, reviewers: [['mallory@example.com']] } };
    const read = readRecord(JSON.stringify(forged));
    expect(read.kind === 'known' && read.value.entry).toMatchObject({ reviewers: [LEADS] });
  });
});
