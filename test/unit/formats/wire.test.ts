import { readProposed } from '../../../shared/formats/wire/read-proposed.ts';
import { asWritten, told } from '../../../shared/words/told.ts';
import { inWords } from '../../support/in-words.ts';
import { describe, expect, test } from 'vitest';
import { readCatalog } from '../../../shared/formats/wire/read-catalog.ts';
import { readChange } from '../../../shared/formats/wire/read-change.ts';
import { endOrderIn, readLease } from '../../../shared/formats/wire/read-lease.ts';
import { readMe } from '../../../shared/formats/wire/read-me.ts';
import { readPoolsChecked } from '../../../shared/formats/wire/read-pools-checked.ts';
import { readPreview } from '../../../shared/formats/wire/read-preview.ts';
import { readPublished } from '../../../shared/formats/wire/read-published.ts';
import { readRequest, readRequestPage } from '../../../shared/formats/wire/read-requests.ts';
import { refusalIn } from '../../../shared/formats/wire/refusal-in.ts';
import { logLine } from '../../../shared/formats/wire/log-line.ts';
import { runnerWork } from '../../support/runner-work.ts';
import { request } from '../main/request-example.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';

const known = request();
const frozen = { ...known, phase: { kind: 'frozen', until: 5 } };

describe('a page of requests', () => {
  test('has what is known in order, what is not as it came, and says where the next one begins', () => {
    const rest = Array.from({ length: 998 }, () => known);
    const page = readRequestPage([frozen, ...rest, { id: 'of another shape' }]);
    expect(page.known).toHaveLength(998);
    expect(page.unknown).toEqual([
      { kind: 'unknown', raw: frozen },
      { kind: 'unknown', raw: { id: 'of another shape' } },
    ]);
    expect(page.last).toBe(known.facts.requestId);
  });

  test('that is not full is the last, and one without any id too', () => {
    expect(readRequestPage([frozen]).last).toBeNull();
    expect(readRequestPage(Array.from({ length: 1_000 }, () => ({}))).last).toBeNull();
  });

  test.each([['no list'], [Array.from({ length: 1_001 }, () => known)], [null]])(
    'is none when it is no list or too long a one',
    (raw) => expect(() => readRequestPage(raw)).toThrow(),
  );
});

test('a reason to refuse that is not known is `unknown`, in a request as well, and its sentence stays', () => {
  const refusal = { code: 'moonPhase', message: 'Wait for the full moon.' };
  const read = readRequest({ ...known, phase: { kind: 'refused', at: 1, refusal } });
  expect(read).toMatchObject({
    kind: 'known',
    value: { phase: { refusal: { code: 'unknown', told: inWords('Wait for the full moon.') } } },
  });
});

test.each([
  [
    'a code of tomorrow',
    { code: 'moonPhase', message: 'Wait.' },
    { code: 'unknown', told: asWritten('Wait.') },
  ],
  [
    'a code of today',
    { code: 'tooLong', told: asWritten('Too long.') },
    { code: 'tooLong', told: asWritten('Too long.') },
  ],
  ['no code', { message: 'Wait.' }, { code: 'unknown', told: asWritten('Wait.') }],
  ['no sentence', { code: 'tooLong' }, { code: 'unknown', told: told('refusedByNewer') }],
])('a refusal with %s is one', (_, refusal, expected) => {
  expect(refusalIn({ data: { refusal } })).toEqual(expected);
});

test('a sentence of a refusal is as long as sentences are', () => {
  const refusal = { code: 'moonPhase', message: 'x'.repeat(100_000) };
  expect(refusalIn({ data: { refusal } })?.told.params['text']).toHaveLength(4_000);
});

test.each([[undefined], [null], ['refused'], [7]])('%j is no refusal', (refusal) => {
  expect(refusalIn({ data: { refusal } })).toBeNull();
});

describe('a lease', () => {
  const revoke = { ...runnerWork({ kind: 'revoke', fence: 7 }), durationMs: 'soon' };

  test('is read work by work', () => {
    const leased = readLease([runnerWork(), { kind: 'rotate' }, revoke]);
    expect(leased.map(({ kind }) => kind)).toEqual(['activate', 'unknown', 'unknown']);
  });

  test('with work that is nested too deep to be looked at has the rest', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) as unknown;
    const leased = readLease([{ ...runnerWork(), state: deep }, runnerWork()]);
    expect(leased.map(({ kind }) => kind)).toEqual(['unknown', 'activate']);
  });

  test('has orders to end something also where its details do not fit', () => {
    const order = { grantId: 'grant001', fence: 7, expiresAt: null, reportedGone: false };
    expect(endOrderIn({ kind: 'unknown', raw: revoke })).toEqual(order);
    const bare = { kind: 'revoke', grantId: 'grant001', fence: 'seven', reportedGone: true, expiresAt: -1 };
    expect(endOrderIn({ kind: 'unknown', raw: bare })).toEqual({ ...order, fence: null, reportedGone: true });
    for (const raw of [{ kind: 'rotate', grantId: 'grant001' }, { kind: 'revoke', grantId: '../' }, null])
      expect(endOrderIn({ kind: 'unknown', raw })).toBeNull();
  });

  test('that is too long is none', () => {
    expect(() => readLease(Array.from({ length: 117 }, () => ({})))).toThrow();
  });
});

const ITEM = {
  ...{ id: 'prod/db:write', title: 'Write', description: '', providerId: 'p', tags: {}, access: 'review' },
  ...{ sentence: 'A lead approves.', maxDurationMs: null, minReasonLength: 0, ticketPattern: null },
};

test('a catalogue keeps the items and names that are known, and counts the other items', () => {
  const items = [ITEM, { ...ITEM, access: 'lottery' }, { ...ITEM, providerId: { kind: 'new' } }];
  const names = { 'dev@example.com': 'Dev', 'ops@example.com': { given: 'Olu' } };
  expect(readCatalog({ version: 3, items, names, problem: 'x'.repeat(10_000) })).toEqual({
    kind: 'known',
    value: {
      ...{ version: 3, items: [ITEM], newer: 2, names: { 'dev@example.com': 'Dev' }, folderMistakes: [] },
      problem: `${'x'.repeat(3_999)}…`,
    },
  });
  expect(readCatalog({ pages: [] })).toMatchObject({ kind: 'unknown' });
});

const ME = {
  me: {
    id: 'dev@example.com',
    name: 'Dev',
    kind: 'robot',
    isOwner: false,
    pools: ['default', { name: 'p' }],
  },
  ...{ deviceId: 'device1', protocol: { version: 9, floor: 1 }, serverTime: 0 },
  organisation: { name: 'Example', version: 1, origin: 'o', logKey: 'k', people: 2 },
};

test('who this device is can be read with a kind of member and of pool that is not known', () => {
  expect(readMe(ME).me).toMatchObject({ id: 'dev@example.com', kind: 'person', pools: ['default'] });
});

test('what was said of pools is read one by one, and the rest is counted', () => {
  const entitlement = { entitlementId: 'a', title: 'A', pool: 'p', state: 'ok', problems: [] };
  const said = {
    pools: [
      { pool: 'p', runners: 1 },
      { pool: 'q', runners: 'many' },
    ],
    entitlements: [entitlement, { ...entitlement, state: 'doubtful' }],
  };
  expect(readPoolsChecked(said)).toEqual({
    pools: [{ pool: 'p', runners: 1 }],
    entitlements: [entitlement],
    newer: 2,
  });
});

describe('what policy says', () => {
  const preview = { kind: 'auto', sentence: 'At once.', maxDurationMs: null, steps: [], problems: [] };

  test('is a refusal with its own sentence when its kind is not known', () => {
    const read = readPreview({ ...preview, kind: 'lottery', sentence: 'You may win.' });
    expect(read).toEqual({ ok: false, error: { code: 'unknown', told: inWords('You may win.') } });
    expect(readPreview(null)).toMatchObject({ ok: false, error: { code: 'unknown' } });
  });

  test('leaves out what is said of fields that are not known', () => {
    const problem = { field: 'reason', refusal: { code: 'reasonMissing', told: asWritten('Say why.') } };
    const read = readPreview({ ...preview, problems: [{ ...problem, field: 'mood' }, problem] });
    expect(read).toMatchObject({ ok: true, value: { kind: 'auto', problems: [problem] } });
  });
});

test.each([
  [false, 'error'],
  [true, 'warning'],
])('a mistake of a severity that is not known, published: %j, counts as %s', (published, severity) => {
  const place = { file: 'policy.yaml', line: 3, column: 1 };
  const mistake = { ...place, severity: 'fatal', message: 'No.' };
  expect(readPublished({ version: 1, published, mistakes: [mistake, {}] }).mistakes).toEqual([
    { ...place, severity, told: asWritten('No.') },
    { file: 'catalog.yaml', line: 1, column: 1, severity, told: inWords(/newer/) },
  ]);
});

test('a mistake is told by its code where that is known here, else by its sentence', () => {
  const place = { file: 'policy.yaml', line: 3, column: 1, severity: 'error', message: 'No.' } as const;
  const read = (told: unknown) =>
    readPublished({ version: 1, published: false, mistakes: [{ ...place, told }] }).mistakes[0]?.told;
  expect(read({ code: 'ownManager', params: {} })).toEqual({ code: 'ownManager', params: {} });
  expect(read({ code: 'notThoughtOfYet', params: {} })).toEqual(asWritten('No.'));
  expect(read({ code: 'hereAlready', params: {} })).toEqual(asWritten('No.'));
  expect(read(undefined)).toEqual(asWritten('No.'));
});

test('what would change is told by its code where that is known here, line by line', () => {
  const gone = { code: 'ruleGone', params: { rule: 'x' } };
  const files = { people: '', catalog: '', policy: '' };
  const raw = { files, providerDigests: {}, follows: 1, changes: ['One.', 'Two.'], more: 0 };
  expect(readProposed({ ...raw, told: [{ code: 'of a newer', params: {} }, gone] })?.changes).toEqual([
    'One.',
    gone,
  ]);
  expect(readProposed(raw)?.changes).toEqual(['One.', 'Two.']);
});

test('a change that is not known is told as it came', () => {
  const change = { kind: 'device', id: 'd' };
  expect(readChange(change)).toEqual({ kind: 'unknown', raw: change });
});

describe('an entry of the log that is not known', () => {
  const head = { v: 2, seq: 4, at: 7, actor: 'someone', version: 3, stream: 'request/request00001' };

  test('has its place in the stream of its request', () => {
    expect(
      logLine(sha256, { text: JSON.stringify({ ...head, entry: { type: 'grantRenewed' } }), said: [] }),
    ).toEqual({
      ...{ record: null, at: 7, actor: 'someone', requestId: 'request00001' },
      step: { version: 3, at: 7, entry: null },
    });
  });

  test.each([['[1]'], ['no JSON'], ['{"v":2,"stream":"request/../","version":1}'], ['null']])(
    'is one without a place when it is %s',
    (text) =>
      expect(logLine(sha256, { text, said: [] })).toMatchObject({
        record: null,
        requestId: null,
        step: null,
      }),
  );
});
