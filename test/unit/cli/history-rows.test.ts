import { expect, it } from 'vitest';
import { historyRow } from '../../../main/store/history-row.ts';
import { rowStatus } from '../../../renderer/words/row-status.ts';
import { wordsIn } from '../../../shared/words/words.ts';
import { historyRows } from '../../../shared/cli/history-rows.ts';
import type { RequestEntry } from '../../../shared/domain/request/request-entry.ts';
import type { Instant } from '../../../shared/lib/time.ts';
import { logOf, submitted } from '../../integration/history-log.ts';
import { activated, approved, at, ended, facts, request, review } from '../main/request-example.ts';

const [first] = facts().entitlements;
if (!first) throw new Error('a request is for something');
const BUNDLE = {
  entitlements: [
    first,
    { ...first, entitlementId: 'prod/web:root', title: 'Root on web', grantId: 'grant000002' },
  ],
};
const [ONE, TWO] = ['Write to the payments database', 'Root on web'];

/** Both work for an hour from second 3; the first one is gone then. */
const BOTH: readonly RequestEntry[] = [
  review('approve'),
  approved,
  ...activated('grant000001'),
  ...activated('grant000002'),
  ...ended('grant000001'),
];
const taking: RequestEntry = {
  type: 'grantEnding',
  grantId: 'grant000002',
  cause: 'expired',
  by: null,
  reason: '',
};
const failing: RequestEntry = {
  type: 'revocationFailed',
  grantId: 'grant000002',
  attempts: 6,
  stuck: true,
  message: 'refused',
};
const overdue: RequestEntry = { type: 'grantOverdue', grantId: 'grant000002' };

const kept = (entries: readonly RequestEntry[]) => ({
  async *entries() {
    yield* logOf({ request00001: entries });
  },
});
const rowsOf = (entries: readonly RequestEntry[], now: Instant, sinceMs = 0) =>
  historyRows(kept([submitted(BUNDLE), ...entries]), { words: wordsIn('en'), sinceMs, now, names: {} });

it('every line about a part of a bundle names it, also when the request itself is longer ago', async () => {
  const told = (await rowsOf([...BOTH, taking, overdue], at(3_700), at(3))).map(({ what }) => what);
  expect(told.filter((line) => !line.startsWith(`${ONE}: `) && !line.startsWith(`${TWO}: `))).toEqual([]);
  expect(told).toContain(`${ONE}: Verified gone, 1.0 s after it was due`);
  expect(told.at(-1)).toMatch(/^Root on web: Access is overdue/);
});

it('a request for one thing needs no name in its lines', async () => {
  const [, , , line] = await historyRows(kept([submitted({}), review('approve'), approved, ...activated()]), {
    sinceMs: 0,
    now: at(4),
    names: {},
    words: wordsIn('en'),
  });
  expect(line?.what).toBe('Access is being set up');
});

it.each<[string, readonly RequestEntry[], number, string]>([
  ['works while one of its parts does', BOTH, 3_000, 'active'],
  ['is overdue when one of its parts is, though nobody has said so', BOTH, 3_700, 'overdue'],
  ['is overdue when the log says so', [...BOTH, taking, overdue], 3_610, 'overdue'],
  ['is ending while one of its parts is', [...BOTH, taking], 3_610, 'revoking'],
  ['is stuck when one of its parts is', [...BOTH, taking, failing], 3_610, 'stuck'],
  ['is over when all of it is', [...BOTH, ...ended('grant000002')], 3_700, 'revoked'],
])(
  'a row says that a bundle %s, in the terminal and in the window',
  async (_what, entries, seconds, expected) => {
    const now = at(seconds);
    expect((await rowsOf(entries, now)).map(({ state }) => state)).toEqual(
      Array.from({ length: entries.length + 1 }, () => expected),
    );
    expect(rowStatus(historyRow(request(BUNDLE, ...entries)), now)).toBe(expected);
  },
);

it('what only a newer Latchkey knows is a line, and what comes after it is told as ever', async () => {
  const items = logOf({
    request00001: [submitted({}), review('approve'), approved, ...activated(), ...ended()],
  });
  const changed = items.map((item, seq) => {
    if (seq !== 2 && seq !== 4) return item;
    const record = JSON.parse(item.text ?? '') as { entry: object };
    return { ...item, text: JSON.stringify({ ...record, v: 3, entry: { type: `tomorrow${seq}` } }) };
  });
  const entries = async function* () {
    yield* [...changed, { leafHash: '', text: 'no JSON', said: [] }];
  };
  const rows = await historyRows(
    { entries },
    { words: wordsIn('en'), sinceMs: 0, now: at(9_000), names: {} },
  );
  expect(rows).toHaveLength(items.length + 1);
  const unknown = rows.filter(({ type }) => type === 'unknown');
  expect(unknown).toMatchObject([
    { seq: 2, actor: 'someone', requestId: 'request00001', atMs: at(2) },
    { seq: 4, requestId: 'request00001' },
    { seq: items.length, actor: '', requestId: null, atMs: at(items.length - 1), state: null },
  ]);
  expect(new Set(unknown.map(({ what }) => what))).toEqual(
    new Set(['Made by a newer Latchkey: update this one to see it']),
  );
});
