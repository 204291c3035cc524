import type { LogItem } from '../../shared/contract/api-types.ts';
import type { RequestEntry } from '../../shared/domain/request/request-entry.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { sealSaid } from '../../shared/lib/said.ts';
import type { HistoryDatabase } from '../../main/store/history-database.ts';
import { activated, approved, at, ended, facts, LEADS, review } from '../unit/main/request-example.ts';
import { said } from '../fakes/said.ts';

/** The log of these requests, one after the other. */
export function logOf(streams: Readonly<Record<string, readonly RequestEntry[]>>): LogItem[] {
  const records = Object.entries(streams).flatMap(([requestId, entries]) =>
    entries.map((entry, index) => ({ requestId, entry, version: index + 1 })),
  );
  return records.map(({ requestId, entry, version }, seq) => {
    const stream = `request/${requestId}`;
    const record = { v: 2, seq, stream, version, at: at(seq), actor: 'someone', entry };
    const { text, said: texts } = sealSaid(sha256, record);
    return { seq, leafHash: 'a'.repeat(64), text, said: [...texts] };
  });
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
      reason: said('=cmd("x"), "quoted"\nsecond line'),
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
    { type: 'requestDenied', by: 'lead@example.com', comment: said('no') },
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
