import { CheckFailed, type SubjectUnderTest } from './subject-under-test.ts';

export interface ConformanceCheck {
  /** A sentence that is true of a provider that passes. */
  readonly name: string;
  /** Throws `CheckFailed`. */
  readonly run: (subject: SubjectUnderTest) => Promise<void>;
  readonly appliesTo?: (subject: SubjectUnderTest) => boolean;
}

/** How long a grant lives before it is killed: before, in, and around its effect, for scripts of different speed. */
const KILL_AFTER_MS = [1, 15, 50, 150, 250] as const;

/** From SIGTERM over SIGKILL to the end, on a busy machine. */
const LONGEST_END_MS = 10_000;

/** By how much `renew` moves the end. */
const RENEWAL_MS = 60_000;

/** As many as a runner may well do at once. */
const AT_ONCE = 5;

/** What every provider must do. The order is that of a grant's life, so the first failure is the one to look at. */
export const conformanceChecks: readonly ConformanceCheck[] = [
  {
    name: 'describe answers',
    appliesTo: (subject) => subject.has('describe'),
    run: async (subject) => void (await subject.ok('describe', subject.newGrant('describe'))),
  },
  {
    name: 'check finds the target ready',
    run: async (subject) => void (await subject.ok('check', subject.newGrant('check'))),
  },
  {
    name: 'plan says what would change, and changes nothing',
    appliesTo: (subject) => subject.has('plan'),
    run: async (subject) => {
      const id = subject.newGrant('plan');
      const { changes } = await subject.ok('plan', id);
      if (!changes || changes.length === 0) throw new CheckFailed('plan answered without changes');
      await subject.mustBeGone(id);
    },
  },
  {
    name: 'what was never granted is not there, and revoking it is success',
    run: async (subject) => {
      const id = subject.newGrant('never');
      await subject.mustBeGone(id);
      await subject.ok('revoke', id);
      await subject.mustBeGone(id);
    },
  },
  {
    name: 'a grant is there after grant and gone after revoke, by verify and by list',
    run: async (subject) => {
      const id = subject.newGrant('life');
      const { state } = await subject.ok('grant', id);
      await subject.mustExist(id, state);
      await subject.ok('revoke', id, state);
      await subject.mustBeGone(id, state);
    },
  },
  {
    name: 'granting twice is one grant, and one revoke ends it',
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
    name: 'revoking twice is success both times',
    run: async (subject) => {
      const id = subject.newGrant('again');
      const { state } = await subject.ok('grant', id);
      await subject.ok('revoke', id, state);
      await subject.ok('revoke', id, state);
      await subject.mustBeGone(id, state);
    },
  },
  {
    name: 'after a crash between the effect and its record, revoke finds what was granted',
    run: async (subject) => {
      const id = subject.newGrant('crash-revoke');
      await subject.ok('grant', id);
      await subject.ok('revoke', id);
      await subject.mustBeGone(id);
    },
  },
  {
    name: 'after a crash between the effect and its record, granting again works',
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
    name: 'a grant that was killed halfway, and honoured its timeout, is cleaned up by revoke',
    run: async (subject) => {
      const killed = KILL_AFTER_MS.map(async (killAfterMs) => {
        const id = subject.newGrant(`killed-${killAfterMs}`);
        const { tookMs } = await subject.outcome('grant', id, { killAfterMs });
        if (tookMs > killAfterMs + LONGEST_END_MS) {
          throw new CheckFailed(`it took ${Math.round(tookMs)} ms to end after ${killAfterMs} ms`);
        }
        await subject.ok('revoke', id);
        await subject.mustBeGone(id);
      });
      await Promise.all(killed);
    },
  },
  {
    name: 'ending one grant leaves another of the same person and entitlement alone',
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
    name: `${AT_ONCE} grants at once, and their ends at once, do not get into each other's way`,
    run: async (subject) => {
      const ids = Array.from({ length: AT_ONCE }, (_, index) => subject.newGrant(`at-once-${index}`));
      const answers = await Promise.all(ids.map((id) => subject.ok('grant', id)));
      await Promise.all(ids.map((id, index) => subject.ok('revoke', id, answers[index]?.state)));
      for (const [index, id] of ids.entries()) await subject.mustBeGone(id, answers[index]?.state);
    },
  },
  {
    name: 'native expiry is set to the deadline or earlier',
    appliesTo: (subject) => subject.nativeExpiry,
    run: async (subject) => {
      const id = subject.newGrant('expiry');
      const { expiresAt, state } = await subject.ok('grant', id);
      await subject.ok('revoke', id, state);
      if (expiresAt === undefined) throw new CheckFailed('grant answered without expiresAt');
      if (expiresAt > subject.deadlineAt) throw new CheckFailed('expiresAt is after the deadline');
    },
  },
  {
    name: 'renew moves the end of a grant, and refuses what is not there',
    appliesTo: (subject) => subject.has('renew'),
    run: async (subject) => {
      const id = subject.newGrant('renew');
      const absent = await subject.outcome('renew', id);
      if (absent.answer.status === 'ok') throw new CheckFailed('renewing what was never granted answered ok');
      const { state } = await subject.ok('grant', id);
      await subject.ok('renew', id, state, subject.deadlineAt + RENEWAL_MS);
      await subject.mustExist(id, state);
      await subject.ok('revoke', id, state);
    },
  },
  {
    name: 'every answer is one small JSON document that fits the protocol',
    run: (subject) => {
      const odd = subject.outcomes.find(({ outcome, killed }) => !outcome.fromScript && !killed);
      if (odd?.outcome.answer.status !== 'error') return Promise.resolve();
      throw new CheckFailed(`${odd.verb}: ${odd.outcome.answer.error.message}`);
    },
  },
  {
    name: 'secrets are in the credential, and not in state, evidence, instructions, messages or the log',
    run: (subject) => {
      // What a script said there is redacted before anybody sees it; here, the mark of that is the proof of a leak.
      for (const { verb, outcome } of subject.outcomes) {
        const { credential: _, ...rest } = { credential: undefined, ...outcome.answer };
        if (JSON.stringify(rest).includes('[redacted]'))
          throw new CheckFailed(`${verb} answers with a secret`);
        if (outcome.log.includes('[redacted]')) throw new CheckFailed(`${verb} writes a secret to stderr`);
      }
      return Promise.resolve();
    },
  },
];
