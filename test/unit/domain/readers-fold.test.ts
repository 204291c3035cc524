import { describe, expect, test } from 'vitest';
import { signatureFits } from '../../../shared/system/signature-fits.ts';
import type { Entry, LogRecord } from '../../../shared/domain/entry.ts';
import { HOLDER_LEFT } from '../../../shared/domain/grant/holder-left.ts';
import type { RequestFacts } from '../../../shared/domain/request/request.ts';
import type { Verdict } from '../../../shared/domain/statements/judge-record.ts';
import { ReadersFold } from '../../../shared/domain/statements/readers-fold.ts';
import {
  NOTHING_SEEN,
  type SignedStatement,
  type Statement,
  type StatementType,
} from '../../../shared/domain/statements/statement.ts';
import { readRecord, recordHead } from '../../../shared/formats/wire/read-record.ts';
import { durationMs, instant } from '../../../shared/lib/time.ts';
import { generateSigningKey, sha256 } from '../../../shared/system/node-crypto.ts';
import { DEV, hashed, LEAD, ORIGIN, OWNER, PeopleLog } from '../../fakes/people-log.ts';
import { said } from '../../fakes/said.ts';
import { facts } from '../main/request-example.ts';

const REQUEST = 'request00001';
const asked = (change: Partial<RequestFacts> = {}): RequestFacts => hashed(facts(change));
const GRANT = 'grant000001';
const approved: Entry = { type: 'requestApproved', by: 'reviews' };

/** Three people, and a request of one that another may answer. */
function begin(change: Partial<RequestFacts> = {}): PeopleLog {
  const log = new PeopleLog();
  for (const person of [OWNER, LEAD, DEV]) log.join(person);
  log.ask(asked(change));
  return log;
}

/** What a reader finds of each entry. `hidden`: those that they may not read. */
function found(log: PeopleLog, hidden: readonly number[] = []): (Verdict['kind'] | string | null)[] {
  const tools = { hash: sha256, fits: signatureFits };
  const fold = new ReadersFold(tools, { log: ORIGIN, rootAt: log.rootAt });
  return log.leaves.map((leaf, seq) => {
    if (hidden.includes(seq)) {
      fold.readHidden(seq);
      return null;
    }
    const read = readRecord(sha256, leaf);
    if (read.kind === 'unknown') {
      fold.readNewer(seq, recordHead(read.raw));
      return 'unknown';
    }
    const verdict = fold.read({ seq, record: read.value });
    return verdict.kind === 'fault' ? verdict.fault : verdict.kind;
  });
}

const last = (log: PeopleLog, hidden: readonly number[] = []): string | null =>
  found(log, hidden).at(-1) ?? null;

const erase = (log: PeopleLog, by: string, seqs: readonly number[]): void => {
  const signed = log.say(by, 'eraseTexts', { seqs });
  log.write('organisation', { type: 'textsErased', seqs }, { actor: by, signed });
};

/** A published version, by what was signed of it. */
const publish = (log: PeopleLog, version: number, signed: LogRecord['signed'], actor = OWNER): void => {
  const hash = 'a'.repeat(64);
  const entry: Entry = {
    ...{ type: 'organisationPublished', organisationVersion: version, providerDigests: {} },
    files: { 'people.yaml': hash, 'catalog.yaml': hash, 'policy.yaml': hash },
  };
  log.write('organisation', entry, { actor, ...(signed && { signed }) });
};
const FILES = { people: 'a'.repeat(64), catalog: 'a'.repeat(64), policy: 'a'.repeat(64) };

const ending = (by: string | null, cause: 'returned' | 'ended', reason = said('done')): Entry => ({
  ...{ type: 'grantEnding', grantId: GRANT, cause, by, reason },
});

/** Something that only a newer Latchkey knows. */
const tomorrow = (log: PeopleLog, stream: string, version: number): void =>
  log.writeRaw({
    ...{ v: 3, seq: log.size, stream, version, at: log.now, actor: 'latchkey' },
    entry: { type: 'somethingOfTomorrow' },
  });

/** What a service makes up that has nobody's key. */
const forged = <T extends StatementType>(
  log: PeopleLog,
  { by, device }: { readonly by: string; readonly device: string },
  { type, body }: Pick<Statement<T>, 'type' | 'body'>,
): SignedStatement<T> => ({
  statement: { ...{ v: 1, log: ORIGIN, at: log.now, seen: NOTHING_SEEN }, ...{ by, device, type, body } },
  signature: 'A'.repeat(86),
});

/** An approval in the name of somebody who said nothing, by a device that nobody here knows. */
const speakAs = (log: PeopleLog, by: string, device: string): void =>
  log.review(asked(), forged(log, { by, device }, log.approval(by, asked()).statement));

const RUNNER = 'service:runner';

/** Access that a runner has set up, as it is done. */
const activate = (log: PeopleLog): void => {
  log.review(asked(), log.approval(LEAD, asked()));
  log.follows(REQUEST, approved);
  const { deviceId: runnerId } = log.join(RUNNER);
  const actor = `runner:${runnerId}`;
  log.write(`request/${REQUEST}`, { type: 'grantActivating', grantId: GRANT, runnerId, fence: 1 }, { actor });
  const window = { startsAt: log.now, expiresAt: instant(log.now + 1_000), evidence: null };
  const report = { requestId: REQUEST, grantId: GRANT, fence: 1, idempotencyKey: 'report01' };
  const signed = log.say(RUNNER, 'reportGrant', { kind: 'activated', ...report, ...window });
  const entry: Entry = { type: 'grantActivated', grantId: GRANT, runnerId, ...window };
  log.write(`request/${REQUEST}`, entry, { actor, signed });
};

/** The end of access that is over at once. */
const neverBegan = (log: PeopleLog): Entry => ({
  ...{ type: 'grantRevoked', grantId: GRANT, verifiedAt: log.now, lateMs: durationMs(0), evidence: null },
  neverBegan: true,
});

const deny = (log: PeopleLog, by: string, comment = said('no')): void => {
  const { requestId, requestHash } = asked();
  const body = { requestId, requestHash, step: 0, decision: 'deny', comment } as const;
  const signed = log.say(by, 'reviewRequest', body);
  const review = { reviewer: by, deviceId: log.device(by).deviceId, decision: 'deny', step: 0 } as const;
  const entry: Entry = { type: 'reviewGiven', review: { ...review, comment, at: log.now } };
  log.write(`request/${REQUEST}`, entry, { actor: by, signed });
};

test('what people do as it is done is signed, what follows is computed, and the rest is the word of the service', () => {
  const log = begin();
  const { requestHash } = asked();
  log.review(asked(), log.approval(LEAD, asked()));
  log.follows(REQUEST, approved);
  log.write(`request/${REQUEST}`, ending(DEV, 'returned'), {
    actor: DEV,
    signed: log.say(DEV, 'endGrant', { grantId: GRANT, reason: said('done'), isGone: false }),
  });
  publish(log, 1, undefined, 'latchkey');
  publish(log, 2, log.say(OWNER, 'publishOrganisation', { files: FILES, providerDigests: {} }));
  erase(log, OWNER, [3]);
  expect(requestHash).toMatch(/^[0-9a-f]{64}$/);
  expect(found(log)).toEqual([
    ...['imported', 'imported', 'imported', 'signed', 'signed', 'computed'],
    ...['signed', 'imported', 'signed', 'signed'],
  ]);
});

describe('what does not fit is found, and it is the entry in which it stands', () => {
  const CASES: readonly (readonly [string, string, (log: PeopleLog) => void])[] = [
    [
      'a statement of another type',
      'other',
      (log) => {
        const signed = log.say(LEAD, 'withdrawRequest', { requestId: REQUEST });
        const review = { reviewer: LEAD, deviceId: log.device(LEAD).deviceId, decision: 'approve' } as const;
        const entry: Entry = {
          type: 'reviewGiven',
          review: { ...review, comment: said(''), step: 0, at: log.now },
        };
        log.write(`request/${REQUEST}`, entry, { actor: LEAD, signed });
      },
    ],
    [
      'a statement whose type was changed after it was signed',
      'signature',
      (log) => {
        const { signature } = log.say(DEV, 'endAllGrants', { reason: said('done') });
        const { statement } = log.say(DEV, 'endGrant', {
          grantId: GRANT,
          reason: said('done'),
          isGone: false,
        });
        log.write(`request/${REQUEST}`, ending(DEV, 'returned'), {
          actor: DEV,
          signed: { statement, signature },
        });
      },
    ],
    [
      'a statement for another log',
      'log',
      (log) => log.review(asked(), log.approval(LEAD, asked(), { log: 'example.org/other' })),
    ],
    [
      'a statement by another device',
      'signature',
      (log) => log.review(asked(), log.approval(LEAD, asked(), { key: log.device(DEV).key })),
    ],
    [
      'a statement that names a device of somebody else',
      'person',
      (log) => {
        const { deviceId: device, key } = log.device(DEV);
        log.review(asked(), log.approval(LEAD, asked(), { device, key }));
      },
    ],
    [
      'a statement by another person than the entry names',
      'actor',
      (log) => publish(log, 2, log.say(DEV, 'publishOrganisation', { files: FILES, providerDigests: {} })),
    ],
    [
      'a statement of a device that never joined',
      'unknownDevice',
      (log) => {
        const key = generateSigningKey();
        log.review(asked(), log.approval(LEAD, asked(), { device: 'device-of-nobody', key }));
      },
    ],
    [
      'a statement of a device that was signed out',
      'unknownDevice',
      (log) => {
        log.leave(LEAD);
        log.review(asked(), log.approval(LEAD, asked()));
      },
    ],
    [
      'a body that differs by one byte',
      'signature',
      (log) => {
        const { statement, signature } = log.approval(LEAD, asked());
        const body = { ...statement.body, comment: said('.') };
        log.review(asked(), { statement: { ...statement, body }, signature });
      },
    ],
    [
      'another moment than was signed',
      'signature',
      (log) => {
        const { statement, signature } = log.approval(LEAD, asked());
        const at = instant(log.now + 1);
        log.review(asked(), { statement: { ...statement, at }, signature });
      },
    ],
    [
      'what people sign, signed by nobody',
      'unsigned',
      (log) => log.write(`request/${REQUEST}`, { type: 'requestWithdrawn', by: DEV }, { actor: DEV }),
    ],
    [
      'an entry of the form of before, once people sign',
      'unsigned',
      (log) => log.write(`request/${REQUEST}`, approved, { actor: 'latchkey', v: 2 }),
    ],
    [
      'a review put under another request',
      'other',
      (log) => {
        log.ask(asked({ requestId: 'request00002' }));
        log.review(asked(), log.approval(LEAD, asked()), 'request00002');
      },
    ],
    [
      'a review of a request of that number that was another one',
      'request',
      (log) => log.review(asked(), log.approval(LEAD, asked({ ticket: 'INC-2' }))),
    ],
    [
      'a review put under another step',
      'other',
      (log) => {
        const signed = log.approval(LEAD, asked());
        const { at, body, device } = signed.statement;
        const { decision, comment } = body;
        const review = { reviewer: LEAD, deviceId: device, decision, comment, step: 1, at };
        log.write(`request/${REQUEST}`, { type: 'reviewGiven', review }, { actor: LEAD, signed });
      },
    ],
    [
      'a review told as of another moment',
      'other',
      (log) => {
        const signed = log.approval(LEAD, asked());
        const { deviceId } = log.device(LEAD);
        const review = { reviewer: LEAD, deviceId, decision: 'approve', comment: said(''), step: 0 } as const;
        const entry: Entry = { type: 'reviewGiven', review: { ...review, at: instant(5) } };
        log.write(`request/${REQUEST}`, entry, { actor: LEAD, signed });
      },
    ],
    [
      'access that cannot be taken away, told as one that only failed',
      'other',
      (log) => {
        const report = { requestId: REQUEST, grantId: GRANT, fence: 1, idempotencyKey: 'report01' };
        const failed = { ...report, kind: 'revocationFailed', message: 'no route', wasThere: false } as const;
        const signed = log.say(DEV, 'reportGrant', failed);
        const entry: Entry = {
          ...{ type: 'revocationFailed', grantId: GRANT, message: 'no route' },
          ...{ attempts: 6, stuck: false },
        };
        log.write(`request/${REQUEST}`, entry, { actor: 'runner:device-of-dev', signed });
      },
    ],
    [
      'a denial told as an approval',
      'other',
      (log) => {
        const { requestId, requestHash } = asked();
        const denial = { requestId, requestHash, step: 0, decision: 'deny', comment: said('') } as const;
        const signed = log.say(LEAD, 'reviewRequest', denial);
        const review = { reviewer: LEAD, deviceId: log.device(LEAD).deviceId, decision: 'approve' } as const;
        const entry: Entry = {
          type: 'reviewGiven',
          review: { ...review, comment: said(''), step: 0, at: log.now },
        };
        log.write(`request/${REQUEST}`, entry, { actor: LEAD, signed });
      },
    ],
    [
      'a version that is published once more by what was signed for it',
      'replay',
      (log) => {
        const signed = log.say(OWNER, 'publishOrganisation', { files: FILES, providerDigests: {} });
        publish(log, 2, signed);
        publish(log, 3, signed);
      },
    ],
    [
      'what gave back all access once, used later again',
      'replay',
      (log) => {
        const signed = log.say(DEV, 'endAllGrants', { reason: said('done') });
        for (const at of [log.now, log.now, undefined])
          log.write(`request/${REQUEST}`, ending(DEV, 'returned'), { actor: DEV, signed, ...(at && { at }) });
      },
    ],
    [
      'a request for more than was asked',
      'other',
      (log) => {
        const more = asked({ requestId: 'request00003' });
        const { requestId, reason, ticket, durationMs } = more;
        const body = { requestId, entitlementIds: ['dev/db:read'], durationMs, reason, ticket };
        const signed = log.say(DEV, 'submitRequest', body);
        const entry: Entry = { type: 'requestSubmitted', facts: more, reviewers: [[LEAD]] };
        log.write(`request/${requestId}`, entry, { actor: DEV, signed });
      },
    ],
    [
      'a request whose hash is that of another',
      'hash',
      (log) => {
        const shown = asked({ requestId: 'request00003' });
        log.ask({ ...shown, requestHash: asked().requestHash });
      },
    ],
    [
      'a request that stands where another one belongs',
      'other',
      (log) => {
        const more = asked({ requestId: 'request00003' });
        const { requestId, entitlements, reason, ticket, durationMs } = more;
        const entitlementIds = entitlements.map(({ entitlementId }) => entitlementId);
        const body = { requestId, entitlementIds, durationMs, reason, ticket };
        const signed = log.say(DEV, 'submitRequest', body);
        const entry: Entry = { type: 'requestSubmitted', facts: more, reviewers: [[LEAD]] };
        log.write('request/request00004', entry, { actor: DEV, signed });
      },
    ],
    [
      'other entries erased than was signed',
      'other',
      (log) => {
        const signed = log.say(OWNER, 'eraseTexts', { seqs: [4] });
        log.write('organisation', { type: 'textsErased', seqs: [3] }, { actor: OWNER, signed });
      },
    ],
    [
      'a signer who had verified another log',
      'seen',
      (log) => log.review(asked(), log.approval(LEAD, asked(), { seen: { size: 2, root: 'b'.repeat(64) } })),
    ],
    [
      'a signer who had seen entries that come later',
      'seenLater',
      (log) =>
        log.review(
          asked(),
          log.approval(LEAD, asked(), { seen: { size: log.size + 1, root: log.rootAt(log.size) } }),
        ),
    ],
    ['an approval that fewer gave than are needed', 'quorum', (log) => log.follows(REQUEST, approved)],
    [
      'an approval by policy that wants a review',
      'quorum',
      (log) => log.follows(REQUEST, { type: 'requestApproved', by: 'policy' }),
    ],
    [
      'a step that is done without its reviews',
      'quorum',
      (log) => log.follows(REQUEST, { type: 'stepDone', step: 0 }),
    ],
    [
      'the report of a runner told as that of another one',
      'actor',
      (log) => {
        const body = { requestId: REQUEST, grantId: GRANT, fence: 1, idempotencyKey: 'report01' };
        const failed = { ...body, kind: 'activationFailed', message: 'no route' } as const;
        const signed = log.say(DEV, 'reportGrant', failed);
        const entry: Entry = { type: 'grantFailed', grantId: GRANT, message: 'no route' };
        log.write(`request/${REQUEST}`, entry, { actor: 'runner:device-of-lead', signed });
      },
    ],
    [
      'an approval after entries of its request that are missing',
      'gap',
      (log) => log.write(`request/${REQUEST}`, approved, { actor: 'latchkey', version: 7 }),
    ],
    [
      'anything at all after entries that are missing',
      'gap',
      (log) =>
        log.write(
          `request/${REQUEST}`,
          { type: 'reviewReminded', step: 0, count: 1 },
          { actor: 'latchkey', version: 7 },
        ),
    ],
    [
      'an approval of a request that began nowhere',
      'gap',
      (log) => log.write('request/request00009', approved, { actor: 'latchkey', version: 2 }),
    ],
    [
      'an approval with which a request begins',
      'place',
      (log) => log.write('request/request00009', approved, { actor: 'latchkey' }),
    ],
    [
      'an entry with the number of one before it',
      'place',
      (log) => log.write(`request/${REQUEST}`, { type: 'requestLapsed' }, { actor: 'latchkey', version: 1 }),
    ],
    [
      'an approval of a request that lapsed',
      'quorum',
      (log) => {
        log.follows(REQUEST, { type: 'requestLapsed' });
        log.follows(REQUEST, approved);
      },
    ],
    [
      'a second approval',
      'quorum',
      (log) => {
        log.review(asked(), log.approval(LEAD, asked()));
        log.follows(REQUEST, approved);
        log.follows(REQUEST, approved);
      },
    ],
    [
      'a device that joins once more, with another key',
      'again',
      (log) => {
        log.join(LEAD);
      },
    ],
    [
      'a device that was signed out and joins once more',
      'again',
      (log) => {
        log.leave(LEAD);
        log.join(LEAD);
      },
    ],
    [
      'who was signed out, after an entry of their device that is not known here',
      'unknownDevice',
      (log) => {
        const { deviceId } = log.device(LEAD);
        log.leave(LEAD);
        tomorrow(log, `device/${deviceId}`, 3);
        speakAs(log, LEAD, deviceId);
      },
    ],
    [
      'an entry that says that it stands elsewhere',
      'place',
      (log) => log.write(`request/${REQUEST}`, { type: 'requestLapsed' }, { actor: 'latchkey', seq: 77 }),
    ],
  ];
  test.each(CASES)('%s: %s', (_what, fault, lie) => {
    const log = begin();
    const before = found(log);
    lie(log);
    expect(last(log)).toBe(fault);
    expect(found(log).slice(0, before.length)).toEqual(before);
    expect(found(log).slice(0, -1)).not.toContain(fault);
  });
});

test('an unknown field in what is signed is nothing that anybody here has understood', () => {
  const log = begin();
  const signed = log.approval(LEAD, asked(), {});
  const { at, body, device } = signed.statement;
  const { decision, comment, step } = body;
  const review = { reviewer: LEAD, deviceId: device, decision, comment, step, at };
  const more = { ...signed, statement: { ...signed.statement, body: { ...body, mayAll: true } } };
  log.write(`request/${REQUEST}`, { type: 'reviewGiven', review }, { actor: LEAD, signed: more as never });
  expect(last(log)).toBe('unknown');
});

describe('what the service writes beside what people sign', () => {
  const stream = `request/${REQUEST}`;
  const LIES: readonly (readonly [string, string, (log: PeopleLog) => void])[] = [
    [
      'a denial that nobody gave',
      'denial',
      (log) =>
        log.write(stream, { type: 'requestDenied', by: LEAD, comment: said('thief') }, { actor: LEAD }),
    ],
    [
      'a denial with other words than were signed',
      'denial',
      (log) => {
        deny(log, LEAD);
        log.write(stream, { type: 'requestDenied', by: LEAD, comment: said('thief') }, { actor: LEAD });
      },
    ],
    [
      'a denial by another one than gave it',
      'denial',
      (log) => {
        deny(log, LEAD);
        log.write(stream, { type: 'requestDenied', by: OWNER, comment: said('no') }, { actor: OWNER });
      },
    ],
    [
      'a request that lapses after it was approved',
      'closed',
      (log) => {
        activate(log);
        log.follows(REQUEST, { type: 'requestLapsed' });
      },
    ],
    [
      'access that somebody ended in plain words',
      'unsigned',
      (log) => {
        activate(log);
        log.write(stream, { ...ending(LEAD, 'ended'), reason: 'I caught them' } as Entry, { actor: LEAD });
      },
    ],
    [
      'access of another one given back',
      'other',
      (log) => {
        activate(log);
        const signed = log.say(LEAD, 'endAllGrants', { reason: said('done') });
        log.write(stream, ending(LEAD, 'returned'), { actor: LEAD, signed });
      },
    ],
    [
      'access that its holder gave back, told as taken away',
      'other',
      (log) => {
        activate(log);
        const body = { grantId: GRANT, reason: said('done'), isGone: false };
        log.write(stream, ending(DEV, 'ended'), { actor: DEV, signed: log.say(DEV, 'endGrant', body) });
      },
    ],
    [
      'access that worked, told as never set up',
      'began',
      (log) => {
        activate(log);
        log.follows(REQUEST, { type: 'grantFailed', grantId: GRANT, message: 'no runner' });
      },
    ],
    [
      'access that worked, told as over before it began',
      'began',
      (log) => {
        activate(log);
        log.follows(REQUEST, neverBegan(log));
      },
    ],
    [
      'access that worked, told as given back before it began',
      'began',
      (log) => {
        activate(log);
        const body = { grantId: GRANT, reason: said('done'), isGone: false };
        const entry = { ...ending(DEV, 'returned'), neverBegan: true } as Entry;
        log.write(stream, entry, { actor: DEV, signed: log.say(DEV, 'endGrant', body) });
      },
    ],
    [
      'a request that somebody let lapse',
      'author',
      (log) => log.write(stream, { type: 'requestLapsed' }, { actor: LEAD }),
    ],
    [
      'a reminder by somebody',
      'author',
      (log) => log.write(stream, { type: 'reviewReminded', step: 0, count: 1 }, { actor: LEAD }),
    ],
    [
      'an approval that follows from another review than of whom it names',
      'author',
      (log) => {
        log.review(asked(), log.approval(LEAD, asked()));
        log.write(stream, approved, { actor: OWNER });
      },
    ],
    [
      'an end that is late by somebody',
      'author',
      (log) => {
        activate(log);
        log.write(stream, { type: 'grantOverdue', grantId: GRANT }, { actor: LEAD });
      },
    ],
    [
      'access that somebody else takes up than it says',
      'author',
      (log) => {
        log.review(asked(), log.approval(LEAD, asked()));
        log.follows(REQUEST, approved);
        const entry: Entry = { type: 'grantActivating', grantId: GRANT, runnerId: 'r1', fence: 1 };
        log.write(stream, entry, { actor: 'runner:r2' });
      },
    ],
    [
      'an invite in the name of an owner',
      'author',
      (log) => {
        const invite = { inviteId: 'invite01', person: LEAD, invitedBy: OWNER, expiresAt: log.now };
        log.write('invite/invite01', { type: 'inviteCreated', ...invite }, { actor: 'latchkey' });
      },
    ],
  ];
  test.each(LIES)('%s: %s', (_what, fault, lie) => {
    const log = begin();
    lie(log);
    expect(last(log)).toBe(fault);
    expect(found(log).slice(0, -1)).not.toContain(fault);
  });

  test('follows from what people did', () => {
    const log = begin();
    deny(log, LEAD);
    log.write(stream, { type: 'requestDenied', by: LEAD, comment: said('no') }, { actor: LEAD });
    expect(last(log)).toBe('computed');
  });

  test.each([
    ['as it is said now', HOLDER_LEFT],
    ['as it was said before', 'Its holder is not in this organisation any more.'],
  ])('ends the access of who left, in the name of who published that, %s', (_, reason) => {
    const log = begin();
    log.review(asked(), log.approval(LEAD, asked()));
    log.write(stream, approved, { actor: LEAD });
    const left = { ...ending(OWNER, 'ended'), reason, neverBegan: true } as Entry;
    log.write(stream, left, { actor: OWNER });
    log.write(stream, neverBegan(log), { actor: OWNER });
    expect(found(log).slice(-3)).toEqual(['computed', 'computed', 'computed']);
    const others = begin();
    others.review(asked(), others.approval(LEAD, asked()));
    others.follows(REQUEST, approved);
    others.write(stream, left, { actor: OWNER });
    others.write(stream, neverBegan(others), { actor: LEAD });
    expect(last(others)).toBe('author');
  });

  test('says of access that nobody took up that it failed', () => {
    const log = begin();
    log.review(asked(), log.approval(LEAD, asked()));
    log.follows(REQUEST, approved);
    log.follows(REQUEST, { type: 'grantFailed', grantId: GRANT, message: 'no runner' });
    expect(last(log)).toBe('computed');
  });
});

describe('what is not known here is counted as not checked, and bears nothing out', () => {
  const CASES: readonly (readonly [string, readonly string[], (log: PeopleLog) => void])[] = [
    [
      'an entry of a type that is not known here',
      ['unknown', 'unchecked'],
      (log) => {
        tomorrow(log, `request/${REQUEST}`, 2);
        log.follows(REQUEST, approved);
      },
    ],
    [
      'a review in a form that is not known here',
      ['unknown', 'unchecked'],
      (log) => {
        log.writeRaw({ ...{ v: 4, seq: log.size, stream: `request/${REQUEST}`, version: 2 }, at: log.now });
        log.follows(REQUEST, approved);
      },
    ],
    [
      'a review by a device that joined by such an entry',
      ['unknown', 'newer', 'unchecked'],
      (log) => {
        tomorrow(log, 'device/x', 1);
        speakAs(log, LEAD, 'x');
        log.follows(REQUEST, approved);
      },
    ],
    [
      'who was registered by such a device',
      ['unknown', 'newer', 'imported', 'signed'],
      (log) => {
        tomorrow(log, 'device/x', 1);
        log.write(
          'organisation',
          { type: 'textsErased', seqs: [3] },
          {
            actor: OWNER,
            signed: forged(log, { by: OWNER, device: 'x' }, { type: 'eraseTexts', body: { seqs: [3] } }),
          },
        );
        log.join('second@example.com', 'x');
        log.review(asked(), log.approval('second@example.com', asked()));
      },
    ],
    [
      'an approval of what lapsed, after an entry that is not known here',
      ['unknown', 'computed', 'unchecked'],
      (log) => {
        tomorrow(log, `request/${REQUEST}`, 2);
        log.follows(REQUEST, { type: 'requestLapsed' });
        log.follows(REQUEST, approved);
      },
    ],
    [
      'an approval that known reviews bear out, after an entry that is not known here',
      ['unknown', 'signed', 'computed'],
      (log) => {
        tomorrow(log, `request/${REQUEST}`, 2);
        log.review(asked(), log.approval(LEAD, asked()));
        log.follows(REQUEST, approved);
      },
    ],
    [
      'an entry of which it is not known to what it belongs',
      ['unknown', 'unchecked'],
      (log) => {
        log.writeRaw({ v: 4, seq: log.size });
        log.write(`request/${REQUEST}`, approved, { actor: 'latchkey', version: 3 });
      },
    ],
  ];
  test.each(CASES)('%s: %s', (_what, verdicts, write) => {
    const log = begin();
    write(log);
    expect(found(log).slice(4)).toEqual(verdicts);
  });

  test('an approval after entries that may not be read here, of which there are as many as are missing', () => {
    const log = begin();
    for (const reason of ['one', 'two'])
      log.ask(asked({ requestId: `request0000${reason}`, reason: said(reason) }));
    log.write(`request/${REQUEST}`, approved, { actor: 'latchkey', version: 4 });
    expect(last(log, [4, 5])).toBe('unchecked');
    expect(last(log, [5])).toBe('gap');
  });

  test('not where those that may not be read here are before the last entry of the request', () => {
    const log = begin();
    log.write(`request/${REQUEST}`, approved, { actor: 'latchkey', version: 3 });
    expect(last(log, [0])).toBe('gap');
  });
});

describe('what is as it should be raises no alarm', () => {
  test('who has verified nothing says so', () => {
    const log = begin();
    log.review(asked(), log.approval(LEAD, asked(), { seen: NOTHING_SEEN }));
    expect(last(log)).toBe('signed');
  });

  test('a reason that was erased, with the signature that it was bound by', () => {
    const log = begin();
    for (const [seq, { text }] of log.leaves.entries()) log.leaves[seq] = { text, said: [] };
    log.review(asked(), log.approval(LEAD, asked()));
    log.follows(REQUEST, approved);
    expect(found(log).slice(3)).toEqual(['signed', 'signed', 'computed']);
  });

  test('entries of before people signed, and what is signed of their requests later', () => {
    const people = begin();
    const old = { v: 2, actor: DEV } as const;
    const before = new PeopleLog();
    for (const { entry } of people.records.slice(0, 3)) before.write('devices', entry, old);
    for (const [person, device] of people.devices) before.devices.set(person, device);
    before.write(
      `request/${REQUEST}`,
      { type: 'requestSubmitted', facts: asked(), reviewers: [[LEAD]] },
      old,
    );
    before.review(asked(), before.approval(LEAD, asked()));
    before.follows(REQUEST, approved);
    expect(found(before)).toEqual([...Array<string>(4).fill('earlier'), 'signed', 'computed']);
  });

  test('what a newer Latchkey wrote, also of who joined by it and of who approved by it', () => {
    const log = begin();
    const { key } = log.device(LEAD);
    log.writeRaw({
      v: 4,
      seq: log.size,
      stream: 'device/phone',
      version: 1,
      at: log.now,
      actor: LEAD,
      entry: {},
    });
    log.review(asked(), log.approval(LEAD, asked(), { device: 'phone', key }));
    log.writeRaw({
      v: 3,
      seq: log.size,
      stream: `request/${REQUEST}`,
      version: 3,
      at: log.now,
      actor: LEAD,
      entry: { type: 'votedOn' },
    });
    log.write(`request/${REQUEST}`, approved, { actor: 'latchkey', version: 4 });
    expect(found(log).slice(4)).toEqual(['unknown', 'newer', 'unknown', 'unchecked']);
  });

  test('an approval whose request may not be read here', () => {
    const log = begin();
    log.review(asked(), log.approval(LEAD, asked()));
    log.follows(REQUEST, approved);
    expect(found(log, [3, 4])).toEqual(['imported', 'imported', 'imported', null, null, 'unchecked']);
  });
});
