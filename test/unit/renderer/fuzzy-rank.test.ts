import { describe, expect, it } from 'vitest';
import { fuzzyRank, indexCatalog } from '../../../renderer/words/fuzzy-rank.ts';
import { sampleSnapshot } from '../../fakes/sample-snapshot.ts';

const { items } = sampleSnapshot('full', 0).catalog;
const index = indexCatalog(items);
const found = (query: string): string[] => fuzzyRank(index, query).map(({ id }) => id);

describe('finding an entitlement', () => {
  it('lists everything by title while nothing is typed, what is refused last', () => {
    expect(found('')).toHaveLength(items.length);
    expect(found('').at(-1)).toBe('prod/iam:admin');
  });

  it.each([
    { name: 'a word of the title', query: 'registry', first: 'prod/registry:push' },
    { name: 'beginnings of words in any order', query: 'led adm', first: 'prod/ledger:admin' },
    { name: 'the id', query: 'web-2:root', first: 'prod/web-2:root' },
    { name: 'the whole id in capitals', query: 'PROD/WEB-1:ROOT', first: 'prod/web-1:root' },
    { name: 'a tag with its key', query: 'team:ledger', first: 'prod/ledger:admin' },
    { name: 'letters with others between them', query: 'pdbw', first: 'prod/payments-db:write' },
  ])('finds by $name', ({ query, first }) => expect(found(query)[0]).toBe(first));

  it('wants every word', () => {
    expect(found('payments staging')).toEqual(['staging/payments-db:write']);
    expect(found('payments nowhere')).toEqual([]);
  });

  it('puts the beginning of a title before the middle of another', () => {
    expect(found('read')[0]).toBe('prod/payments-db:read');
  });

  it('shows what is refused, so that people learn why, but last', () => {
    expect(found('adm')).toEqual(['prod/ledger:admin', 'prod/iam:admin']);
  });

  it('takes strange queries as text', () => {
    expect(found('.*')).toEqual([]);
    expect(found('   ')).toHaveLength(items.length);
    expect(found('x'.repeat(100_000))).toEqual([]);
  });
});
