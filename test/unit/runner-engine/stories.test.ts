import { afterEach, describe, expect, it } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../../shared/lib/time.ts';
import { permanent, transient } from '../../fakes/target.ts';
import { RunnerStory } from '../../support/runner-story.ts';
import { runnerWork } from '../../support/runner-work.ts';

const SEALING_KEY = 'A'.repeat(43);

describe('a runner', () => {
  let story: RunnerStory;
  const begin = async (changes = {}): Promise<void> => {
    story = new RunnerStory(changes);
    await story.start();
  };
  afterEach(() => story.stop());

  it('grants, verifies, reports, and at the deadline revokes, verifies and reports', async () => {
    await begin();
    story.service.offer(runnerWork());
    await story.clock.advance(11 * MINUTE_MS);
    expect(story.told()).toEqual([
      '0s grant grant001: ok',
      '0s verify grant001: there',
      '0s service hears activated of grant001',
      '600s revoke grant001: ok',
      '600s verify grant001: gone',
      '600s service hears revoked of grant001',
    ]);
    expect(story.runner.state().grants).toEqual([]);
  });

  it('tells the target a deadline that is later by what granting may take', async () => {
    await begin();
    story.service.offer(runnerWork());
    await story.clock.advance(0);
    expect(story.target.calls[0]?.call.deadlineAt).toBe(story.startedAt + 10 * MINUTE_MS + 30 * SECOND_MS);
  });

  it('starts the clock when access works, not when it was asked for', async () => {
    await begin();
    story.target.before = (verb) => (verb === 'grant' ? story.clock.sleep(5_000 as never) : undefined);
    story.service.offer(runnerWork());
    await story.clock.advance(20 * SECOND_MS);
    expect(story.service.reports[0]).toMatchObject({
      startsAt: story.startedAt + 5_000,
      expiresAt: story.startedAt + 5_000 + 10 * MINUTE_MS,
    });
  });

  it('ends access earlier where the target does', async () => {
    await begin();
    story.target.extra = { expiresAt: story.startedAt + MINUTE_MS };
    story.service.offer(runnerWork());
    await story.clock.advance(MINUTE_MS);
    expect(story.told().at(-1)).toBe('60s service hears revoked of grant001');
  });

  it('seals the credential for each device and keeps it out of the journal once it is delivered', async () => {
    await begin();
    const field = { name: 'password', label: 'Password', value: 'hunter2hunter2', secret: true };
    story.target.extra = { credential: { fields: [field] } };
    story.service.isAway = true;
    story.service.isAway = false;
    story.service.offer(runnerWork({ recipients: [{ deviceId: 'laptop', sealingKey: SEALING_KEY }] }));
    await story.clock.advance(0);
    const sealed = [{ deviceId: 'laptop', box: expect.stringMatching(/^sealed-for-AAAA/) as string }];
    expect(story.service.reports[0]).toMatchObject({ kind: 'activated', sealed });
    expect(JSON.stringify(story.journal.disk)).not.toContain('hunter2');
  });

  it('revokes at the deadline while the service is away, and tells both when it is back', async () => {
    await begin();
    story.service.offer(runnerWork());
    story.target.before = (verb) => {
      if (verb === 'grant') story.service.isAway = true;
    };
    await story.clock.advance(11 * MINUTE_MS);
    expect(story.told()).toEqual([
      '0s grant grant001: ok',
      '0s verify grant001: there',
      '600s revoke grant001: ok',
      '600s verify grant001: gone',
    ]);
    expect(story.runner.state()).toMatchObject({ serviceTrouble: 'The service is away.', unreported: 1 });
    story.service.isAway = false;
    await story.clock.advance(MINUTE_MS);
    expect(story.service.reports.map((each) => each.kind)).toEqual(['activated', 'revoked']);
    expect(story.runner.state()).toMatchObject({ serviceTrouble: null, unreported: 0 });
  });

  it('revokes at once what is ended early', async () => {
    await begin();
    story.service.offer(runnerWork());
    await story.clock.advance(MINUTE_MS);
    story.service.offer(runnerWork({ kind: 'revoke' }));
    await story.clock.advance(0);
    expect(story.told().slice(-3)).toEqual([
      '60s revoke grant001: ok',
      '60s verify grant001: gone',
      '60s service hears revoked of grant001',
    ]);
  });

  it.each([
    ['and finds it, says so before it takes it away', true],
    ['and finds nothing, says that it is gone', false],
  ])('looks at its target for what it granted and another reported gone, %s', async (_what, isThere) => {
    await begin();
    story.service.offer(runnerWork());
    await story.clock.advance(MINUTE_MS);
    if (!isThere) story.target.present.clear();
    story.told();
    story.service.offer(runnerWork({ kind: 'revoke', fence: 2, reportedGone: true }));
    await story.clock.advance(SECOND_MS);
    const told = story.told();
    expect(told[0]).toBe(`60s verify grant001: ${isThere ? 'there' : 'gone'}`);
    expect(told).toContain('60s revoke grant001: ok');
    expect(told.includes('60s service hears revocationFailed of grant001')).toBe(isThere);
    expect(story.service.reports.at(-1)).toMatchObject({ kind: 'revoked', wasThere: isThere });
    expect(story.said.some((line) => line.startsWith('error: Another runner had reported it gone'))).toBe(
      isThere,
    );
  });

  it('names the lease that counts when the same work is leased again', async () => {
    await begin();
    story.target.present.add('grant001');
    story.target.willAnswer('revoke', { status: 'ok' });
    story.service.offer(runnerWork({ kind: 'revoke', fence: 3 }));
    await story.clock.advance(0);
    story.service.offer(runnerWork({ kind: 'revoke', fence: 4 }));
    await story.clock.advance(MINUTE_MS);
    expect(story.service.reports.at(-1)).toMatchObject({ kind: 'revoked', fence: 4 });
  });

  it('revokes what another runner granted, with the state that was left', async () => {
    await begin();
    story.target.present.add('grant001');
    story.service.offer(runnerWork({ kind: 'revoke', state: { role: 'r' } }));
    await story.clock.advance(0);
    expect(story.told()).toEqual([
      '0s revoke grant001: ok',
      '0s verify grant001: gone',
      '0s service hears revoked of grant001',
    ]);
    expect(story.target.calls[0]?.call.state).toEqual({ role: 'r' });
  });

  it('does not believe a script that says revoked while access is still there', async () => {
    await begin();
    story.service.offer(runnerWork());
    await story.clock.advance(10 * MINUTE_MS - 1);
    story.target.willAnswer('revoke', { status: 'ok' });
    story.told();
    await story.clock.advance(MINUTE_MS);
    expect(story.told()).toEqual([
      '600s revoke grant001: ok',
      '600s verify grant001: there',
      '600s service hears revocationFailed of grant001',
      '600.5s revoke grant001: ok',
      '600.5s verify grant001: gone',
      '600.5s service hears revoked of grant001',
    ]);
  });

  it('never gives up: after six failures it is stuck, shown as such, and still tried', async () => {
    await begin();
    story.service.offer(runnerWork());
    story.target.willAnswer('revoke', permanent('no'), { times: 9 });
    await story.clock.advance(12 * MINUTE_MS);
    expect(story.runner.state().grants).toMatchObject([
      { grantId: 'grant001', kind: 'revoking', isStuck: true, isOverdue: true, lastMessage: 'no' },
    ]);
    await story.clock.advance(2 * MINUTE_MS);
    expect(story.told().at(-1)).toMatch(/service hears revoked of grant001$/);
    const failures = story.service.reports.filter((each) => each.kind === 'revocationFailed');
    expect(new Set(failures.map((each) => each.idempotencyKey)).size).toBe(9);
  });

  it('tries a failing grant again, then cleans up, verifies and reports that it failed', async () => {
    await begin();
    story.target.willAnswer('grant', transient('busy'), { times: 5 });
    story.service.offer(runnerWork());
    await story.clock.advance(MINUTE_MS);
    expect(story.told()).toEqual([
      '0s grant grant001: transient, busy',
      '0.5s grant grant001: transient, busy',
      '1.5s grant grant001: transient, busy',
      '3.5s grant grant001: transient, busy',
      '7.5s grant grant001: transient, busy',
      '7.5s revoke grant001: ok',
      '7.5s verify grant001: gone',
      '7.5s service hears activationFailed of grant001',
    ]);
    expect(story.service.reports[0]).toMatchObject({ message: 'busy' });
  });

  it('revokes what it granted when the service refuses to hear of it', async () => {
    await begin();
    story.service.refuseReports('activated', 'notActive');
    story.service.offer(runnerWork());
    await story.clock.advance(0);
    expect(story.told().slice(2)).toEqual([
      '0s service hears activated of grant001 and refuses: notActive',
      '0s revoke grant001: ok',
      '0s verify grant001: gone',
      '0s service hears revoked of grant001',
    ]);
  });

  it('leaves a grant that another runner has taken over alone until its own deadline', async () => {
    await begin();
    story.service.refuseReports('activated', 'takenOver');
    story.service.refuseReports('revoked', 'takenOver');
    story.service.offer(runnerWork());
    await story.clock.advance(20 * MINUTE_MS);
    expect(story.told()).toEqual([
      '0s grant grant001: ok',
      '0s verify grant001: there',
      '0s service hears activated of grant001 and refuses: takenOver',
      '600s revoke grant001: ok',
      '600s verify grant001: gone',
      '600s service hears revoked of grant001 and refuses: takenOver',
    ]);
  });
});
