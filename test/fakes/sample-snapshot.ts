import { told } from '../../shared/words/told.ts';
import { inEnglish } from '../../shared/words/words.ts';
import type { CatalogItem } from '../../shared/contract/api-types.ts';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { durationMs, instant } from '../../shared/lib/time.ts';
import { isRunning } from '../../shared/domain/request/is-running.ts';
import {
  activatingGrant,
  activeGrant,
  approvedPhase,
  PEOPLE,
  revokedGrant,
  sampleRequest,
  sampleReview,
  stuckGrant,
} from './sample-requests.ts';
import { said } from './said.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const SCENARIOS = [
  'full',
  'empty',
  'offline',
  'slow',
  'firstSync',
  'noRoom',
  'unreadable',
  'alarm',
  'trouble',
  'hostile',
  'firstRun',
  'noKeyring',
  'locked',
  'joining',
  'fault',
  'founded',
  'proposed',
  'conditions',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** A snapshot as main would make it, for one of the situations that the views must show well. `now` is the page's time. */
export function sampleSnapshot(scenario: Scenario, now: number): Snapshot {
  const snapshot = sampleOf(scenario, now);
  return { ...snapshot, running: [...snapshot.watching, ...snapshot.mine].filter(isRunning) };
}

function sampleOf(scenario: Scenario, now: number): Snapshot {
  const empty = emptySnapshot(now);
  switch (scenario) {
    case 'empty':
      return empty;
    case 'firstRun':
      return { ...empty, setup: { kind: 'firstRun', error: null }, organisation: null, me: null };
    case 'noKeyring':
      return {
        ...{ ...empty, setup: { kind: 'firstRun', error: null }, organisation: null, me: null },
        device: { ...empty.device, secretStorage: 'file' },
      };
    case 'locked':
      return {
        ...offlineSnapshot(now),
        setup: { kind: 'locked', mode: 'team', organisation: 'Example Inc.' },
        connection: { kind: 'none' },
        notices: [],
      };
    case 'fault':
      return {
        ...empty,
        setup: {
          kind: 'firstRun',
          error:
            'The keys of this device are locked: the keyring that encrypted them cannot be opened. Unlock it and start Latchkey again.',
        },
        organisation: null,
        me: null,
      };
    case 'conditions':
      return withConditions(fullSnapshot(now));
    case 'proposed':
      return {
        ...empty,
        setup: { kind: 'ready', mode: 'team' },
        organisation: empty.organisation && { ...empty.organisation, people: 9, folder: null },
      };
    case 'founded':
      return { ...empty, recoveryWaits: true };
    case 'joining':
      return { ...empty, setup: { kind: 'working', what: 'creating' }, organisation: null, me: null };
    case 'full':
      return fullSnapshot(now);
    case 'offline':
      return offlineSnapshot(now);
    case 'slow':
      return { ...fullSnapshot(now), connection: { kind: 'slow', since: instant(now - 14_000) } };
    case 'firstSync':
      return {
        ...empty,
        log: { ...NOT_SYNCED, progress: { what: 'fetching', done: 12_000, of: 30_412 } },
      };
    case 'noRoom':
      return { ...empty, log: { ...NOT_SYNCED, stopped: NO_ROOM } };
    case 'unreadable':
      return { ...fullSnapshot(now), log: { ...fullSnapshot(now).log, unreadable: UNREADABLE } };
    case 'alarm':
      return alarmSnapshot(now);
    case 'trouble':
      return troubleSnapshot(now);
    case 'hostile':
      return hostileSnapshot(now);
  }
}

const NOT_SYNCED = { size: 0, verifiedSize: 0, verifiedAt: null, alarm: null };
const UNREADABLE = told('replicaNotOpened', {
  path: '/home/ana/.local/share/latchkey/history.db',
  why: [told('systemSays', { what: 'denied' })],
});
const NO_ROOM =
  'This disk has no room for the history. By what the service signed it has 12,400,000 entries, and what is missing here needs about 18 GB; 4.1 GB are free, of which 1 GB are left alone. What had been fetched of it was deleted again. Make room, or ask who runs the service whether the history is really that long.';

function emptySnapshot(now: number): Snapshot {
  return {
    revision: 1,
    setup: { kind: 'ready', mode: 'solo' },
    recoveryWaits: false,
    connection: { kind: 'online', since: instant(now - 3 * HOUR) },
    me: { id: 'ana@example.com', name: 'Ana Example', isOwner: true },
    organisation: {
      name: 'Example Payments',
      url: 'http://127.0.0.1:7420/',
      fingerprint: 'abandon ladder zebra kitchen orbit velvet notice thumb',
      version: 7,
      people: 1,
      folder: '/home/ana/.local/share/latchkey/organisation',
    },
    names: PEOPLE,
    inbox: [],
    mine: [],
    newer: 0,
    running: [],
    watching: [],
    recent: [],
    catalog: { version: 7, items: CATALOG },
    outbox: [],
    log: { size: 3, verifiedSize: 3, verifiedAt: instant(now - 2 * MINUTE), alarm: null },
    notices: [],
    settings: {
      ...{ theme: 'system', language: 'system', notifications: true },
      ...{ startAtLogin: true, warnMinutes: 5 },
    },
    language: 'en',
    device: {
      name: 'ana-laptop',
      version: '0.1.0',
      secretStorage: 'encrypted',
      home: '/home/ana/.local/share/latchkey',
      pools: [],
      runner: { pools: ['default'], active: 0, stuck: 0, newer: [] },
    },
  };
}

function fullSnapshot(now: number): Snapshot {
  const empty = emptySnapshot(now);
  const ana = (at: number, comment = '') => [sampleReview('ana@example.com', at, comment)];
  return {
    ...empty,
    organisation: empty.organisation && { ...empty.organisation, people: 5 },
    inbox: [
      sampleRequest({ id: 'req0000001', submittedAt: now - 4 * MINUTE }),
      sampleRequest({
        id: 'req0000002',
        requester: 'ops@example.com',
        titles: [
          ['prod/web-1:root', 'Root on web-1'],
          ['prod/web-2:root', 'Root on web-2'],
        ],
        minutes: 60,
        reason: 'Kernel update, one machine after the other.\nRollback plan is in the ticket.',
        ticket: 'CHG-2210',
        submittedAt: now - 2 * MINUTE,
        need: 2,
        reviews: [
          sampleReview('lead@example.com', now - MINUTE, 'Fine with me after the deploy freeze is over.'),
        ],
      }),
      sampleRequest({
        id: 'req0000003',
        requester: 'service:deploy-bot',
        titles: [['prod/registry:push', 'Push to the production registry']],
        minutes: 15,
        reason: 'Release 2026.11.3',
        ticket: null,
        submittedAt: now - 20_000,
      }),
    ],
    newer: 0,
    running: [],
    watching: [
      sampleRequest({
        id: 'req0000004',
        submittedAt: now - 20 * MINUTE,
        reviews: ana(now - 18 * MINUTE, 'Go ahead.'),
        phase: approvedPhase('req0000004', now - 18 * MINUTE, [
          activeGrant(now - 17 * MINUTE, now + 13 * MINUTE),
        ]),
      }),
    ],
    mine: [
      sampleRequest({
        id: 'req0000005',
        requester: 'ana@example.com',
        titles: [['prod/payments-db:read', 'Read the payments database']],
        submittedAt: now - 10 * MINUTE,
        isAuto: true,
        phase: approvedPhase(
          'req0000005',
          now - 10 * MINUTE,
          [activeGrant(now - 10 * MINUTE, now + 19.6 * MINUTE)],
          'policy',
        ),
      }),
      sampleRequest({
        id: 'req0000006',
        requester: 'ana@example.com',
        titles: [['staging/web:shell', 'Shell on the staging web servers']],
        submittedAt: now - 58 * MINUTE,
        minutes: 60,
        isAuto: true,
        phase: approvedPhase(
          'req0000006',
          now - 58 * MINUTE,
          [activeGrant(now - 57.7 * MINUTE, now + 2.3 * MINUTE)],
          'policy',
        ),
      }),
      sampleRequest({
        id: 'req0000007',
        requester: 'ana@example.com',
        titles: [['prod/ledger:admin', 'Administer the ledger']],
        submittedAt: now - 70 * MINUTE,
        phase: approvedPhase('req0000007', now - 66 * MINUTE, [
          stuckGrant(now - 65 * MINUTE, now - 5 * MINUTE),
        ]),
        reviews: [sampleReview('lead@example.com', now - 66 * MINUTE)],
      }),
      sampleRequest({
        id: 'req0000008',
        requester: 'ana@example.com',
        titles: [['prod/payments-db:write', 'Write to the payments database']],
        submittedAt: now - 3 * MINUTE,
        reviewers: ['lead@example.com', 'ops@example.com'],
      }),
    ],
    recent: [
      sampleRequest({
        id: 'req0000009',
        submittedAt: now - 3 * HOUR,
        reviews: ana(now - 3 * HOUR),
        phase: approvedPhase('req0000009', now - 3 * HOUR, [
          revokedGrant(now - 3 * HOUR, now - 2.5 * HOUR, 312),
        ]),
      }),
      sampleRequest({
        id: 'req0000010',
        requester: 'ops@example.com',
        titles: [['prod/iam:admin', 'Administer identities']],
        submittedAt: now - 5 * HOUR,
        reviews: [
          sampleReview('ana@example.com', now - 5 * HOUR, 'Use the break-glass rota for this.', 'deny'),
        ],
        phase: {
          kind: 'denied',
          at: instant(now - 5 * HOUR),
          by: 'ana@example.com',
          comment: said('Use the break-glass rota for this.'),
        },
      }),
      sampleRequest({
        id: 'req0000011',
        requester: 'ana@example.com',
        titles: [['staging/payments-db:write', 'Write to the staging payments database']],
        submittedAt: now - 8 * HOUR,
        isAuto: true,
        phase: approvedPhase(
          'req0000011',
          now - 8 * HOUR,
          [revokedGrant(now - 8 * HOUR, now - 7 * HOUR, 40)],
          'policy',
        ),
      }),
    ],
    log: { size: 1_482, verifiedSize: 1_482, verifiedAt: instant(now - 30_000), alarm: null },
    device: { ...empty.device, runner: { pools: ['default', 'databases'], active: 3, stuck: 1, newer: [] } },
  };
}

function offlineSnapshot(now: number): Snapshot {
  const full = fullSnapshot(now);
  return {
    ...full,
    connection: {
      kind: 'offline',
      isStranger: false,
      since: instant(now - 7 * MINUTE),
      message: 'The service cannot be reached.',
      nextTryAt: instant(now + 28_000),
    },
    outbox: [
      {
        key: 'key-00000001',
        kind: 'approve',
        requestId: 'req0000001',
        grantId: null,
        title: 'Write to the payments database',
        about: {
          requesterName: 'Dev Example',
          durationMs: durationMs(30 * MINUTE),
          reason: 'Refunds are stuck since two.',
        },
        detail: '',
        createdAt: instant(now - MINUTE),
        state: 'waiting',
        message: null,
      },
      {
        key: 'key-00000002',
        kind: 'end',
        requestId: 'req0000005',
        grantId: 'req00000050',
        title: 'Read the payments database',
        detail: '',
        createdAt: instant(now - 2 * MINUTE),
        state: 'waiting',
        message: null,
      },
      {
        key: 'key-00000003',
        kind: 'approve',
        requestId: 'req0000010',
        grantId: null,
        title: 'Administer identities',
        detail: 'Use the rota.',
        createdAt: instant(now - 9 * MINUTE),
        state: 'refused',
        message: 'This request is withdrawn already, so a review changes nothing.',
      },
    ],
    notices: [
      {
        id: 'keyring',
        tone: 'warning',
        text: 'No keyring was found: keys are kept in a file.',
        dismissible: true,
      },
    ],
    device: { ...full.device, secretStorage: 'file' },
  };
}

function alarmSnapshot(now: number): Snapshot {
  return {
    ...fullSnapshot(now),
    log: {
      size: 1_482,
      verifiedSize: 1_204,
      verifiedAt: instant(now - 3 * HOUR),
      alarm: {
        kind: 'inconsistent',
        sentence:
          'The log at size 1,482 does not contain what it had at size 1,204: entries were changed or left out.',
        evidenceFile: '/home/ana/.local/share/latchkey/evidence/2026-11-23T14-02-11.json',
      },
    },
  };
}

/** What an owner sees when things go wrong elsewhere, and what this device kept is not what the log signed. */
function troubleSnapshot(now: number): Snapshot {
  const full = fullSnapshot(now);
  const since = now - 25 * MINUTE;
  return {
    ...full,
    newer: 0,
    running: [],
    watching: [
      sampleRequest({
        id: 'req0000012',
        titles: [['prod/ledger:admin', 'Administer the ledger']],
        submittedAt: now - 70 * MINUTE,
        reviews: [sampleReview('lead@example.com', now - 66 * MINUTE)],
        phase: approvedPhase('req0000012', now - 66 * MINUTE, [
          stuckGrant(now - 65 * MINUTE, now - 5 * MINUTE),
        ]),
      }),
      sampleRequest({
        id: 'req0000013',
        requester: 'ops@example.com',
        submittedAt: now - 40 * MINUTE,
        reviews: [sampleReview('ana@example.com', now - 38 * MINUTE)],
        phase: approvedPhase('req0000013', now - 38 * MINUTE, [
          activeGrant(now - 37 * MINUTE, now - 7 * MINUTE, true),
        ]),
      }),
      ...full.watching,
    ],
    mine: [
      sampleRequest({
        id: 'req0000014',
        requester: 'ana@example.com',
        titles: [
          ['prod/web-1:root', 'Root on web-1'],
          ['prod/web-2:root', 'Root on web-2'],
        ],
        submittedAt: since,
        isAuto: true,
        phase: approvedPhase(
          'req0000014',
          since,
          [activatingGrant(since), { kind: 'scheduled', startsAt: instant(since) }],
          'policy',
        ),
      }),
    ],
    log: { size: 1_482, verifiedSize: 0, verifiedAt: instant(now - 3 * HOUR), alarm: null },
  };
}

const LONG_WORD = 'Pneumonoultramicroscopicsilicovolcanoconiosis'.repeat(40);
const EVIL = '<img src=x onerror=alert(1)> \u202egnp.exe\u202c \u001b[31mred\u001b[0m {{7*7}} $(reboot)';

/** Text that wants to be more than text, and a megabyte of it. */
function hostileSnapshot(now: number): Snapshot {
  const full = fullSnapshot(now);
  const megabyte = `${EVIL} ${'x'.repeat(1_000_000)}`;
  const evilRequest = sampleRequest({
    id: 'reqevil0001',
    titles: [
      [`prod/${LONG_WORD}`, EVIL],
      ['prod/two', LONG_WORD],
    ],
    reason: megabyte,
    ticket: LONG_WORD,
    submittedAt: now - MINUTE,
  });
  const named = {
    ...evilRequest,
    facts: { ...evilRequest.facts, requesterName: `محمد ${EVIL}`, requester: LONG_WORD },
  };
  return {
    ...full,
    organisation: full.organisation && { ...full.organisation, name: LONG_WORD },
    names: { ...PEOPLE, 'ana@example.com': EVIL },
    inbox: [named, ...full.inbox],
    notices: [{ id: 'evil', tone: 'info', text: megabyte, dismissible: true }],
    catalog: {
      version: 7,
      items: CATALOG.map((item) => ({ ...item, title: `${EVIL} ${item.title} ${LONG_WORD}` })),
    },
  };
}

/** What the first thing gives hangs on when it is asked for, and two different people approve it. */
const withConditions = (full: Snapshot): Snapshot => ({
  ...full,
  catalog: {
    version: 7,
    items: CATALOG.map((each, index) => {
      if (index > 0) return each;
      const depends = told('policyDepends', { mostMs: 2 * HOUR });
      return { ...each, told: depends, sentence: inEnglish(depends) };
    }),
  },
});

const item = (
  id: string,
  title: string,
  access: CatalogItem['access'],
  tags: Readonly<Record<string, string>>,
  extra: Partial<CatalogItem> = {},
): CatalogItem => ({
  id,
  title,
  description: access === 'auto' ? 'Self-service: nobody has to approve.' : '',
  providerId: 'payments-db',
  tags: { ...tags },
  access,
  sentence:
    access === 'auto'
      ? 'Granted at once, for at most 4h.'
      : access === 'review'
        ? 'Lead Example or Olu Operations must approve. At most 2h.'
        : 'Refused: break-glass is not for this group. Ask Ana Example.',
  maxDurationMs: access === 'refused' ? null : durationMs(access === 'auto' ? 4 * HOUR : 2 * HOUR),
  minReasonLength: access === 'review' ? 10 : 0,
  ticketPattern: access === 'review' ? '^INC-[0-9]+$' : null,
  ...extra,
});

const CATALOG: readonly CatalogItem[] = [
  item('prod/payments-db:write', 'Write to the payments database', 'review', {
    env: 'prod',
    team: 'payments',
  }),
  item('prod/payments-db:read', 'Read the payments database', 'auto', { env: 'prod', team: 'payments' }),
  item('staging/payments-db:write', 'Write to the staging payments database', 'auto', {
    env: 'staging',
    team: 'payments',
  }),
  item(
    'prod/ledger:admin',
    'Administer the ledger',
    'review',
    { env: 'prod', team: 'ledger' },
    { maxDurationMs: durationMs(HOUR / 2), sentence: 'Lead Example must approve. At most 30m.' },
  ),
  item('prod/web-1:root', 'Root on web-1', 'review', { env: 'prod', team: 'web' }),
  item('prod/web-2:root', 'Root on web-2', 'review', { env: 'prod', team: 'web' }),
  item('staging/web:shell', 'Shell on the staging web servers', 'auto', { env: 'staging', team: 'web' }),
  item('prod/registry:push', 'Push to the production registry', 'review', { env: 'prod', team: 'platform' }),
  item('prod/iam:admin', 'Administer identities', 'refused', { env: 'prod', team: 'security' }),
];
