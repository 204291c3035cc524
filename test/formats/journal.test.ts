import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { journalFormat } from '../../shared/formats/journal/journal-format.ts';
import { readJournalLine, writeJournalLine } from '../../shared/formats/journal/journal-line.ts';
import { goldenFiles } from './golden.ts';

goldenFiles(journalFormat);

const VERSION_1 = join(import.meta.dirname, 'journal', 'v1');
const versionOne = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(VERSION_1, `${name}.json`), 'utf8')) as Record<string, unknown>;

test('every type of record has a golden file', () => {
  const types = readdirSync(VERSION_1).map((file) => versionOne(file.replace(/\.json$/, ''))['type']);
  const known = ['attemptFailed', 'clock', 'done', 'foundThere', 'grantIntent', 'grantReported'];
  expect([...new Set(types)].sort()).toEqual([...known, 'granted', 'revokeIntent', 'revoked']);
});

describe('a line of a journal', () => {
  test('says its version, and without one is of version 1', () => {
    const line = readJournalLine('{"type":"clock","at":5}');
    expect(line).toEqual({ type: 'clock', at: 5 });
    expect(writeJournalLine(line)).toBe('{"v":1,"type":"clock","at":5}');
  });

  test('is known however long its texts, its credentials and its state are', () => {
    const text = 'x'.repeat(120_000);
    const granted = versionOne('granted');
    const sealed = Array.from({ length: 25 }, () => ({ deviceId: 'laptop', box: text }));
    const state = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, index) => [`key${index}`, [[[[[[[1]]]]]]]]),
    );
    for (const raw of [
      { ...granted, evidence: text, state, sealed },
      { ...versionOne('attempt-failed'), message: text, attempts: 1e9 },
      { ...versionOne('grant-intent'), grantId: 'Another way to name them 1' },
    ])
      expect(readJournalLine(JSON.stringify(raw))).toMatchObject({ type: raw['type' as never] });
  });

  test('has whole milliseconds, whatever was written', () => {
    expect(readJournalLine('{"v":1,"type":"clock","at":5.7}')).toEqual({ type: 'clock', at: 5 });
  });
});

describe('a line that is not known', () => {
  const { job } = versionOne('grant-intent') as { job: Record<string, object> };
  const read = (raw: unknown) => readJournalLine(JSON.stringify(raw));

  test.each([
    ['nothing that is JSON', 'not JSON'],
    ['no object', '[1]'],
    ['a version that is none', '{"v":"2","type":"clock","at":5}'],
    ['spaces and a name twice', '{ "v":2,  "a":1, "a":2 }'],
  ])('with %s is kept as it is', (_what, text) => {
    const line = readJournalLine(text);
    expect(line).toMatchObject({ type: 'unknown', text, grantId: null, job: null });
    expect(writeJournalLine(line)).toBe(text);
  });

  test('gives what revoking needs, in the record or in its job, and makes up only the rest', () => {
    const { provider, entitlement } = job;
    const known = { provider, entitlement, subject: { id: 'dev@example.com', publicKey: null } };
    const found = { ...known, grantId: 'grant001', subject: { ...known.subject, name: '' } };
    const rest = { requestId: '', pool: '', attempt: 0, fence: 0, durationMs: 0, recipients: [] };
    for (const raw of [
      { v: 2, type: 'begun', grantId: 'grant001', ...known, fence: -1, attempt: 'first' },
      { v: 2, type: 'grantIntent', job: { ...known, grantId: 'grant001', warrant: {} } },
    ])
      expect(read(raw)).toMatchObject({ grantId: 'grant001', job: { ...found, ...rest } });
    expect(read({ v: 2, grantId: 'grant001', state: { role: 'r' } })).toMatchObject({ state: { role: 'r' } });
  });

  test.each([
    ['the provider', { ...job, provider: undefined }],
    ['its config', { ...job, provider: { ...job['provider'], config: undefined } }],
    ['what it calls to be used', { ...job, provider: { ...job['provider'], use: 7 } }],
    ['the entitlement’s input', { ...job, entitlement: { ...job['entitlement'], input: undefined } }],
    ['the subject', { ...job, subject: null }],
  ])(
    'gives nothing to revoke without %s: with something made up, another target would say that it is gone',
    (_what, part) => {
      expect(read({ v: 2, type: 'grantIntent', grantId: 'grant001', job: part })).toMatchObject({
        grantId: 'grant001',
        job: null,
      });
    },
  );

  test('says in one plain line what it may be about', () => {
    const part = { provider: { use: 'post\u001b[31mgres' }, entitlement: { id: 'prod:\nread' } };
    expect(read({ v: 2, grantId: 'grant001', ...part })).toMatchObject({ hint: 'postgres, prod: read' });
  });
});
