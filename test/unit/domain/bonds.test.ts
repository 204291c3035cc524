import { describe, expect, test } from 'vitest';
import { Bonds, NEW_FOR_MS } from '../../../shared/domain/bonds/bonds.ts';
import type { DeviceEntry } from '../../../shared/domain/device/device-entry.ts';
import type { OrganisationEntry } from '../../../shared/domain/organisation/organisation-entry.ts';
import { instant } from '../../../shared/lib/time.ts';
import { member, START } from './fixtures.ts';

const later = (ms: number) => instant(START + ms);
const members = Object.fromEntries(['boss', 'second', 'dev', 'lead'].map((id) => [id, member(id)]));

const joins = (person: string, invitedBy: string, replaces?: true): DeviceEntry => ({
  ...{ type: 'deviceRegistered', deviceId: 'd', person, name: 'Laptop', invitedBy, replaces },
  ...{ signingKey: 'k', sealingKey: 's' },
});
const added: OrganisationEntry = {
  ...{
    type: 'memberChanged',
    organisationVersion: 2,
    person: 'lead',
    change: 'added',
    isNew: true,
    text: '',
  },
};

/** Whose reviews do not count for `requester`, once all of this happened. */
function conflicted(
  requester: string,
  happened: readonly (readonly [string, OrganisationEntry | DeviceEntry])[],
  at = START,
): string[] {
  const bonds = new Bonds();
  for (const [actor, entry] of happened) bonds.note({ actor, entry, at: START });
  return bonds.conflicted({ members }, requester, at);
}

const anew = ['lead', joins('lead', 'boss', true)] as const;

describe('who was invited anew, in place of all their devices', () => {
  test('answers nothing of who invited them', () => expect(conflicted('boss', [anew])).toEqual(['lead']));

  test('answers what others ask for', () => expect(conflicted('dev', [anew])).toEqual([]));

  test('answers it a day later', () => expect(conflicted('boss', [anew], later(NEW_FOR_MS))).toEqual([]));

  test('answers it once another owner has confirmed them', () =>
    expect(conflicted('boss', [anew, ['second', { type: 'memberConfirmed', person: 'lead' }]])).toEqual([]));

  test('still answers nothing of who added them today', () => {
    const happened = [['second', added], anew] as const;
    expect(conflicted('second', happened)).toEqual(['lead']);
    expect(conflicted('boss', happened)).toEqual(['lead']);
  });

  test('is as independent as before where a device of theirs was invited in the usual way', () =>
    expect(conflicted('boss', [['lead', joins('lead', 'boss')]])).toEqual([]));
});
