import { wordsIn } from '../../../shared/words/words.ts';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../shared/domain/entry.ts';
import { HOLDER_LEFT } from '../../../shared/domain/grant/holder-left.ts';
import { newsSaid } from '../../../shared/contract/notice-said.ts';
import { organisationNews } from '../../../shared/client/organisation-news.ts';
import { inviteIdOf } from '../../../shared/domain/statements/joining.ts';
import { generateSigningKey, sha256 } from '../../../shared/system/node-crypto.ts';
import { keyText } from '../../../shared/system/key-text.ts';
import { readByBoth } from '../../fakes/both-readers.ts';
import { FoundedLog, OWN_RUNNER, type OpenInvite } from '../../fakes/founded-log.ts';
import { DEV, hashed, LEAD, OWNER } from '../../fakes/people-log.ts';
import { said } from '../../fakes/said.ts';
import { facts } from '../main/request-example.ts';

// What a hostile service says in somebody's name, or out of nothing, that nobody has to sign; and what follows as it is done.

function begin() {
  const log = new FoundedLog();
  const key = generateSigningKey();
  const founding = log.founding({ recoveryKey: keyText(key.publicKey) });
  const id = log.found(founding);
  log.joinBy(log.joining(log.invite(OWNER, DEV)));
  const recovery: OpenInvite = { person: OWNER, by: OWNER, key };
  return { log, id, recovery };
}
type World = ReturnType<typeof begin>;

const changed = (person: string, organisationVersion: number): Entry => ({
  ...{
    type: 'memberChanged',
    organisationVersion,
    person,
    change: 'changed',
    isNew: false,
    text: 'an owner',
  },
});
const idOf = ({ key }: OpenInvite): string => inviteIdOf(sha256, keyText(key.publicKey));
const revoke = (
  { log }: World,
  invite: OpenInvite,
  because: 'left' | 'joined' | 'deviceRemoved',
  by: Parameters<FoundedLog['write']>[2] = { actor: 'latchkey' },
): void => {
  const inviteId = idOf(invite);
  log.write(`invite/${inviteId}`, { type: 'inviteRevoked', inviteId, person: invite.person, because }, by);
};
const removed = (
  { log }: World,
  { deviceId, person }: { deviceId: string; person: string },
  why: Extract<Entry, { type: 'deviceRemoved' }>['why'],
  by: Parameters<FoundedLog['write']>[2] = { actor: 'latchkey' },
): void => log.write(`device/${deviceId}`, { type: 'deviceRemoved', deviceId, person, why }, by);

/** By hand, as it is signed. */
const remove = (world: World, by: string, whose: string, person = whose): void => {
  const { log } = world;
  const { deviceId } = log.device(whose);
  const reason = said('lost');
  const signed = log.say(by, 'removeDevice', { device: deviceId, reason });
  removed(world, { deviceId, person }, { cause: 'removed', by, reason }, { actor: by, signed });
};

const useRecovery = (log: FoundedLog, deviceId: string, at = log.now): void =>
  log.write('organisation', { type: 'recoveryUsed', person: OWNER, deviceId }, { actor: OWNER, at });

/** Whoever has the recovery key joins by it. */
function recover({ log, recovery }: World, isUsed = true): void {
  const joining = log.joining(recovery);
  const { by, device: deviceId, body } = joining.signed.statement;
  const at = log.now;
  if (isUsed) useRecovery(log, deviceId, at);
  const { inviteKey: _key, byInvite: _by, ...keys } = body;
  const entry: Entry = {
    ...{ type: 'deviceRegistered', deviceId, person: by, invitedBy: by, recovered: true, ...keys },
  };
  log.write(`device/${deviceId}`, entry, { actor: by, signed: joining.signed, at });
}

/** Of one moment with the entry before. */
const then = ({ log }: World) => ({ at: log.records.at(-1)!.at });

const LIES: readonly (readonly [string, (world: World) => void])[] = [
  [
    'a member changed by an owner who published nothing',
    ({ log }) => log.write('organisation', changed(DEV, 1), { actor: OWNER }),
  ],
  [
    'a member changed by another version than was published',
    (world) => {
      world.log.publish(OWNER);
      world.log.write('organisation', changed(DEV, 1), { actor: OWNER, ...then(world) });
    },
  ],
  [
    'a member changed by somebody else than who published',
    (world) => {
      world.log.publish(OWNER);
      world.log.write('organisation', changed(DEV, 2), { actor: DEV, ...then(world) });
    },
  ],
  [
    'files that an owner is said to have changed',
    ({ log }) =>
      log.write(
        'organisation',
        { type: 'organisationChanged', organisationVersion: 1, changes: ['x'], more: 0 },
        { actor: OWNER },
      ),
  ],
  ['a recovery that was told without its use', (world) => recover(world, false)],
  [
    'a use of the recovery key that signed nobody in',
    ({ log }) => {
      useRecovery(log, 'd'.repeat(20));
      log.publish(OWNER);
    },
  ],
  [
    'a use of the recovery key by another device than came',
    (world) => {
      useRecovery(world.log, 'd'.repeat(20));
      recover(world, false);
    },
  ],
  [
    'an invite that is said to be used, by nobody who joined',
    ({ log }) => {
      const inviteId = idOf(log.invite(OWNER, LEAD));
      log.write(
        `invite/${inviteId}`,
        { type: 'inviteUsed', inviteId, person: LEAD, deviceId: 'd'.repeat(20) },
        { actor: LEAD },
      );
      log.publish(OWNER);
    },
  ],
  [
    'a device that was replaced by none',
    (world) => removed(world, world.log.device(DEV), { cause: 'replaced', by: OWNER }),
  ],
  [
    'a device that was replaced by a device of somebody else',
    (world) => {
      const { log } = world;
      const dev = log.device(DEV);
      log.joinBy(log.joining(log.invite(OWNER, LEAD, { replaces: true })));
      removed(world, dev, { cause: 'replaced', by: OWNER }, { actor: 'latchkey', ...then(world) });
    },
  ],
  [
    'a device of who left, and nobody published',
    (world) => removed(world, world.log.device(DEV), { cause: 'left' }, { actor: OWNER }),
  ],
  [
    'a device of who left, that is another one’s',
    (world) => {
      world.log.publish(OWNER);
      removed(
        world,
        { ...world.log.device(DEV), person: LEAD },
        { cause: 'left' },
        { actor: OWNER, ...then(world) },
      );
    },
  ],
  [
    'the service’s own runner, as a device of who left',
    (world) => {
      world.log.publish(OWNER);
      removed(
        world,
        { deviceId: OWN_RUNNER, person: DEV },
        { cause: 'left' },
        { actor: OWNER, ...then(world) },
      );
    },
  ],
  ['a device of an owner, removed as if it was their own', (world) => remove(world, DEV, OWNER, DEV)],
  [
    'an invite that is revoked for nothing',
    (world) => revoke(world, world.log.invite(OWNER, LEAD), 'deviceRemoved'),
  ],
  [
    'an invite that nobody made, and that is revoked',
    (world) => revoke(world, { person: LEAD, by: OWNER, key: generateSigningKey() }, 'joined'),
  ],
  [
    'an invite of somebody else than whose device was removed',
    (world) => {
      const invite = world.log.invite(OWNER, LEAD);
      remove(world, OWNER, DEV);
      revoke(world, invite, 'deviceRemoved', { actor: 'latchkey', ...then(world) });
    },
  ],
  [
    'access that ended because its holder left, and nobody published',
    ({ log }) => {
      const asked = hashed(facts());
      log.ask(asked);
      log.review(asked, log.approval(OWNER, asked));
      log.follows(asked.requestId, { type: 'requestApproved', by: 'reviews' });
      const end = {
        type: 'grantEnding',
        grantId: 'grant000001',
        cause: 'ended',
        by: OWNER,
        reason: HOLDER_LEFT,
      } as const;
      log.write(`request/${asked.requestId}`, end, { actor: OWNER });
    },
  ],
];

const FOLLOWS: readonly (readonly [string, (world: World) => void])[] = [
  [
    'a publication, with all that it is for who stays and who leaves',
    (world) => {
      const { log } = world;
      const invite = log.invite(DEV, DEV);
      log.publish(OWNER);
      const by = { actor: OWNER, ...then(world) };
      log.write(
        'organisation',
        { type: 'organisationChanged', organisationVersion: 2, changes: ['x'], more: 0 },
        by,
      );
      log.write('organisation', changed(DEV, 2), by);
      log.write('organisation', changed(LEAD, 2), by);
      removed(world, log.device(DEV), { cause: 'left' }, by);
      revoke(world, invite, 'left', by);
    },
  ],
  ['a recovery', recover],
  [
    'a device that takes the place of another, and of open invites',
    (world) => {
      const { log } = world;
      const dev = log.device(DEV);
      const invite = log.invite(DEV, DEV);
      log.joinBy(log.joining(log.invite(OWNER, DEV, { replaces: true })));
      const by = { actor: 'latchkey', ...then(world) };
      removed(world, dev, { cause: 'replaced', by: OWNER }, by);
      revoke(world, invite, 'deviceRemoved', by);
    },
  ],
  [
    'a device that is removed, and the invites of its person',
    (world) => {
      const invite = world.log.invite(DEV, DEV);
      remove(world, OWNER, DEV);
      revoke(world, invite, 'deviceRemoved', { actor: 'latchkey', ...then(world) });
    },
  ],
  [
    'one of two invites that was used',
    (world) => {
      const { log } = world;
      const [first, second] = [log.invite(OWNER, LEAD), log.invite(OWNER, LEAD)];
      const joining = log.joining(first);
      const inviteId = idOf(first);
      const deviceId = joining.signed.statement.device;
      const at = log.now;
      log.write(
        `invite/${inviteId}`,
        { type: 'inviteUsed', inviteId, person: LEAD, deviceId },
        { actor: LEAD, at },
      );
      log.joinBy(joining, { at });
      revoke(world, second, 'joined', { actor: 'latchkey', at });
    },
  ],
];

describe('what follows from nothing is found by both readers', () => {
  test.each(LIES)('%s', async (_what, lie) => {
    const world = begin();
    lie(world);
    const { cli, desktop } = await readByBoth(world.log, world.id);
    expect(cli).toEqual({
      seq: world.log.size - 1,
      sentence: expect.stringContaining('follows from nothing'),
    });
    expect(desktop).toEqual(cli);
  });

  test.each(FOLLOWS)('and raises no alarm where it does follow: %s', async (_what, act) => {
    // Wherever a portion of the desktop ends.
    for (let more = 0; more < 4; more++) {
      const world = begin();
      for (let count = 0; count < more; count++) world.log.publish(OWNER);
      if (more > 0 && act === FOLLOWS[0]?.[1]) continue;
      act(world);
      expect(await readByBoth(world.log, world.id)).toEqual({ cli: null, desktop: null });
    }
  });
});

test('who came back with the recovery key is told by what they signed', () => {
  const world = begin();
  recover(world);
  const told = world.log.records.slice(-2).map((record) => {
    const news = organisationNews(record, { memberId: DEV, deviceId: 'x', isOwner: false });
    return news && newsSaid(news, { words: wordsIn('en'), nameOf: (id) => id });
  });
  expect(told).toEqual([null, expect.stringContaining('came back with the recovery key')]);
  expect(told[1]).toContain('somebody else has their place');
});
