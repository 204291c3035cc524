import { CheckFailed, saidBy, type SubjectUnderTest } from './subject-under-test.ts';
import { told, type Told } from '../../words/told.ts';

export interface ConformanceCheck {
  /** What is true of a provider that passes. */
  readonly name: Told;
  /** Throws `CheckFailed`. */
  readonly run: (subject: SubjectUnderTest) => Promise<void>;
  readonly appliesTo?: (subject: SubjectUnderTest) => boolean;
}

/** How long a grant lives before it is killed: before, in, and around its effect, for scripts of different speed. */
const KILL_AFTER_MS = [1, 15, 50, 150, 250] as const;

/** From SIGTERM over SIGKILL to the end, on a busy machine. */
const LONGEST_END_MS = 60_000;

/** By how much `renew` moves the end. */
const RENEWAL_MS = 60_000;

/** As many as a runner may well do at once. */
const AT_ONCE = 5;

/** What every provider must do. The order is that of a grant's life, so the first failure is the one to look at. */
export const conformanceChecks: readonly ConformanceCheck[] = [
  {
    name: told('describeAnswers'),
    appliesTo: (subject) => subject.has('describe'),
    run: async (subject) => void (await subject.ok('describe', subject.newGrant('describe'))),
  },
  {
    name: told('checkFindsReady'),
    run: async (subject) => void (await subject.ok('check', subject.newGrant('check'))),
  },
  {
    name: told('planChangesNothing'),
    appliesTo: (subject) => subject.has('plan'),
    run: async (subject) => {
      const id = subject.newGrant('plan');
      const { changes } = await subject.ok('plan', id);
      if (!changes || changes.length === 0) throw new CheckFailed(told('planWithoutChanges'));
      await subject.mustBeGone(id);
    },
  },
  {
    name: told('neverGrantedIsGone'),
    run: async (subject) => {
      const id = subject.newGrant('never');
      await subject.mustBeGone(id);
      await subject.ok('revoke', id);
      await subject.mustBeGone(id);
    },
  },
  {
    name: told('grantThenRevoke'),
    run: async (subject) => {
      const id = subject.newGrant('life');
      const { state } = await subject.ok('grant', id);
      await subject.mustExist(id, state);
      await subject.ok('revoke', id, state);
      await subject.mustBeGone(id, state);
    },
  },
  {
    name: told('grantTwiceIsOne'),
    run: async (subject) => {
      const id = subject.newGrant('twice');
      const first = await subject.ok('grant', id);
      const second = await subject.ok('grant', id, first.state);
      await subject.mustExist(id, second.state ?? first.state);
      await subject.ok('revoke', id, second.state ?? first.state);
      await subject.mustBeGone(id, second.state ?? first.state);
    },
  },
  {
    name: told('revokeTwiceIsFine'),
    run: async (subject) => {
      const id = subject.newGrant('again');
      const { state } = await subject.ok('grant', id);
      await subject.ok('revoke', id, state);
      await subject.ok('revoke', id, state);
      await subject.mustBeGone(id, state);
    },
  },
  {
    name: told('crashThenRevoke'),
    run: async (subject) => {
      const id = subject.newGrant('crash-revoke');
      await subject.ok('grant', id);
      await subject.ok('revoke', id);
      await subject.mustBeGone(id);
    },
  },
  {
    name: told('crashThenGrant'),
    run: async (subject) => {
      const id = subject.newGrant('crash-grant');
      await subject.ok('grant', id);
      const { state } = await subject.ok('grant', id);
      await subject.mustExist(id, state);
      await subject.ok('revoke', id, state);
      await subject.mustBeGone(id, state);
    },
  },
  {
    name: told('killedIsCleanedUp'),
    run: async (subject) => {
      const killed = KILL_AFTER_MS.map(async (killAfterMs) => {
        const id = subject.newGrant(`killed-${killAfterMs}`);
        const { tookMs } = await subject.outcome('grant', id, { killAfterMs });
        if (tookMs > killAfterMs + LONGEST_END_MS) {
          throw new CheckFailed(told('tookLongToEnd', { tookMs: Math.round(tookMs), afterMs: killAfterMs }));
        }
        await subject.ok('revoke', id);
        await subject.mustBeGone(id);
      });
      await Promise.all(killed);
    },
  },
  {
    name: told('otherIsLeftAlone'),
    run: async (subject) => {
      const [ended, kept] = [subject.newGrant('ended'), subject.newGrant('kept')];
      const first = await subject.ok('grant', ended);
      const second = await subject.ok('grant', kept);
      await subject.ok('revoke', ended, first.state);
      await subject.mustBeGone(ended, first.state);
      await subject.mustExist(kept, second.state);
      await subject.ok('revoke', kept, second.state);
      await subject.mustBeGone(kept, second.state);
    },
  },
  {
    name: told('manyAtOnce', { count: AT_ONCE }),
    run: async (subject) => {
      const ids = Array.from({ length: AT_ONCE }, (_, index) => subject.newGrant(`at-once-${index}`));
      const answers = await Promise.all(ids.map((id) => subject.ok('grant', id)));
      await Promise.all(ids.map((id, index) => subject.ok('revoke', id, answers[index]?.state)));
      for (const [index, id] of ids.entries()) await subject.mustBeGone(id, answers[index]?.state);
    },
  },
  {
    name: told('nativeExpiryIsSet'),
    appliesTo: (subject) => subject.nativeExpiry,
    run: async (subject) => {
      const id = subject.newGrant('expiry');
      const { expiresAt, state } = await subject.ok('grant', id);
      await subject.ok('revoke', id, state);
      if (expiresAt === undefined) throw new CheckFailed(told('grantWithoutExpiry'));
      if (expiresAt > subject.deadlineAt) throw new CheckFailed(told('expiryAfterDeadline'));
    },
  },
  {
    name: told('renewMovesEnd'),
    appliesTo: (subject) => subject.has('renew'),
    run: async (subject) => {
      const id = subject.newGrant('renew');
      const absent = await subject.outcome('renew', id);
      if (absent.answer.status === 'ok') throw new CheckFailed(told('renewedWhatIsNotThere'));
      const { state } = await subject.ok('grant', id);
      await subject.ok('renew', id, state, subject.deadlineAt + RENEWAL_MS);
      await subject.mustExist(id, state);
      await subject.ok('revoke', id, state);
    },
  },
  {
    name: told('answersFitProtocol'),
    run: (subject) => {
      const odd = subject.outcomes.find(({ outcome, killed }) => !outcome.fromScript && !killed);
      if (odd?.outcome.answer.status !== 'error') return Promise.resolve();
      throw new CheckFailed(told('verbSaid', { verb: odd.verb, said: saidBy(odd.outcome.answer.error) }));
    },
  },
  {
    name: told('secretsStayInCredential'),
    run: (subject) => {
      // What a script said there is redacted before anybody sees it; here, the mark of that is the proof of a leak.
      for (const { verb, outcome } of subject.outcomes) {
        const { credential: _, ...rest } = { credential: undefined, ...outcome.answer };
        if (JSON.stringify(rest).includes('[redacted]'))
          throw new CheckFailed(told('verbTellsSecret', { verb }));
        if (outcome.log.includes('[redacted]')) throw new CheckFailed(told('verbLogsSecret', { verb }));
      }
      return Promise.resolve();
    },
  },
];
