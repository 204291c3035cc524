import { describe, expect, test } from 'vitest';
import type { Word } from '../../../shared/domain/grant/grant-command.ts';
import type { RequestCommand } from '../../../shared/domain/request/request-command.ts';
import { HOUR_MS, instant, MINUTE_MS } from '../../../shared/lib/time.ts';
import { START, story, type Story } from './fixtures.ts';

const G = 'grant0001';
const at = (ms: number) => instant(START + ms);
const start = (runnerId: string, isHolders = false) =>
  ({ type: 'startActivation', grantId: G, runnerId, isHolders }) as const;
const take = (runnerId: string, isHolders = false) =>
  ({ type: 'takeRevocation', grantId: G, runnerId, isHolders }) as const;
const word = (runnerId: string, fence: number, isHolders = false): Word => ({ runnerId, fence, isHolders });
const up = (by: Word): RequestCommand => ({
  ...{ type: 'reportActivated', grantId: G, startsAt: START, expiresAt: at(HOUR_MS), evidence: null },
  ...by,
});
const gone = (by: Word): RequestCommand => ({
  ...{ type: 'reportRevoked', grantId: G, foundThere: false, verifiedAt: at(MINUTE_MS), evidence: null },
  ...by,
});
const failed = (by: Word): RequestCommand => ({
  ...{ type: 'reportRevocationFailed', grantId: G, foundThere: false, message: 'no route to host' },
  ...by,
});

const grantOf = (told: Story) =>
  told.state?.phase.kind === 'approved' ? told.state.phase.grants[G] : undefined;

/** Set up by `first`, and ended by its holder. */
function ended(): Story {
  const told = story({ kind: 'auto' });
  told.send(start('first'));
  told.send(up(word('first', 1)));
  told.send({ type: 'end', grantId: G, by: 'dev', byOwner: false, reason: 'done' }, at(MINUTE_MS));
  return told;
}

describe('whose work a grant is', () => {
  test('grows its number with each runner that takes it over while it is set up', () => {
    const told = story({ kind: 'auto' });
    for (const runner of ['first', 'first', 'second', 'first']) told.send(start(runner));
    expect(grantOf(told)?.hand).toEqual({ runnerId: 'first', fence: 3 });
  });

  test('stays with who set it up, without an entry, when its end begins', () => {
    const told = ended();
    expect(grantOf(told)).toMatchObject({ grantedBy: 'first', hand: { runnerId: 'first', fence: 1 } });
    expect(told.send(take('first'))).toEqual([]);
  });

  test('passes to another runner, and back, by an entry each', () => {
    const told = ended();
    expect(told.send(take('second'))).toEqual(['revocationTaken']);
    expect(told.send(take('second'))).toEqual([]);
    expect(grantOf(told)?.hand).toEqual({ runnerId: 'second', fence: 2 });
    expect(told.send(take('first'))).toEqual(['revocationTaken']);
    expect(told.send(take('second'))).toEqual(['revocationTaken']);
    expect(grantOf(told)?.hand).toEqual({ runnerId: 'second', fence: 4 });
  });

  test('what counts is the word of who set it up, and of who took it last, by its number', () => {
    const told = ended();
    told.send(take('second'));
    expect(told.send(gone(word('third', 2)))).toBe('takenOver');
    expect(told.send(gone(word('second', 1)))).toBe('takenOver');
    told.send(take('first'));
    expect(told.send(gone(word('second', 2)))).toBe('takenOver');
    told.send(take('second'));
    expect(told.send(gone(word('second', 2)))).toBe('takenOver');
    expect(told.send(failed(word('second', 4)))).toEqual(['revocationFailed']);
    expect(told.send(gone(word('second', 4)))).toEqual(['grantRevoked']);
    expect(told.send(gone(word('second', 4)))).toBe('takenOver');
    expect(told.send(gone(word('first', 1)))).toEqual([]);
  });

  test('who set it up and fails to end it has the work again', () => {
    const told = ended();
    told.send(take('second'));
    expect(told.send(failed(word('first', 1)))).toEqual(['revocationTaken', 'revocationFailed']);
    expect(told.send(gone(word('second', 2)))).toBe('takenOver');
  });

  test('no other device of the holder takes it over or answers for it, but what they set up is theirs', () => {
    const told = ended();
    expect(told.send(take('laptop', true))).toBe('notAllowed');
    expect(told.send(gone(word('laptop', 1, true)))).toBe('notAllowed');
    const own = story({ kind: 'auto' });
    own.send(start('laptop', true));
    expect(own.send(up(word('laptop', 1, true)))).toEqual(['grantActivated']);
  });
});
