import { wordsIn } from '../../../shared/words/words.ts';
import { describe, expect, test } from 'vitest';
import { describeEntry } from '../../../shared/domain/describe-entry.ts';
import type { DeviceCommand } from '../../../shared/domain/device/device-command.ts';
import type { DeviceEntry } from '../../../shared/domain/device/device-entry.ts';
import { deviceStream } from '../../../shared/domain/device/device-stream.ts';
import type { LogRecord } from '../../../shared/domain/entry.ts';
import { evidenceOf } from '../../../shared/domain/statements/evidence-of.ts';
import { saysSame } from '../../../shared/domain/statements/says-same.ts';
import {
  NOTHING_SEEN,
  type StatementBodies,
  type StatementType,
} from '../../../shared/domain/statements/statement.ts';
import { said } from '../../fakes/said.ts';
import { member, START } from './fixtures.ts';
import { tell } from './stream-story.ts';

type CommandOf<T extends DeviceCommand['type']> = Extract<DeviceCommand, { type: T }>;

const register: DeviceCommand = {
  ...{ type: 'register', deviceId: 'device01', person: 'dev', name: 'Laptop', invitedBy: 'boss' },
  ...{ signingKey: 'k', sealingKey: 's', member: member('dev'), others: 0, most: 2 },
};
const about = { deviceId: 'device01', member: member('dev'), by: 'dev', byOwner: false, from: 'device02' };
const rename = (changes: Partial<CommandOf<'rename'>> = {}): DeviceCommand => ({
  ...{ type: 'rename', name: 'Old laptop', ...about },
  ...changes,
});
const remove = (changes: Partial<CommandOf<'remove'>> = {}): DeviceCommand => ({
  ...{ type: 'remove', reason: said('lost'), isLastOfOwners: false, evenLast: false, ...about },
  ...changes,
});
const registered = () => {
  const told = tell(deviceStream);
  told.send(register);
  return told;
};

const owner = { by: 'boss', byOwner: true };
const stranger = { by: 'other' };
const ofService = { member: member('service:ci') };
const itself = { ...ofService, by: 'service:ci' };

describe('who may', () => {
  test.each([
    ['a person names their own', {}, ['deviceRenamed']],
    ['an owner names one of a service account', { ...owner, ...ofService }, ['deviceRenamed']],
    ['an owner names none of another person', owner, 'notAllowed'],
    ['nobody else names it', stranger, 'notAllowed'],
    ['a runner names itself', { ...itself, from: 'device01' }, ['deviceRenamed']],
    ['a runner names no other of its account', itself, 'notAllowed'],
    ['the name that it has is no news', { name: 'Laptop' }, []],
  ])('rename: %s', (_, changes, expected) => expect(registered().send(rename(changes))).toEqual(expected));

  test.each([
    ['a person removes their own', {}, ['deviceRemoved']],
    ['also the one that they call from', { from: 'device01' }, ['deviceRemoved']],
    ['an owner removes one of another person', owner, ['deviceRemoved']],
    ['an owner removes one of a service account', { ...owner, ...ofService }, ['deviceRemoved']],
    ['nobody else removes it', stranger, 'notAllowed'],
    ['a runner removes itself', { ...itself, from: 'device01' }, ['deviceRemoved']],
    ['a runner removes no other of its account', itself, 'notAllowed'],
    ['the last of all owners is not removed by the way', { isLastOfOwners: true }, 'lastOfOwners'],
    ['but by who says that they know', { isLastOfOwners: true, evenLast: true }, ['deviceRemoved']],
  ])('remove: %s', (_, changes, expected) => expect(registered().send(remove(changes))).toEqual(expected));
});

describe('a device', () => {
  test('that was removed has no name to change, and is not removed again', () => {
    const told = registered();
    told.send(remove());
    expect(told.send(rename())).toBe('notFound');
    expect(told.send(remove())).toBe('notFound');
    expect(told.send({ type: 'replace', deviceId: 'device01', person: 'dev', by: 'boss' })).toEqual([]);
    expect(told.send(register)).toBe('alreadyExists');
  });

  test('keeps its keys and the day it joined when it is renamed', () => {
    const told = registered();
    told.send(rename());
    expect(told.state).toEqual({
      ...{ kind: 'registered', person: 'dev', name: 'Old laptop', signingKey: 'k', sealingKey: 's' },
      joinedAt: START,
    });
  });

  test('that is older than its stream is removed like any other, and keeps its name', () => {
    expect(tell(deviceStream).send(remove())).toEqual(['deviceRemoved']);
    expect(tell(deviceStream).send(rename())).toBe('notSupported');
  });
});

const recordOf = (entry: DeviceEntry, actor = 'boss'): LogRecord => ({
  ...{ v: 3, seq: 7, stream: 'device/device01', version: 2, at: START, actor, entry },
});
const removal = { type: 'deviceRemoved', deviceId: 'device01', person: 'dev' } as const;
const byHand = { cause: 'removed', by: 'boss', reason: said('stolen') } as const;

describe('an entry of a device', () => {
  const NAMES: Record<string, string> = { dev: 'Dev', boss: 'Boss' };
  const told = (entry: DeviceEntry) =>
    describeEntry(recordOf(entry), { words: wordsIn('en'), nameOf: (id) => NAMES[id] ?? id });

  test.each<[string, DeviceEntry, string]>([
    ['of before', removal, 'Signed out: a device of Dev, who is not in this organisation now'],
    [
      'by an owner',
      { ...removal, why: byHand, name: 'Laptop' },
      'Boss removed Laptop, a device of Dev, which is signed out for ever: stolen',
    ],
    [
      'by themselves, without a reason',
      { ...removal, why: { cause: 'removed', by: 'dev', reason: said('') } },
      'Dev removed a device of theirs, which is signed out for ever',
    ],
    [
      'in whose place another one came',
      { ...removal, why: { cause: 'replaced', by: 'boss' } },
      'Signed out: a device of Dev, who joined anew, invited by Boss',
    ],
    [
      'with a new name',
      { type: 'deviceRenamed', deviceId: 'device01', person: 'dev', name: 'Old laptop', by: 'dev' },
      'Dev renamed a device of theirs. It is called Old laptop now',
    ],
    [
      'that takes the place of all others',
      {
        ...{ type: 'deviceRegistered', deviceId: 'device02', person: 'dev', name: 'New', invitedBy: 'boss' },
        ...{ replaces: true, signingKey: 'k', sealingKey: 's' },
      },
      'Dev joined anew with New, invited by Boss: all devices that they had before are signed out',
    ],
  ])('%s says so', (_, entry, sentence) => expect(told(entry)).toBe(sentence));

  test('is signed where somebody did it by hand, and computed else', () => {
    const evidence = (why?: Extract<DeviceEntry, { type: 'deviceRemoved' }>['why']) =>
      evidenceOf({ v: 4, actor: 'boss', entry: { ...removal, why } });
    expect([evidence(byHand), evidence(), evidence({ cause: 'left' })]).toEqual([
      ...['signed', 'computed', 'computed'],
    ]);
    expect(evidence({ cause: 'replaced', by: 'boss' })).toBe('computed');
  });

  const says = <T extends StatementType>(
    type: T,
    body: StatementBodies[T],
    entry: DeviceEntry,
    by = 'boss',
  ) =>
    saysSame(recordOf(entry), {
      statement: { v: 1, log: 'l', type, by, device: 'd', at: START, seen: NOTHING_SEEN, body },
      signature: 's',
    });
  const body = { device: 'device01', reason: said('stolen') };

  test.each<[string, boolean]>([
    ['as it is', says('removeDevice', body, { ...removal, why: byHand })],
    [
      'for the last of all owners',
      says('removeDevice', { ...body, evenLast: true }, { ...removal, why: byHand }),
    ],
    ['a new name', says('renameDevice', { device: 'device01', name: 'Old' }, named('Old'))],
  ])('says what was signed: %s', (_, same) => expect(same).toBe(true));

  test.each<[string, boolean]>([
    ['by somebody else', says('removeDevice', body, { ...removal, why: byHand }, 'dev')],
    ['of another device', says('removeDevice', { ...body, device: 'device09' }, { ...removal, why: byHand })],
    ['for another reason', says('removeDevice', { ...body, reason: said('x') }, { ...removal, why: byHand })],
    ['because they left', says('removeDevice', body, removal)],
    ['another name', says('renameDevice', { device: 'device01', name: 'Old' }, named('New'))],
    ['a name of another device', says('renameDevice', { device: 'device09', name: 'Old' }, named('Old'))],
  ])('is told from what was not signed: %s', (_, same) => expect(same).toBe(false));
});

function named(name: string): DeviceEntry {
  return { type: 'deviceRenamed', deviceId: 'device01', person: 'dev', name, by: 'boss' };
}
