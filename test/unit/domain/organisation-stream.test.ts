import { describe, expect, test } from 'vitest';
import type { DeviceCommand } from '../../../shared/domain/device/device-command.ts';
import { deviceStream } from '../../../shared/domain/device/device-stream.ts';
import type { OrganisationCommand } from '../../../shared/domain/organisation/organisation-command.ts';
import { organisationStream } from '../../../shared/domain/organisation/organisation-stream.ts';
import { isForEverybody, streamNamed } from '../../../shared/domain/streams.ts';
import { member, organisation, rule } from './fixtures.ts';
import { tell } from './stream-story.ts';

const before = organisation([member('boss')], ['dev/db'], [rule('all')]);
const after = { ...organisation([member('boss'), member('dev')], ['dev/db'], [rule('all')]), version: 2 };
const publish = (
  changes: Partial<Extract<OrganisationCommand, { type: 'publish' }>>,
): OrganisationCommand => ({
  ...{ type: 'publish', byOwner: true, before: { ...before, version: 0 }, after: before },
  ...{ files: { 'people.yaml': 'a' }, document: 'd1', providerDigests: {} },
  ...changes,
});
const confirm = (
  changes: Partial<Extract<OrganisationCommand, { type: 'confirm' }>>,
): OrganisationCommand => ({
  ...{ type: 'confirm', person: 'dev', by: 'boss', byOwner: true, isMember: true },
  ...{ isNew: true, byIsNew: false, broughtIn: false },
  ...changes,
});

describe('the organisation', () => {
  test('is created once', () => {
    const told = tell(organisationStream);
    const create: OrganisationCommand = {
      ...{ type: 'create', name: 'Example', logKey: 'key', owner: 'boss' },
      ...{ recoveryKey: 'r', runner: null },
    };
    expect(told.send(create)).toEqual(['organisationCreated']);
    expect(told.send(create)).toBe('alreadyExists');
  });

  test('has what was published last in force, and says what differs and for whom', () => {
    const told = tell(organisationStream);
    expect(told.send(publish({}))).toEqual(['organisationPublished']);
    expect(told.send(publish({ before, after, document: 'd2' }))).toEqual([
      ...['organisationPublished', 'organisationChanged', 'memberChanged'],
    ]);
    expect(told.state).toMatchObject({ version: 2, document: 'd2' });
    expect(told.send(publish({ byOwner: false }))).toBe('notAllowed');
  });

  test.each([
    ['another owner', {}, ['memberConfirmed']],
    ['nobody who is no owner', { byOwner: false }, 'notAllowed'],
    ['not who brought them in', { broughtIn: true }, 'notAllowed'],
    ['not who is new, too', { byIsNew: true }, 'notAllowed'],
    ['not they themselves', { by: 'dev' }, 'notAllowed'],
  ] as const)('has a new person confirmed by %s', (_, changes, expected) =>
    expect(tell(organisationStream).send(confirm(changes))).toEqual(expected),
  );

  test('needs nobody confirmed who is not new, and nobody who is not there', () => {
    expect(tell(organisationStream).send(confirm({ isNew: false, byIsNew: true }))).toEqual([]);
    expect(tell(organisationStream).send(confirm({ isMember: false }))).toBe('notFound');
  });
});

describe('a device', () => {
  const register = (others: number): DeviceCommand => ({
    ...{ type: 'register', deviceId: 'device01', person: 'dev', name: 'Laptop', invitedBy: 'boss' },
    ...{ signingKey: 'k', sealingKey: 's', member: member('dev'), others, most: 2 },
  });
  const leave: DeviceCommand = { type: 'leave', deviceId: 'device01', person: 'dev' };

  test('registers once, and only so many of a person do', () => {
    expect(tell(deviceStream).send(register(2))).toBe('notAllowed');
    const told = tell(deviceStream);
    expect(told.send(register(1))).toEqual(['deviceRegistered']);
    expect(told.send(register(1))).toBe('alreadyExists');
  });

  test('goes with its person for ever, also one that is older than its stream', () => {
    const told = tell(deviceStream);
    told.send(register(0));
    expect(told.send(leave)).toEqual(['deviceRemoved']);
    expect(told.send(leave)).toEqual([]);
    expect(told.send(register(0))).toBe('alreadyExists');
    expect(tell(deviceStream).send(leave)).toEqual(['deviceRemoved']);
  });
});

describe('all streams', () => {
  test('are found by their names, requests and unknown ones not', () => {
    const known = (name: string) => streamNamed(name) !== undefined;
    expect(['organisation', 'device/a', 'invite/a', 'pool/a'].map(known)).toEqual([true, true, true, true]);
    expect(['request/a', 'devices', 'gate/a', 'constructor'].map(known)).toEqual([
      ...[false, false, false, false],
    ]);
  });

  test('say what every member may read; of what is not known, nothing', () => {
    expect(['deviceRegistered', 'organisationPublished', 'inviteUsed'].map(isForEverybody)).toEqual(
      Array(3).fill(true),
    );
    expect(['endsChecked', 'memberChanged', 'constructor', 'gateOpened'].map(isForEverybody)).toEqual(
      Array(4).fill(false),
    );
  });
});
