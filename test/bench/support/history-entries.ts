import { createHash } from 'node:crypto';
import type { LogItem } from '../../../shared/contract/api-types.ts';
import { requestStream, type RequestEntry } from '../../../shared/domain/request/request-entry.ts';
import type { LogRecord } from '../../../shared/domain/entry.ts';
import type { RequestFacts } from '../../../shared/domain/request/request.ts';
import { durationMs, instant, type Instant } from '../../../shared/lib/time.ts';
import { said } from '../../fakes/said.ts';
import { knownText } from '../../../shared/domain/request/words-of.ts';
import { sealSaid } from '../../../shared/lib/said.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';

export const ENTRIES = 1_000_000;
/** People as the organisation calls them. */
export const NAMES = { 'lead@example.com': 'Lead Example' } as const;
/** What one approved request leaves in the log: `story` below. */
const ENTRIES_EACH = 7;
const REQUESTS = Math.ceil(ENTRIES / ENTRIES_EACH);

const REASONS = [
  'Refunds are stuck since the deployment at two',
  'Kernel update, one machine after the other',
  'Correct rows by hand that the import got wrong',
  'Look at slow queries of the checkout',
  'Rotate the certificate before it ends',
  'Release of the week',
];
const THINGS = [
  'Write to the payments database',
  'Administer the ledger',
  'Root on web-1',
  'Push to the registry',
  'Read the audit logs',
];

/** The log of an organisation that has worked for some years, in portions. */
export function* historyItems(portion: number): Generator<readonly LogItem[]> {
  let items: LogItem[] = [];
  for (const record of historyRecords(REQUESTS, 0)) {
    const { seq } = record;
    if (seq >= ENTRIES) break;
    const { text, said: texts } = sealSaid(sha256, record);
    const leafHash = createHash('sha256').update(text).digest('hex');
    items.push({ seq, leafHash, text, said: [...texts] });
    if (items.length === portion) {
      yield items;
      items = [];
    }
  }
  if (items.length > 0) yield items;
}

/** What so many requests leave in a log, from entry `from` on. */
export function* historyRecords(requests: number, from: number): Generator<LogRecord> {
  for (let index = 0; index < requests; index += 1) yield* story(index, from + index * ENTRIES_EACH);
}

/** What of each request is searched: who, what, why, ticket, approvers. */
export function* searchTexts(): Generator<readonly string[]> {
  for (let index = 0; index < REQUESTS; index += 1) {
    const { requesterName, requester, entitlements, reason, ticket } = factsOf(index);
    const what = entitlements.map((each) => `${each.title} ${each.entitlementId}`).join(' ');
    yield [
      `${requesterName} ${requester}`,
      what,
      knownText(reason),
      ticket ?? '',
      `${NAMES['lead@example.com']} lead@example.com`,
    ];
  }
}

const LEADS = [[{ kind: 'group', name: 'leads' }]] as const;

function factsOf(index: number): RequestFacts {
  const requestId = `req${index.toString(36).padStart(9, '0')}`;
  const title = THINGS[index % THINGS.length] as string;
  const submittedAt = instant(Date.UTC(2022, 0, 1) + index * 600_000);
  return {
    v: 3,
    requestId,
    requester: `dev${index % 97}@example.com`,
    requesterName: `Developer ${index % 97}`,
    publicKey: null,
    entitlements: [
      {
        entitlementId: `prod/thing-${index % THINGS.length}`,
        title,
        providerId: 'here',
        pool: 'default',
        grantId: `g${requestId}`,
        end: null,
      },
    ],
    durationMs: durationMs(1_800_000),
    reason: said(`${REASONS[(index * 7) % REASONS.length]} (${index})`),
    ticket: `INC-${index % 9_973}`,
    submittedAt,
    lapsesAt: instant(submittedAt + 86_400_000),
    rules: ['production'],
    organisationVersion: 1,
    plan: { kind: 'review', steps: [{ name: 'lead', meant: LEADS, need: 1 }] },
    requestHash: '0'.repeat(64),
  };
}

function story(index: number, from: number): LogRecord[] {
  const facts = factsOf(index);
  const grantId = `g${facts.requestId}`;
  const at = (ms: number): Instant => instant(facts.submittedAt + ms);
  const review = {
    reviewer: 'lead@example.com',
    deviceId: 'd1',
    decision: 'approve',
    comment: said(''),
    step: 0,
    at: at(9_000),
    signature: 'A'.repeat(86),
  } as const;
  const runnerId = 'built-in-runner';
  const window = { startsAt: at(11_000), expiresAt: at(1_811_000) };
  const happened: (readonly [number, RequestEntry])[] = [
    [0, { type: 'requestSubmitted', facts, reviewers: [['lead@example.com']] }],
    [9_000, { type: 'reviewGiven', review }],
    [9_000, { type: 'requestApproved', by: 'reviews' }],
    [10_000, { type: 'grantActivating', grantId, runnerId }],
    [11_000, { type: 'grantActivated', grantId, runnerId, ...window, evidence: null }],
    [1_811_200, { type: 'grantEnding', grantId, cause: 'expired', by: null, reason: '' }],
    [
      1_811_200,
      { type: 'grantRevoked', grantId, verifiedAt: at(1_811_200), lateMs: durationMs(200), evidence: null },
    ],
  ];
  return happened.map(([ms, entry], step) => ({
    v: 2,
    seq: from + step,
    stream: requestStream(facts.requestId),
    version: step + 1,
    at: at(ms),
    actor: facts.requester,
    entry,
  }));
}
