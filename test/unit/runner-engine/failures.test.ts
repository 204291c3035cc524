import { afterEach, describe, expect, it } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../../shared/lib/time.ts';
import type { Report, Work } from '../../../shared/contract/api-types.ts';
import { permanent, transient } from '../../fakes/target.ts';
import { RunnerStory } from '../../support/runner-story.ts';
import { runnerWork } from '../../support/runner-work.ts';

interface Row {
  readonly name: string;
  readonly work?: Partial<Work>;
  readonly setup: (story: RunnerStory) => void;
  /** The reports in order, without failed attempts. */
  readonly reports: readonly Report['kind'][];
  readonly verbs?: readonly string[];
}

const CLEANED = ['grant', 'revoke', 'verify'];

const ROWS: readonly Row[] = [
  {
    name: 'a permanent refusal of the target is not tried again, but cleaned up',
    setup: ({ target }) => target.willAnswer('grant', permanent('no such role')),
    reports: ['activationFailed'],
    verbs: CLEANED,
  },
  {
    name: 'a grant that says ok but is not there is tried again',
    setup: ({ target }) => target.willAnswer('grant', { status: 'ok' }),
    reports: ['activated', 'revoked'],
    verbs: ['grant', 'verify', 'grant', 'verify', 'revoke', 'verify'],
  },
  {
    name: 'a grant that failed after its effect leaves nothing behind',
    setup: ({ target }) => target.willAnswer('grant', permanent('lost'), { effect: true }),
    reports: ['activationFailed'],
    verbs: CLEANED,
  },
  {
    name: 'a clean-up that fails is tried until nothing is left, and only then is the failure told',
    setup: ({ target }) => {
      target.willAnswer('grant', permanent('lost'), { effect: true });
      target.willAnswer('revoke', transient('busy'), { times: 3 });
    },
    reports: ['activationFailed'],
    verbs: ['grant', 'revoke', 'revoke', 'revoke', 'revoke', 'verify'],
  },
  {
    name: 'a revocation of what is not there is a success',
    setup: ({ target }) =>
      target.willAnswer(
        'revoke',
        { status: 'error', error: { class: 'not_found', message: 'nothing' } },
        { effect: true },
      ),
    reports: ['activated', 'revoked'],
  },
  {
    name: 'a permanent error while revoking is tried again all the same',
    setup: ({ target }) => target.willAnswer('revoke', permanent('no right to'), { times: 3 }),
    reports: ['activated', 'revoked'],
  },
  {
    name: 'a verification that fails while revoking proves nothing',
    setup: ({ target }) => {
      target.willAnswer('verify', { status: 'ok', exists: true });
      target.willAnswer('verify', transient('no connection'));
    },
    reports: ['activated', 'revoked'],
    verbs: ['grant', 'verify', 'revoke', 'verify', 'revoke', 'verify'],
  },
  {
    name: 'an expiry at the target that is past already is cleaned up',
    setup: ({ target, startedAt }) => (target.extra = { expiresAt: startedAt - 1 }),
    reports: ['activationFailed'],
  },
  {
    name: 'a clean-up that the service knows as ended by a person is told as a revocation',
    setup: ({ service, target }) => {
      service.refuseReports('activationFailed', 'notActive');
      target.willAnswer('grant', permanent('no'));
    },
    reports: ['revoked'],
  },
  {
    name: 'names that could steer a script arrive as one line of plain text',
    work: { subject: { id: 'dev@example.com', name: 'Dev\n\u202eExample\u0000', publicKey: null } },
    setup: () => undefined,
    reports: ['activated', 'revoked'],
  },
];

describe('when things go wrong', () => {
  let story: RunnerStory;
  afterEach(() => story.stop());

  it.each(ROWS)('$name', async ({ work, setup, reports, verbs }) => {
    story = new RunnerStory();
    await story.start();
    setup(story);
    story.service.offer(runnerWork(work));
    await story.clock.advance(15 * MINUTE_MS);
    const heard = story.service.reports.filter((each) => each.kind !== 'revocationFailed');
    expect(heard.map((each) => each.kind)).toEqual(reports);
    if (verbs) expect(story.target.calls.map((each) => each.verb)).toEqual(verbs);
    expect(story.target.present.size).toBe(0);
    for (const { call } of story.target.calls) expect(call.subject.name).toMatch(/^[^\n\u202e\u0000]*$/);
    expect(story.runner.state()).toMatchObject({ grants: [], unreported: 0 });
  });

  it('a revocation that is stuck is let go of, goes on all the same, and takes a new address when it gets one', async () => {
    story = new RunnerStory();
    await story.start();
    story.service.offer(runnerWork());
    story.target.willAnswer('revoke', transient('no such host'), { times: 12 });
    await story.clock.advance(10 * MINUTE_MS + 11 * SECOND_MS);
    expect(story.service.kept).toEqual(['grant001']);
    await story.clock.advance(10 * MINUTE_MS);
    expect(story.service.kept).toEqual([]);
    const failed = story.service.reports.filter((each) => each.kind === 'revocationFailed').length;
    expect(failed).toBeGreaterThan(6);

    const moved = { id: 'thing', use: 'fake', digest: null, config: { host: 'moved' } };
    story.service.offer(runnerWork({ kind: 'revoke', provider: moved }));
    await story.clock.advance(30 * MINUTE_MS);
    const hosts = story.target.calls.filter(({ verb }) => verb === 'revoke').map(({ call }) => call.config);
    expect([hosts[0], hosts.at(-1)]).toEqual([{}, { host: 'moved' }]);
    expect(story.service.reports.at(-1)).toMatchObject({ kind: 'revoked' });
  });

  it('refuses to give access for longer than its provider does, and leaves nothing behind', async () => {
    story = new RunnerStory();
    await story.start();
    story.target.maxTtlMs = 5 * MINUTE_MS;
    story.service.offer(runnerWork());
    await story.clock.advance(SECOND_MS);
    expect(story.target.calls.map(({ verb }) => verb)).not.toContain('grant');
    expect(story.service.reports).toMatchObject([
      {
        kind: 'activationFailed',
        message: 'The provider gives this access for at most 5m. Ask again for less.',
      },
    ]);
  });

  it('a credential that cannot be sealed does not hold up the grant', async () => {
    story = new RunnerStory({ sealer: () => Promise.reject(new Error('bad key')) });
    await story.start();
    story.target.extra = { instructions: 'Log in.' };
    story.service.offer(runnerWork({ recipients: [{ deviceId: 'laptop', sealingKey: 'A'.repeat(43) }] }));
    await story.clock.advance(SECOND_MS);
    expect(story.service.reports).toMatchObject([{ kind: 'activated', sealed: [] }]);
    expect(story.said).toEqual(['error: A credential could not be sealed for every device.']);
  });

  it.each([
    ['the provider is not there', () => (story.target.missing = 'It was not reached.')],
    [
      'its target was never reached',
      () =>
        story.target.willAnswer('grant', {
          status: 'error',
          error: { class: 'permanent', message: 'It was not reached.', untouched: true },
        }),
    ],
  ])('access that never began ends as failed, with its cause, where %s', async (_what, prepare) => {
    story = new RunnerStory();
    await story.start();
    prepare();
    story.service.offer(runnerWork());
    await story.clock.advance(SECOND_MS);
    expect(story.target.calls.map(({ verb }) => verb)).not.toContain('revoke');
    expect(story.service.reports).toMatchObject([
      { kind: 'activationFailed', message: 'It was not reached.' },
    ]);
    expect(story.runner.state().grants).toEqual([]);
  });

  it('a provider that is not there for work that another runner had before is no proof that nothing is left', async () => {
    story = new RunnerStory();
    await story.start();
    story.target.missing = 'There is no shipped provider fake.';
    story.service.offer(runnerWork({ attempt: 2 }));
    await story.clock.advance(SECOND_MS);
    // It stays, visibly.
    expect(story.runner.state().grants).toMatchObject([
      { kind: 'revoking', lastMessage: 'There is no shipped provider fake.' },
    ]);
    story.target.missing = null;
    await story.clock.advance(MINUTE_MS);
    expect(story.service.reports.at(-1)).toMatchObject({ kind: 'activationFailed' });
  });

  it('a journal that cannot be written begins nothing new, and ends what is active all the same', async () => {
    story = new RunnerStory();
    await story.start();
    story.service.offer(runnerWork());
    await story.clock.advance(MINUTE_MS);
    story.journal.fault = new Error('ENOSPC');
    story.service.offer(runnerWork({ grantId: 'grant002' }));
    await story.clock.advance(10 * MINUTE_MS);
    expect(story.target.present.size).toBe(0);
    expect(story.target.calls.some((each) => each.call.grantId === 'grant002')).toBe(false);
    expect(story.service.reports.map((each) => each.kind)).toEqual(['activated']);
    story.journal.fault = null;
    await story.clock.advance(MINUTE_MS);
    expect(story.service.reports.map((each) => each.kind)).toEqual(['activated', 'revoked']);
  });

  it('a disk that is full when the runner begins holds up no end, and is said', async () => {
    story = new RunnerStory();
    await story.start();
    story.service.offer(runnerWork());
    await story.clock.advance(MINUTE_MS);
    await story.crash();
    story.journal.fault = new Error('ENOSPC');
    await story.start();
    expect(story.said.join()).toMatch(/error: The runner's journal could not be rewritten \(ENOSPC\)/);
    await story.clock.advance(10 * MINUTE_MS);
    expect(story.target.present.size).toBe(0);
    story.journal.fault = null;
    await story.clock.advance(MINUTE_MS);
    expect(story.service.reports.at(-1)).toMatchObject({ kind: 'revoked' });
  });

  it('a grant that is ended while its script runs is revoked when the script is through', async () => {
    story = new RunnerStory();
    await story.start();
    story.target.before = (verb) => (verb === 'grant' ? story.clock.sleep(5_000 as never) : undefined);
    story.service.offer(runnerWork());
    await story.clock.advance(SECOND_MS);
    story.service.offer(runnerWork({ kind: 'revoke' }));
    await story.clock.advance(10 * SECOND_MS);
    expect(story.target.present.size).toBe(0);
    expect(story.service.reports.map((each) => each.kind)).toEqual(['revoked']);
  });

  it('a target that hangs while granting does not hold up what is due elsewhere', async () => {
    story = new RunnerStory({ maxParallel: 2 });
    await story.start();
    story.service.offer(runnerWork());
    await story.clock.advance(9 * MINUTE_MS);
    story.target.before = (verb, id) =>
      verb === 'grant' && id !== 'grant001' ? story.clock.sleep(30_000 as never) : undefined;
    story.service.offer(...[2, 3, 4, 5].map((n) => runnerWork({ grantId: `hangs00${n}` })));
    story.told();
    await story.clock.advance(MINUTE_MS);
    expect(story.told()).toContain('600s verify grant001: gone');
  });

  it('with all grants hanging, still ends at once what a person ended', async () => {
    story = new RunnerStory({ maxParallel: 2 });
    await story.start();
    story.target.before = (verb) => (verb === 'grant' ? story.clock.sleep(30_000 as never) : undefined);
    story.service.offer(...[1, 2, 3, 4].map((n) => runnerWork({ grantId: `hangs00${n}` })));
    await story.clock.advance(SECOND_MS);
    const other = { id: 'healthy', use: 'fake', digest: null, config: {} };
    story.service.offer(runnerWork({ kind: 'revoke', grantId: 'ended001', provider: other }));
    story.told();
    await story.clock.advance(2 * SECOND_MS);
    expect(story.told()).toContain('1s verify ended001: gone');
  });

  it('a target that hangs while revoking does not hold up the deadlines of another', async () => {
    story = new RunnerStory({ maxParallel: 4 });
    await story.start();
    const healthy = { id: 'healthy', use: 'fake', digest: null, config: {} };
    story.service.offer(...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => runnerWork({ grantId: `hangs00${n}` })));
    await story.clock.advance(5 * SECOND_MS);
    story.service.offer(runnerWork({ grantId: 'healthy1', provider: healthy }));
    await story.clock.advance(9 * MINUTE_MS);
    story.target.before = (verb, id) =>
      verb === 'revoke' && id !== 'healthy1' ? story.clock.sleep(30_000 as never) : undefined;
    story.told();
    await story.clock.advance(MINUTE_MS + SECOND_MS);
    expect(story.told()).toContain('605s verify healthy1: gone');
  });

  it('does the same work once, however often it is leased', async () => {
    story = new RunnerStory();
    await story.start();
    story.service.offer(runnerWork(), runnerWork({ attempt: 2 }));
    await story.clock.advance(SECOND_MS);
    story.service.offer(runnerWork({ attempt: 3 }));
    await story.clock.advance(SECOND_MS);
    expect(story.target.calls.map((each) => each.verb)).toEqual(['grant', 'verify']);
  });
});
