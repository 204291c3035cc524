import { TRPCClientError } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { expect, test } from 'vitest';
import { signStatements } from '../../../shared/client/sign-statements.ts';
import { PROCEDURES } from '../../../shared/api/procedures.ts';
import { RefusalError } from '../../../shared/contract/refusal-error.ts';
import type { SentStatement } from '../../../shared/contract/statement-schemas.ts';
import { NOTHING_SEEN } from '../../../shared/domain/statements/statement.ts';
import { refuse } from '../../../shared/domain/refusal.ts';
import { said } from '../../fakes/said.ts';
import { FILES } from '../../integration/service-fixture.ts';
import { testSigner } from '../../fakes/test-signer.ts';

interface Sent {
  readonly signed?: SentStatement;
}

const SEEN = { size: 3, root: 'ab'.repeat(32) };

/** Sends through the link, to somebody who refuses the first `refusals` calls for the log that was seen. What arrived. */
async function send(
  path: string,
  input: unknown,
  { refusals = 0, signer = testSigner(() => Promise.resolve(SEEN)) } = {},
): Promise<Sent[]> {
  const sent: Sent[] = [];
  const link = signStatements(signer)({} as never);
  const op = { id: 1, type: 'mutation', path, input, context: {}, signal: null } as const;
  const answered = link({
    op,
    next: (signedOp) =>
      observable((observer) => {
        sent.push(signedOp.input as Sent);
        if (sent.length <= refusals)
          observer.error(
            TRPCClientError.from(
              new RefusalError(refuse('otherHistory', 'asWritten', { text: 'another log' })),
            ),
          );
        else observer.complete();
      }),
  });
  await new Promise<void>((resolve) => {
    answered.subscribe({ complete: resolve, error: () => resolve() });
  });
  return sent;
}

const seenIn = ({ signed }: Sent) => signed?.statement.seen;

test('what a procedure wants signed is signed, and nothing else is touched', async () => {
  const [withdrawn] = await send('requests.withdraw', { requestId: 'request00001' });
  expect(withdrawn?.signed?.statement).toMatchObject({
    ...{ v: 1, log: 'example/log', type: 'withdrawRequest', by: 'dev@example.com' },
    body: { requestId: 'request00001' },
  });
  const input = { pool: 'default', max: 1 };
  expect((await send('runner.lease', input))[0]).toBe(input);
});

test('what was signed before goes as it is', async () => {
  const input = { signed: await testSigner().sign('withdrawRequest', { requestId: 'request00001' }) };
  expect((await send('requests.withdraw', input))[0]).toBe(input);
});

test('of files the hashes are signed, and nothing of what is only looked at', async () => {
  const files = { people: 'a', catalog: 'b', policy: 'c' };
  const trial = { files, providerDigests: {}, dryRun: true, follows: 4 };
  expect((await send('org.publish', trial))[0]).toBe(trial);
  const [published] = await send('org.publish', { ...trial, dryRun: false });
  expect(published).toMatchObject({ files, dryRun: false });
  expect(published?.signed?.statement.body).toEqual({
    files: {
      people: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
      catalog: '3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d',
      policy: '2e7d2c03a9507ae265ecf5b5356885a53393a2029d241394997265a1a25aefc6',
    },
    ...{ providerDigests: {}, follows: 4 },
    // These are no files: with mistakes in them nothing is published.
    owners: [],
  });
  const [said] = await send('org.publish', { ...trial, files: FILES, dryRun: false });
  expect(said?.signed?.statement.body).toMatchObject({ owners: ['owner@example.com'] });
});

test('of a report what is in no entry goes beside its statement, and what came of a check is not signed', async () => {
  const about = {
    requestId: 'request00001',
    grantId: 'grant00001',
    fence: 1,
    idempotencyKey: 'up-grant00001',
  };
  const window = { startsAt: 1, expiresAt: 2, evidence: null };
  const made = { state: { made: 'a role' }, sealed: [{ deviceId: 'd', box: 'c2VhbGVk' }] };
  const [report] = await send('runner.report', { kind: 'activated', ...about, ...window, ...made });
  expect(report).toMatchObject(made);
  expect(report?.signed?.statement.body).toEqual({ kind: 'activated', ...about, ...window });
  const checked = { kind: 'checked', pool: 'default', entitlementId: 'e', fence: 1, problem: null };
  expect((await send('runner.report', checked))[0]).toBe(checked);
});

test('what ends access is said again by who has seen nothing, of the same moment and with what went beside it', async () => {
  const at = { kind: 'revoked', requestId: 'request00001', grantId: 'grant00001', fence: 1 } as const;
  const report = { ...at, idempotencyKey: 'gone-grant0001', verifiedAt: 1, wasThere: false, evidence: null };
  const end = { grantId: 'grant00001', reason: said('done'), isGone: false };
  for (const [path, input] of [
    ['runner.report', report],
    ['grants.end', end],
  ] as const) {
    const [first, second, ...more] = await send(path, input, { refusals: 5 });
    expect(more).toEqual([]);
    expect([first, second].map((each) => each && seenIn(each))).toEqual([SEEN, NOTHING_SEEN]);
    expect(second?.signed?.statement).toMatchObject({
      at: first?.signed?.statement.at,
      body: first?.signed?.statement.body,
    });
  }
  // Nor is it held up where nobody says what is to be seen.
  const blind = testSigner(() => Promise.reject(new Error('the log is not to be had')));
  const [unseen] = await send('grants.end', end, { signer: blind });
  expect(unseen && seenIn(unseen)).toEqual(NOTHING_SEEN);
  expect(await send('requests.comment', {}, { signer: blind })).toEqual([]);
  // An approval of who has seen another log is none.
  const review = { requestId: 'request00001', requestHash: '0'.repeat(64), step: 0, decision: 'approve' };
  expect(await send('reviews.give', { ...review, comment: said('') }, { refusals: 5 })).toHaveLength(1);
});

test('all that changes something is signed, but what joins, asks for work, gives a sign of life, makes a key that is not used yet, or is refused anyway', () => {
  const unsigned = [...PROCEDURES].flatMap(([path, { type, meta }]) =>
    type === 'mutation' && meta?.signs === undefined ? [path] : [],
  );
  expect(unsigned.sort()).toEqual(
    [
      ...['grants.extend', 'org.newLogKey', 'pools.check', 'runner.heartbeat', 'runner.lease'],
      ...['session.found', 'session.join', 'session.recover'],
    ].sort(),
  );
});
