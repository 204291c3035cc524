import { describe, expect, test } from 'vitest';
import type { InviteCommand } from '../../../shared/domain/invite/invite-command.ts';
import { inviteStream } from '../../../shared/domain/invite/invite-stream.ts';
import { addMs, DAY_MS, instant, type DurationMs } from '../../../shared/lib/time.ts';
import { member, START } from './fixtures.ts';
import { tell } from './stream-story.ts';

const create = (changes: Partial<Extract<InviteCommand, { type: 'create' }>> = {}): InviteCommand => ({
  ...{ type: 'create', inviteId: 'invite01', person: 'dev', by: 'boss', byOwner: true },
  ...{ member: member('dev'), hasDevice: false, replaces: false, byIsNew: false },
  ...{ inviteKey: 'key01', expiresAt: addMs(START, DAY_MS) },
  ...changes,
});
const use = (changes: Partial<Extract<InviteCommand, { type: 'use' }>> = {}): InviteCommand => ({
  ...{ type: 'use', inviteId: 'invite01', inviteKey: 'key01', deviceId: 'device01' },
  ...{ member: member('dev'), hasDevice: false, byOwner: true },
  ...changes,
});
const joined: InviteCommand = { type: 'joined', inviteId: 'invite01', member: member('dev') };
const deviceRemoved: InviteCommand = { type: 'deviceRemoved', inviteId: 'invite01' };
const leave: InviteCommand = { type: 'leave', inviteId: 'invite01' };
const invited = (changes = {}) => {
  const told = tell(inviteStream);
  told.send(create(changes));
  return told;
};
const own = { by: 'dev', byOwner: false, hasDevice: true };
const anew = { replaces: true, hasDevice: true };
const service = { person: 'service:ci', member: member('service:ci') };

describe('an invite', () => {
  test.each([
    ['an owner invites who has no device', {}, ['inviteCreated']],
    ['an owner does not invite the next device of somebody', { hasDevice: true }, 'notAllowed'],
    ['somebody invites their own next device', own, ['inviteCreated']],
    ['nobody else invites', { by: 'mallory', byOwner: false }, 'notAllowed'],
    ['nobody invites who is not there', { member: undefined }, 'notFound'],
    ['an owner invites each runner of a service', { ...service, hasDevice: true }, ['inviteCreated']],
    ['an owner invites anew who lost all devices', anew, ['inviteCreated']],
    ['an owner invites anew who has none, too', { ...anew, hasDevice: false }, ['inviteCreated']],
    ['nobody else invites anew', { ...anew, by: 'mallory', byOwner: false }, 'notAllowed'],
    ['nobody invites themselves anew', { ...anew, by: 'dev' }, 'notAllowed'],
    ['who came in today invites nobody anew', { ...anew, byIsNew: true }, 'notAllowed'],
    ['nobody invites a service anew', { ...anew, ...service }, 'notAllowed'],
    [
      'a service invites nobody, itself neither',
      { ...service, by: 'service:ci', byOwner: false },
      'notAllowed',
    ],
  ] as const)('%s', (_, changes, expected) =>
    expect(tell(inviteStream).send(create(changes))).toEqual(expected),
  );

  test('is good once, within a day', () => {
    const told = invited();
    expect(told.send(use(), instant(START + DAY_MS))).toBe('badInvite');
    expect(told.send(use(), instant(START + DAY_MS - 1))).toEqual(['inviteUsed']);
    expect(told.send(use(), instant(START + DAY_MS - 1))).toBe('badInvite');
    expect(tell(inviteStream).send(use())).toBe('badInvite');
  });

  test('that a clock made which was ahead is good for nothing', () => {
    const told = tell(inviteStream);
    told.send(create(), instant(START + 2 * DAY_MS));
    expect(told.send(use())).toBe('badInvite');
  });

  test('is good for nothing once its person joined with another, unless they made it themselves', () => {
    const others = invited();
    expect(others.send(joined)).toEqual(['inviteRevoked']);
    expect(others.send(joined)).toEqual([]);
    expect(others.send(use())).toBe('badInvite');
    const theirs = invited(own);
    expect(theirs.send(joined)).toEqual([]);
    expect(theirs.send(use({ hasDevice: true }))).toEqual(['inviteUsed']);
  });

  test('is good for nothing once its person left, also when they are added again', () => {
    const told = invited();
    expect(told.send(use({ member: undefined }))).toBe('badInvite');
    expect(told.send(leave)).toEqual(['inviteRevoked']);
    expect(told.send(leave)).toEqual([]);
    expect(told.send(use())).toBe('badInvite');
  });

  test('that replaces all devices is good for who has some, once, and not once it may be somebody else’s', () => {
    const told = invited(anew);
    expect(told.send(joined)).toEqual([]);
    expect(told.send(use({ hasDevice: true }))).toEqual(['inviteUsed']);
    expect(told.send(use({ hasDevice: true }))).toBe('badInvite');
    const theirs = invited(own);
    expect(theirs.send(deviceRemoved)).toEqual(['inviteRevoked']);
    expect(theirs.send(deviceRemoved)).toEqual([]);
    expect(theirs.send(use({ hasDevice: true }))).toBe('badInvite');
  });

  test('made twice is one; by another key or person, or once it was used, it is none', () => {
    expect(invited().send(create())).toEqual([]);
    expect(invited().send(create({ inviteKey: 'key02' }))).toBe('alreadyExists');
    expect(invited().send(create({ by: 'boss2' }))).toBe('alreadyExists');
    const used = invited();
    used.send(use());
    expect(used.send(create())).toBe('alreadyExists');
  });

  test('is used by its own key alone', () =>
    expect(invited().send(use({ inviteKey: 'key02' }))).toBe('badInvite'));

  test('is not good for longer than a day, nor made when it is over', () => {
    const until = (ms: number) => create({ expiresAt: addMs(START, ms as DurationMs) });
    const send = (ms: number) => tell(inviteStream).send(until(ms));
    expect([0, 1, DAY_MS + 5 * 60_000, DAY_MS + 5 * 60_000 + 1].map(send)).toEqual([
      ...['badInput', ['inviteCreated'], ['inviteCreated'], 'badInput'],
    ]);
  });
});
