import type { LogItem } from '../../shared/contract/api.ts';
import type { RequestEntry } from '../../shared/domain/request/request-entry.ts';
import { canonicalText } from '../../shared/lib/canonical-json.ts';
import type { HistoryDatabase } from '../../main/store/history-database.ts';
import { activated, approved, at, ended, facts, LEADS, review } from '../unit/main/request-example.ts';

/** The log of these requests, one after the other. */
export function logOf(streams: Readonly<Record<string, readonly RequestEntry[]>>): LogItem[] {
  const records = Object.entries(streams).flatMap(([requestId, entries]) =>
    entries.map((entry, index) => ({ requestId, entry, version: index + 1 })),
  );
  return records.map(({ requestId, entry, version }, seq) => ({
    seq,
    leafHash: 'a'.repeat(64),
    text: canonicalText({
      v: 1,
      seq,
      stream: `request/${requestId}`,
      version,
      at: at(seq),
      actor: 'someone',
      entry,
    }),
  }));
}

export const submitted = (change: Parameters<typeof facts>[0]): RequestEntry => ({
  type: 'requestSubmitted',
  facts: facts(change),
  reviewers: [LEADS],
});

/** One request that was approved and is over, and one that was denied. */
export const LOG = logOf({
  request00001: [
    submitted({ requestId: 'request00001' }),
    review('approve'),
    approved,
    ...activated(),
    ...ended(),
  ],
  request00002: [
    submitted({
      requestId: 'request00002',
      requester: 'ana@example.com',
      requesterName: 'Ana Éxample',
      reason: '=cmd("x"), "quoted"\nsecond line',
      ticket: null,
      submittedAt: at(100),
      entitlements: [
        {
          entitlementId: 'prod/logs:read',
          title: 'Read the logs',
          providerId: 'p',
          pool: 'default',
          grantId: 'grant000002',
          end: null,
        },
      ],
    }),
    review('deny'),
    { type: 'requestDenied', by: 'lead@example.com', comment: 'no' },
  ],
});

/** Takes in a log whole, believed and indexed. */
export function fill(database: HistoryDatabase, items: readonly LogItem[], portion = 3): HistoryDatabase {
  database.addEntries(items);
  database.believe({ size: items.length, trusted: '{}' });
  indexAll(database, portion);
  return database;
}

export function indexAll(database: HistoryDatabase, portion = 3): void {
  while (database.indexSome(portion) > 0);
}
