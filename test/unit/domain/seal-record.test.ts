import { describe, expect, test } from 'vitest';
import type { LogRecord } from '../../../shared/domain/entry.ts';
import { sealRecord } from '../../../shared/domain/statements/seal-record.ts';
import {
  NOTHING_SEEN,
  sealedStatement,
  type SignedStatement,
  type Statement,
} from '../../../shared/domain/statements/statement.ts';
import { sealSaid, type Said } from '../../../shared/lib/said.ts';
import { instant } from '../../../shared/lib/time.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';
import { said } from '../../fakes/said.ts';

const AT = instant(1_700_000_000_000);

const commented = (statementSays: Said, entrySays: Said): LogRecord => {
  const statement: Statement<'commentOnRequest'> = {
    ...{ v: 1, log: 'log.example.com/"a"', type: 'commentOnRequest', by: 'dev@example.com', at: AT },
    ...{ device: 'a'.repeat(16), seen: NOTHING_SEEN },
    body: { requestId: 'r1', commentId: 'c1', comment: statementSays },
  };
  const signed: SignedStatement = { statement: statement as Statement, signature: 'x'.repeat(86) };
  const entry = { type: 'requestCommented', by: 'dev@example.com', commentId: 'c1', comment: entrySays };
  return {
    ...{ v: 3, seq: 7, stream: 'request/r1', version: 2, at: AT, actor: 'dev@example.com', signed },
    entry: entry as LogRecord['entry'],
  };
};

describe('a record that is sealed with its statement as it was sealed before', () => {
  const SAME = said('the very same');
  const trap = said('{"signed":{"statement":1},"stream":"request/r1","v":3} \\" }');
  test.each([
    ['says the same as its statement', commented(SAME, SAME)],
    ['says something else', commented(said('one'), said('other'))],
    ['says what looks like a leaf', commented(trap, trap)],
    ['is erased', commented({ sha256: 'a'.repeat(64) }, { sha256: 'a'.repeat(64) })],
    ['is of a stream with quotes in its name', { ...commented(SAME, SAME), stream: 'pool/"},{' }],
    ['nobody signed', { ...commented(SAME, SAME), signed: undefined }],
  ])('is the leaf that is made of the whole of it, where it %s', (_what, record) => {
    expect(sealRecord(sha256, record)).toEqual(sealSaid(sha256, record));
    // Also when its statement was sealed already.
    expect(sealRecord(sha256, record)).toEqual(sealSaid(sha256, record));
  });

  test('does not seal it again', () => {
    const { signed } = commented(said('one'), said('other'));
    const statement = (signed as SignedStatement).statement;
    const hashed: number[] = [];
    const noting = (data: Uint8Array): Uint8Array => {
      hashed.push(data.length);
      return sha256(data);
    };
    const first = sealedStatement(noting, statement);
    expect(first).toEqual(sealSaid(sha256, statement));
    expect(hashed).toHaveLength(1);
    expect(sealedStatement(noting, statement)).toBe(first);
    expect(hashed).toHaveLength(1);
    // A copy that says something else is another statement.
    expect(sealedStatement(noting, { ...statement, by: 'lead@example.com' }).text).toContain('lead@');
  });
});
