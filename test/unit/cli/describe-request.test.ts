import { asWritten } from '../../../shared/words/told.ts';
import { wordsIn } from '../../../shared/words/words.ts';
import { describe, expect, it } from 'vitest';
import { requestInFull, stateText } from '../../../shared/cli/describe-request.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/lib/time.ts';
import { evolve } from '../../../shared/domain/request/evolve.ts';
import { factsWith, reviewBy, START, story } from '../domain/fixtures.ts';
import { said } from '../../fakes/said.ts';

const EN = wordsIn('en');

const textAfter = (ms: number, isLeased: boolean): string => {
  const told = story({ kind: 'auto' });
  if (isLeased)
    told.send({ type: 'startActivation', grantId: 'grant0001', runnerId: 'runner', isHolders: false });
  if (!told.state) throw new Error('there is no request');
  return stateText(EN, told.state, START + ms);
};

describe('access that is not ready', () => {
  it('is being set up', () => expect(textAfter(30 * SECOND_MS, true)).toBe('being set up'));

  it('says for whom it waits as soon as it does', () =>
    expect(textAfter(SECOND_MS, false)).toBe('waits for a runner of the pool default'));

  it('says since when, and for whom it waits, when that takes long', () => {
    expect(textAfter(12 * MINUTE_MS + 5_000, true)).toBe(
      'being set up for 12m, by a runner that has not reported yet',
    );
    expect(textAfter(90 * MINUTE_MS, false)).toBe('waits for a runner of the pool default for 1h 30m');
  });
});

describe('a request that came to nothing', () => {
  const START_IT = {
    type: 'startActivation',
    grantId: 'grant0001',
    runnerId: 'runner',
    isHolders: false,
  } as const;

  it('says why: who refused, denied or failed it has said so', () => {
    const denied = story();
    denied.send(reviewBy('lead', { decision: 'deny', comment: said('not on a Friday') }));
    expect(stateText(EN, denied.state!, START)).toBe('denied: not on a Friday');

    const overruled = story();
    const refusal = {
      code: 'policyChanged',
      told: asWritten('Nothing is changed before the fair.'),
    } as const;
    const entry = { type: 'requestOverruled', organisationVersion: 2, refusal } as const;
    expect(stateText(EN, evolve(overruled.state, entry, START), START)).toBe(
      'refused: Nothing is changed before the fair.',
    );

    const failed = story({ kind: 'auto' });
    failed.send(START_IT);
    failed.send({
      ...{ type: 'reportFailed', grantId: 'grant0001', runnerId: 'runner', fence: 1, isHolders: false },
      message: 'no such role',
    });
    expect(stateText(EN, failed.state!, START)).toBe('failed: no such role');
  });
});

describe('a request in full', () => {
  const told = (publicKey: string | null) =>
    requestInFull(EN, {
      ...{ facts: factsWith({ publicKey }), version: 1, reviewers: [], former: [], reviews: [] },
      phase: { kind: 'submitted', step: 0 },
    });

  it('speaks of an SSH key only where there is one that something may be made for', () => {
    expect(told(null)).not.toContain('SSH');
    expect(told('ssh-ed25519 AAAA')).toContain('SSH key  ssh-ed25519 AAAA');
  });
});
