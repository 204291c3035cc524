import { afterEach, describe, expect, it } from 'vitest';
import type { CheckWork } from '../../../shared/contract/api-types.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/lib/time.ts';
import { permanent } from '../../fakes/target.ts';
import { RunnerStory } from '../../support/runner-story.ts';
import { runnerWork } from '../../support/runner-work.ts';

const MISSING = permanent('there is no role "heir": CREATE ROLE "heir" NOLOGIN.');

describe('before access is set up, its provider is asked whether it could be ended', () => {
  let story: RunnerStory;
  afterEach(() => story.stop());

  const begin = async (): Promise<RunnerStory> => {
    story = new RunnerStory();
    story.target.doesCheck = true;
    await story.start();
    return story;
  };
  const verbs = (): string[] => story.target.calls.splice(0).map(({ verb }) => verb);

  it('what is missing ends the grant as failed, with the sentence of the check, and nothing was touched', async () => {
    const { service, target, clock } = await begin();
    target.willAnswer('check', MISSING);
    service.offer(runnerWork());
    await clock.advance(SECOND_MS);
    expect(verbs()).toEqual(['check']);
    expect(service.reports).toMatchObject([
      {
        kind: 'activationFailed',
        message: 'there is no role "heir": CREATE ROLE "heir" NOLOGIN.',
      },
    ]);
    expect(story.runner.state().grants).toEqual([]);
  });

  it('a check that fails after an earlier attempt may have left something does not make that untouched', async () => {
    const { service, target, clock } = await begin();
    const broken = {
      class: 'transient',
      message: 'The connection broke.',
    } as const;
    target.willAnswer('grant', { status: 'error', error: broken }, { effect: true });
    let answer = (): void => undefined;
    const slow = new Promise<void>((resolve) => (answer = resolve));
    target.before = (verb) => (verb === 'grant' ? slow : undefined);
    service.offer(runnerWork());
    await clock.advance(MINUTE_MS + SECOND_MS);
    target.willAnswer('check', MISSING);
    answer();
    await clock.advance(MINUTE_MS);
    expect(verbs()).toEqual(['check', 'grant', 'check', 'revoke', 'verify']);
    expect(target.present.size).toBe(0);
  });

  it('an answer younger than a minute counts for the same parameters of the same target, and for no others', async () => {
    const { service, clock } = await begin();
    service.offer(runnerWork(), runnerWork({ grantId: 'grant002', requestId: 'request2' }));
    await clock.advance(SECOND_MS);
    expect(verbs().filter((verb) => verb === 'check')).toHaveLength(1);

    const other = {
      id: 'test/thing:use',
      title: 'Use the thing',
      input: { roles: ['more'] },
    };
    service.offer(
      runnerWork({
        grantId: 'grant003',
        requestId: 'request3',
        entitlement: other,
      }),
    );
    const moved = {
      id: 'thing',
      use: 'fake',
      digest: null,
      config: { host: 'moved' },
    };
    service.offer(
      runnerWork({
        grantId: 'grant004',
        requestId: 'request4',
        provider: moved,
      }),
    );
    await clock.advance(SECOND_MS);
    expect(verbs().filter((verb) => verb === 'check')).toHaveLength(2);

    await clock.advance(MINUTE_MS);
    service.offer(runnerWork({ grantId: 'grant005', requestId: 'request5' }));
    await clock.advance(SECOND_MS);
    expect(verbs().filter((verb) => verb === 'check')).toHaveLength(1);
  });

  it('what was missing is asked about anew, so that who has mended it need not wait', async () => {
    const { service, target, clock } = await begin();
    target.willAnswer('check', MISSING);
    service.offer(runnerWork());
    await clock.advance(SECOND_MS);
    service.offer(runnerWork({ grantId: 'grant002', requestId: 'request2' }));
    await clock.advance(SECOND_MS);
    expect(service.reports.map(({ kind }) => kind)).toEqual(['activationFailed', 'activated']);
  });

  it('checks that hang hold up no end', async () => {
    const { service, target, clock } = await begin();
    service.offer(runnerWork());
    await clock.advance(SECOND_MS);
    await clock.advance(5 * MINUTE_MS);
    let release = (): void => undefined;
    const hangs = new Promise<void>((resolve) => (release = resolve));
    target.before = (verb) => (verb === 'check' ? hangs : undefined);
    const many = Array.from({ length: 20 }, (_, at) =>
      runnerWork({ grantId: `hangs-${at}`, requestId: `hangs-${at}` }),
    );
    service.offer(...many);
    await clock.advance(5 * MINUTE_MS + SECOND_MS);
    expect(service.reports.find(({ kind }) => kind === 'revoked')).toMatchObject({ grantId: 'grant001' });
    target.before = () => undefined;
    release();
  });
});

describe('what the service wants to have checked', () => {
  let story: RunnerStory;
  afterEach(() => story.stop());
  const checkWork = (fence: number): CheckWork => {
    const { provider, entitlement } = runnerWork();
    return { kind: 'check', fence, provider, entitlement: { ...entitlement, id: `thing:${fence}` } };
  };
  const many = Array.from({ length: 30 }, (_, at) => checkWork(at + 1));

  it('is answered, with what is missing, by the number of the asking', async () => {
    story = new RunnerStory();
    story.target.doesCheck = true;
    await story.start();
    story.target.willAnswer('check', MISSING);
    story.service.offerChecks(checkWork(1), checkWork(2));
    await story.clock.advance(SECOND_MS);
    expect(story.service.checked).toMatchObject([
      { entitlementId: 'thing:1', fence: 1, problem: expect.stringContaining('CREATE ROLE') as string },
      { entitlementId: 'thing:2', fence: 2, problem: null },
    ]);
  });

  it('is asked of the target anew, whatever it said a moment ago', async () => {
    story = new RunnerStory();
    story.target.doesCheck = true;
    await story.start();
    story.service.offerChecks(checkWork(1));
    await story.clock.advance(SECOND_MS);
    story.service.offerChecks({ ...checkWork(2), entitlement: checkWork(1).entitlement });
    await story.clock.advance(SECOND_MS);
    expect(story.target.calls.map(({ verb }) => verb)).toEqual(['check', 'check']);
  });

  it('is nothing where a provider has no check', async () => {
    story = new RunnerStory();
    await story.start();
    story.service.offerChecks(checkWork(1));
    await story.clock.advance(SECOND_MS);
    expect(story.service.checked).toMatchObject([{ problem: null }]);
    expect(story.target.calls).toEqual([]);
  });

  it('waits until what is due is ended, and is all done in the end', async () => {
    story = new RunnerStory();
    story.target.doesCheck = true;
    await story.start();
    story.service.offer(runnerWork());
    await story.clock.advance(10 * MINUTE_MS - SECOND_MS);
    let end = (): void => undefined;
    const slow = new Promise<void>((resolve) => (end = resolve));
    story.target.before = (verb) => (verb === 'revoke' ? slow : undefined);
    await story.clock.advance(2 * SECOND_MS);
    story.target.calls.length = 0;
    story.service.offerChecks(...many);
    await story.clock.advance(20 * SECOND_MS);
    expect(story.target.calls).toEqual([]);
    end();
    await story.clock.advance(30 * SECOND_MS);
    expect(story.service.reports.map(({ kind }) => kind)).toEqual(['activated', 'revoked']);
    expect(story.service.checked).toHaveLength(30);
  });

  it('takes a fourth of the places at most, so that an end has one at once', async () => {
    story = new RunnerStory();
    story.target.doesCheck = true;
    await story.start();
    story.service.offer(runnerWork());
    await story.clock.advance(MINUTE_MS);
    let release = (): void => undefined;
    const hangs = new Promise<void>((resolve) => (release = resolve));
    story.target.before = (verb) => (verb === 'check' ? hangs : undefined);
    story.target.calls.length = 0;
    story.service.offerChecks(...many);
    await story.clock.advance(MINUTE_MS);
    expect(story.target.calls.map(({ verb }) => verb)).toEqual(['check', 'check']);
    await story.clock.advance(10 * MINUTE_MS);
    expect(story.service.reports.at(-1)?.kind).toBe('revoked');
    release();
  });
});
