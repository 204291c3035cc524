import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../shared/domain/entry.ts';
import type { RequestFacts } from '../../../shared/domain/request/request.ts';
import { addMs, durationMs, HOUR_MS, type Instant } from '../../../shared/lib/time.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';
import { keyText } from '../../../shared/system/key-text.ts';
import { deviceIdOf } from '../../../shared/domain/statements/joining.ts';
import {
  statementBytes,
  type SignedStatement,
  type Statement,
} from '../../../shared/domain/statements/statement.ts';
import { sign } from '../../../shared/system/node-crypto.ts';
import { readByBoth } from '../../fakes/both-readers.ts';
import { FoundedLog, OWN_RUNNER } from '../../fakes/founded-log.ts';
import { DEV, hashed, OWNER, PeopleLog } from '../../fakes/people-log.ts';
import { said } from '../../fakes/said.ts';
import { facts } from '../main/request-example.ts';

// A hostile service that has the log's key, and that of its own runner: what it may say of access, and that both readers find it.

const ASKED = hashed(facts());
const { requestId: REQUEST } = ASKED;
const STREAM = `request/${REQUEST}`;
const GRANT = 'grant000001';
const BUILT_IN = `runner:${OWN_RUNNER}`;
const HOUR = durationMs(HOUR_MS);

/** Somebody founded it, invited a developer, and that one asks for something. */
function begin(change: Partial<RequestFacts> = {}): { log: FoundedLog; id: string } {
  const log = new FoundedLog();
  const id = log.found();
  log.joinBy(log.joining(log.invite(OWNER, DEV)));
  log.ask(change.requestId ? hashed(facts(change)) : ASKED);
  return { log, id };
}

const approve = (log: PeopleLog): void => {
  log.review(ASKED, log.approval(OWNER, ASKED));
  log.follows(REQUEST, { type: 'requestApproved', by: 'reviews' });
};

const deny = (log: PeopleLog): void => {
  const { requestHash } = ASKED;
  const body = { requestId: REQUEST, requestHash, step: 0, decision: 'deny', comment: said('no') } as const;
  const signed = log.say(OWNER, 'reviewRequest', body);
  const { deviceId } = log.device(OWNER);
  const review = { reviewer: OWNER, deviceId, decision: 'deny', comment: said('no'), step: 0 } as const;
  log.write(STREAM, { type: 'reviewGiven', review: { ...review, at: log.now } }, { actor: OWNER, signed });
  log.write(STREAM, { type: 'requestDenied', by: OWNER, comment: said('no') }, { actor: OWNER });
};

interface Taking {
  readonly grantId?: string;
  readonly stream?: string;
  readonly runnerId?: string;
  readonly version?: number;
}

const activating = (log: PeopleLog, taking: Taking = {}): void => {
  const { grantId = GRANT, stream = STREAM, runnerId = OWN_RUNNER, version } = taking;
  const entry: Entry = { type: 'grantActivating', grantId, runnerId, fence: 1 };
  log.write(stream, entry, { actor: `runner:${runnerId}`, ...(version && { version }) });
};

let reports = 0;
/** What the service's own runner says, by its key. */
const report = (log: FoundedLog, said: object): SignedStatement => {
  const device = OWN_RUNNER;
  const body = {
    requestId: REQUEST,
    grantId: GRANT,
    fence: 1,
    idempotencyKey: `report-of-${++reports}`,
    ...said,
  };
  const seen = log.seen();
  const statement = {
    ...{ v: 1, log: log.origin, type: 'reportGrant', by: 'latchkey', device, at: log.now, seen, body },
  } as unknown as Statement;
  const signature = keyText(sign(log.runner.seed, statementBytes(sha256, statement)));
  return { statement, signature };
};

const activated = (
  log: FoundedLog,
  {
    grantId = GRANT,
    stream = STREAM,
    lasts = HOUR,
    isSigned = true,
    runnerId = OWN_RUNNER,
    ...more
  }: Taking & {
    readonly lasts?: number;
    readonly isSigned?: boolean;
  } = {},
): void => {
  const window = { startsAt: log.now, expiresAt: (log.now + lasts) as Instant, evidence: null };
  const requestId = stream.slice('request/'.length);
  const signed = isSigned ? report(log, { kind: 'activated', requestId, grantId, ...window }) : undefined;
  const entry: Entry = { type: 'grantActivated', grantId, runnerId, ...window };
  log.write(stream, entry, { actor: `runner:${runnerId}`, ...(signed && { signed }), ...more });
};

const over = (log: FoundedLog): void => {
  const entry: Entry = { type: 'grantEnding', grantId: GRANT, cause: 'expired', by: null, reason: '' };
  log.write(STREAM, entry, { actor: 'latchkey' });
  const gone = { verifiedAt: log.now, evidence: null };
  log.write(
    STREAM,
    { type: 'grantRevoked', grantId: GRANT, lateMs: durationMs(0), ...gone },
    { actor: BUILT_IN, signed: report(log, { kind: 'revoked', wasThere: false, ...gone }) },
  );
};

const both = (log: FoundedLog): void => {
  activating(log);
  activated(log);
};

const LIES: readonly (readonly [string, string, number, (log: FoundedLog) => void])[] = [
  [
    'denied, and taken up all the same',
    'was not approved',
    2,
    (log) => {
      deny(log);
      both(log);
    },
  ],
  [
    'taken back by who asked, and taken up',
    'was not approved',
    2,
    (log) => {
      const signed = log.say(DEV, 'withdrawRequest', { requestId: REQUEST });
      log.write(STREAM, { type: 'requestWithdrawn', by: DEV }, { actor: DEV, signed });
      both(log);
    },
  ],
  [
    'lapsed, and taken up',
    'was not approved',
    2,
    (log) => {
      log.follows(REQUEST, { type: 'requestLapsed' });
      both(log);
    },
  ],
  ['taken up while it waits', 'was not approved', 1, (log) => activating(log)],
  ['said to work while it waits', 'was not approved', 1, (log) => activated(log)],
  [
    'said to work while it waits, by nobody’s key',
    'was not approved',
    1,
    (log) => activated(log, { isSigned: false, runnerId: 'built-in-runner-2' }),
  ],
  [
    'approved, and other access taken up',
    'was not approved',
    1,
    (log) => {
      approve(log);
      activating(log, { grantId: 'grant000009' });
    },
  ],
  [
    'approved for an hour, and set up for a month',
    'for longer than was approved',
    1,
    (log) => {
      approve(log);
      activating(log);
      activated(log, { lasts: 30 * 24 * HOUR });
    },
  ],
  [
    'approved, and said to work without being taken up',
    'had not taken up',
    1,
    (log) => {
      approve(log);
      activated(log);
    },
  ],
  [
    'taken up by one runner, and said to work by another',
    'had not taken up',
    1,
    (log) => {
      approve(log);
      activating(log, { runnerId: 'built-in-runner-2' });
      activated(log);
    },
  ],
  [
    'used, taken away, and taken up once more',
    'was over, or worked already',
    1,
    (log) => {
      approve(log);
      both(log);
      over(log);
      activating(log);
    },
  ],
  [
    'used, taken away, and said to work once more',
    'was over, or worked already',
    1,
    (log) => {
      approve(log);
      both(log);
      over(log);
      activated(log);
    },
  ],
  [
    'said to work twice',
    'was over, or worked already',
    1,
    (log) => {
      approve(log);
      both(log);
      activated(log);
    },
  ],
  [
    'taken up by a runner that never was',
    'a runner that nobody signed in',
    1,
    (log) => {
      approve(log);
      activating(log, { runnerId: deviceIdOf(sha256, 'nobody') });
    },
  ],
  [
    'taken up with entries missing before it',
    'entries of its request that are missing',
    1,
    (log) => {
      approve(log);
      activating(log, { version: 9 });
    },
  ],
  [
    'taken up where nobody asked',
    'stands where it was not written',
    1,
    (log) => activating(log, { stream: 'request/request00009' }),
  ],
  [
    'set up where nobody asked',
    'entries of its request that are missing',
    1,
    (log) => activating(log, { stream: 'request/request00009', version: 2 }),
  ],
];

describe('access', () => {
  test.each(LIES)('%s: it %s', async (_what, sentence, fromEnd, lie) => {
    const { log, id } = begin();
    lie(log);
    const { cli, desktop } = await readByBoth(log, id);
    expect(cli?.sentence).toContain(sentence);
    expect(cli?.seq).toBe(log.size - fromEnd);
    expect(desktop).toEqual(cli);
  });

  test('as it is taken up, and taken away, raises no alarm', async () => {
    const { log, id } = begin();
    approve(log);
    // A service that was started anew takes it once more, and another runner after it.
    activating(log, { runnerId: 'built-in-runner-2' });
    both(log);
    over(log);
    expect(await readByBoth(log, id)).toEqual({ cli: null, desktop: null });
  });

  test('of which a part may not be read here raises none', async () => {
    const { log, id } = begin();
    const asked = log.size - 1;
    approve(log);
    both(log);
    log.follows(REQUEST, { type: 'grantOverdue', grantId: GRANT });
    for (const hidden of [[asked], [asked + 1, asked + 2], [asked + 2], [asked + 3]])
      expect(await readByBoth(log, id, hidden)).toEqual({ cli: null, desktop: null });
  });

  test('of a request of before people signed raises none', async () => {
    const old = { v: 2, actor: DEV } as const;
    const log = new PeopleLog();
    log.write(STREAM, { type: 'requestSubmitted', facts: ASKED, reviewers: [[OWNER]] }, old);
    log.write(STREAM, { type: 'requestApproved', by: 'reviews' }, old);
    activating(log);
    const window = { startsAt: log.now, expiresAt: addMs(log.now, HOUR), evidence: null };
    const entry: Entry = { type: 'grantActivated', grantId: GRANT, runnerId: OWN_RUNNER, ...window };
    log.write(STREAM, entry, { actor: BUILT_IN });
    expect(await readByBoth(log, null)).toEqual({ cli: null, desktop: null });
  });
});
