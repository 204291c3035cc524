import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../shared/api/api.ts';
import { logRecordSchema } from '../../shared/contract/record-schema.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { said } from '../fakes/said.ts';
import {
  DEV,
  FILES,
  LEAD,
  LEAD2,
  OTHER,
  OWNER,
  refusalOf,
  RUNNER,
  ServiceFixture,
  type Device,
} from './service-fixture.ts';

let fixture: ServiceFixture;
let owner: Caller;
let dev: Device;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
  owner = await fixture.caller(OWNER);
  dev = await fixture.device(DEV);
});
afterEach(() => fixture.close());

/** One more device of a person who has one, invited by themselves. */
const another = async (person: string) => fixture.join(await fixture.inviteBy(person, person));
const remove = (by: Caller, { caller }: Pick<Device, 'caller'>, reason = '', more = {}) =>
  fixture.api.devices.remove(by, { device: caller.deviceId, reason: said(reason), ...more });
const rename = (by: Caller, { caller }: Pick<Device, 'caller'>, name: string) =>
  fixture.api.devices.rename(by, { device: caller.deviceId, name });
const isSignedIn = async ({ caller }: Device) => (await fixture.service.identify(caller.deviceId)) !== null;
const list = (by: Caller, person?: string) => fixture.api.devices.list(by, { person });
async function entries(by = owner): Promise<Entry[]> {
  const { items } = await fixture.api.log.entries(by, { from: 0, limit: 1_000 });
  return items.flatMap(({ text }) => (text === null ? [] : [logRecordSchema.parse(JSON.parse(text)).entry]));
}
const entriesOf = async <T extends Entry['type']>(type: T) =>
  (await entries()).filter((entry): entry is Extract<Entry, { type: T }> => entry.type === type);

describe('the list', () => {
  it('has one’s own devices, newest first, and says which calls', async () => {
    await fixture.clock.advance(60_000);
    const second = await another(DEV);
    expect(await list(dev.caller)).toMatchObject([
      { deviceId: second.caller.deviceId, name: 'test', isThis: false, isRunner: false, grants: 0 },
      { deviceId: dev.caller.deviceId, person: DEV, isThis: true, isLastOfOwners: false },
    ]);
  });

  it('of somebody else is for owners only', async () => {
    expect(await list(owner, DEV)).toMatchObject([{ deviceId: dev.caller.deviceId, isThis: false }]);
    expect(await refusalOf(list(dev.caller, LEAD))).toBe('notAllowed');
    expect(await refusalOf(list(owner, 'nobody@example.com'))).toBe('notFound');
  });

  it('says which is a runner, how much it set up, and which is the last of all owners', async () => {
    const { work } = await fixture.activate();
    expect(await list(owner, RUNNER)).toMatchObject([{ isRunner: true, grants: 1 }]);
    await fixture.api.grants.end(dev.caller, { grantId: work.grantId, reason: said(''), isGone: false });
    await fixture.reportRevoked((await fixture.lease())[0] ?? work);
    const lease = { pool: 'default', max: 1, revokeOnly: false, checks: 1 };
    await fixture.api.runner.lease(await fixture.runner(), lease);
    expect(await list(owner, RUNNER)).toMatchObject([{ isRunner: true, grants: 0 }]);
    expect(await list(owner)).toMatchObject([{ isLastOfOwners: true }]);
    await another(OWNER);
    expect((await list(owner)).map(({ isLastOfOwners }) => isLastOfOwners)).toEqual([false, false]);
  });
});

describe('a name', () => {
  it('is given by whose device it is, and stays after a restart', async () => {
    await rename(dev.caller, dev, 'Laptop “work” ✓');
    await rename(dev.caller, dev, 'Laptop “work” ✓');
    await fixture.restart();
    expect(await list(dev.caller)).toMatchObject([{ name: 'Laptop “work” ✓' }]);
    expect(await entriesOf('deviceRenamed')).toMatchObject([{ person: DEV, by: DEV }]);
  });

  it('is given by an owner to a runner, to no device of another person, and by nobody else', async () => {
    await rename(owner, { caller: await fixture.runner() }, 'Runner in Ulm');
    expect(await list(owner, RUNNER)).toMatchObject([{ name: 'Runner in Ulm' }]);
    expect(await refusalOf(rename(owner, dev, 'x'))).toBe('notAllowed');
    expect(await refusalOf(rename(await fixture.caller(LEAD), dev, 'x'))).toBe('notFound');
    const nobody = { caller: { memberId: DEV, deviceId: 'nothing' } };
    expect(await refusalOf(rename(dev.caller, nobody, 'x'))).toBe('notFound');
  });
});

describe('a device is removed', () => {
  it('by its person, also the one that they call from, and the log says who and why', async () => {
    const second = await another(DEV);
    const { sentence } = await remove(second.caller, second, 'sold');
    expect(sentence).toBe(
      'test, this device, is signed out for ever. To use it again, it joins anew with an invite.',
    );
    expect(await isSignedIn(second)).toBe(false);
    expect(await isSignedIn(dev)).toBe(true);
    const deviceId = second.caller.deviceId;
    const why = { cause: 'removed', by: DEV };
    expect(await entriesOf('deviceRemoved')).toMatchObject([{ deviceId, person: DEV, why }]);
  });

  it('by an owner, whoever’s it is, and by nobody else', async () => {
    const lead = await fixture.device(LEAD);
    expect(await refusalOf(remove(dev.caller, lead))).toBe('notFound');
    expect(
      await refusalOf(remove(await fixture.runner('runner-2'), { caller: await fixture.runner() })),
    ).toBe('notAllowed');
    await remove(owner, lead, 'stolen on the train');
    expect(await isSignedIn(lead)).toBe(false);
    expect(await refusalOf(remove(owner, lead))).toBe('notFound');
    await remove(owner, { caller: await fixture.runner() });
    expect(await list(owner, RUNNER)).toHaveLength(1);
  });

  it('never that which is the service’s own', async () => {
    const { deviceId } = fixture.service.builtInRunner;
    expect(await refusalOf(remove(owner, { caller: { memberId: 'latchkey', deviceId } }))).toBe('notFound');
  });

  it('and what it signed before stays, also after a restart', async () => {
    const lead = await fixture.device(LEAD);
    const reviewed = await fixture.review(LEAD, await fixture.submit(DEV));
    await remove(owner, lead);
    await fixture.restart();
    const { reviews } = await fixture.get(DEV, reviewed.facts.requestId);
    expect(reviews).toMatchObject([{ deviceId: lead.caller.deviceId, decision: 'approve' }]);
    expect(await isSignedIn(lead)).toBe(false);
  });

  it('and signs nothing that counts any more, however it gets there', async () => {
    const state = await fixture.submit(DEV);
    const lead = await fixture.device(LEAD);
    const second = await another(LEAD);
    const review = await fixture.reviewInput(LEAD, state);
    await remove(second.caller, lead);
    expect(await refusalOf(fixture.api.reviews.give(lead.caller, review))).toBe('badSignature');
    expect(await refusalOf(fixture.api.reviews.give(second.caller, review))).toBe('badSignature');
    fixture.devices.set(LEAD, second);
    expect((await fixture.review(LEAD, state)).phase.kind).toBe('approved');
  });

  it('and what it had signed and waits for its turn behind that does not count either', async () => {
    const state = await fixture.submit(DEV);
    const lead = await fixture.device(LEAD);
    const review = await fixture.reviewInput(LEAD, state);
    const body = { device: lead.caller.deviceId, reason: said('stolen') };
    const removing = await fixture.signed(owner, 'removeDevice', body);
    const [removed, given] = await Promise.allSettled([
      fixture.service.api.devices.remove(owner, removing),
      fixture.api.reviews.give(lead.caller, review),
    ]);
    expect(removed.status).toBe('fulfilled');
    const { phase, reviews } = await fixture.get(DEV, state.facts.requestId);
    // Whichever came first: nothing is in the log that a device signed after it was removed.
    const all = await entries();
    const gone = all.findIndex(({ type }) => type === 'deviceRemoved');
    expect(all.slice(gone).some(({ type }) => type === 'reviewGiven')).toBe(false);
    expect([phase.kind, reviews.length]).toEqual(
      given.status === 'fulfilled' ? ['approved', 1] : ['submitted', 0],
    );
  });

  it('and follows nothing any more, while its person’s other device goes on', async () => {
    const second = await another(DEV);
    const [lost, kept] = [dev, second].map(({ caller }) =>
      fixture.api.changes(caller, { lastEventId: undefined }),
    );
    await remove(owner, dev, 'stolen');
    const typeOf = (value: unknown) => JSON.stringify(value).match(/\\"type\\":\\"(device\w+)/)?.[1];
    expect(typeOf((await lost?.next())?.value)).toBe('deviceRemoved');
    expect(await lost?.next()).toMatchObject({ done: true });
    expect(typeOf((await kept?.next())?.value)).toBe('deviceRemoved');
    await rename(second.caller, second, 'Phone');
    expect(typeOf((await kept?.next())?.value)).toBe('deviceRenamed');
    // Also one that comes back to read what it missed.
    const behind = fixture.api.changes(dev.caller, { lastEventId: '0' });
    expect(await behind.next()).toMatchObject({ done: true });
  });

  it('with what was sealed for it, and gets nothing sealed any more', async () => {
    const second = await another(DEV);
    const { facts } = await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    const [work] = await fixture.lease();
    if (!work) throw new Error('there was no work');
    expect(work.recipients).toHaveLength(2);
    const boxes = work.recipients.map(({ deviceId }) => ({ deviceId, box: 'sealed' }));
    await fixture.reportActivated(work, { boxes });
    await remove(second.caller, dev);
    const credential = (caller: Caller) => fixture.api.grants.credential(caller, { grantId: work.grantId });
    expect(await credential(dev.caller)).toEqual({ sealed: null });
    expect(await credential(second.caller)).toEqual({ sealed: 'sealed' });
    expect(facts.requester).toBe(DEV);
  });

  it('with the invites that its person made, which may have been made on it', async () => {
    const own = await fixture.inviteBy(DEV, DEV);
    const others = await fixture.inviteBy(OWNER, OTHER);
    await remove(owner, dev);
    expect(await refusalOf(fixture.join(own))).toBe('badInvite');
    expect(await entriesOf('inviteRevoked')).toMatchObject([{ person: DEV, because: 'deviceRemoved' }]);
    const ofOwner = await another(OWNER);
    await remove(owner, ofOwner);
    expect(await refusalOf(fixture.join(others))).toBe('badInvite');
  });

  it('and its person is invited by an owner again once it was their last', async () => {
    await remove(dev.caller, dev);
    fixture.devices.delete(DEV);
    expect((await fixture.caller(DEV)).deviceId).not.toBe(dev.caller.deviceId);
  });

  it('the last of all owners only by who says that they know; a restart prints an invite then', async () => {
    const own = await fixture.device(OWNER);
    expect(await refusalOf(remove(owner, own))).toBe('lastOfOwners');
    await remove(owner, own, 'on purpose', { evenLast: true });
    expect(await isSignedIn(own)).toBe(false);
    await fixture.restart();
    expect(fixture.service.ownerInvite).toBeNull();
  });

  it('and what its runner set up is taken away by another runner of the pool, which the answer says', async () => {
    const { work } = await fixture.activate();
    const { sentence } = await remove(owner, { caller: await fixture.runner() });
    expect(sentence).toContain('another runner of the pool takes the access that it set up away in time');
    await fixture.api.grants.end(dev.caller, { grantId: work.grantId, reason: said(''), isGone: false });
    await fixture.clock.advance(200_000);
    expect(await fixture.lease('runner-2')).toMatchObject([{ kind: 'revoke', grantId: work.grantId }]);
  });

  it('once, however often that is sent', async () => {
    const body = { device: dev.caller.deviceId, reason: said('lost') };
    const call = await fixture.signed(owner, 'removeDevice', body);
    const first = await fixture.service.api.devices.remove(owner, call);
    expect(await fixture.service.api.devices.remove(owner, call)).toEqual(first);
    expect(await entriesOf('deviceRemoved')).toHaveLength(1);
  });
});

describe('who lost all their devices is invited anew', () => {
  const invite = (by: Caller, person: string) =>
    fixture.api.org.invite(by, { person, replaces: true }).then(({ code }) => code);

  it('by an owner; then all that they had are signed out, and the log says so', async () => {
    const second = await another(DEV);
    const open = await fixture.inviteBy(DEV, DEV);
    const code = await invite(owner, DEV);
    expect(await isSignedIn(dev)).toBe(true);
    const now = await fixture.join(code);
    for (const device of [dev, second]) expect(await isSignedIn(device)).toBe(false);
    expect(await list(now.caller)).toMatchObject([{ deviceId: now.caller.deviceId }]);
    expect(await refusalOf(fixture.join(open))).toBe('badInvite');
    expect(await refusalOf(fixture.join(code))).toBe('badInvite');
    expect((await entriesOf('inviteCreated')).at(-1)).toMatchObject({ person: DEV, replaces: true });
    expect((await entriesOf('deviceRegistered')).at(-1)).toMatchObject({ invitedBy: OWNER, replaces: true });
    const why = { cause: 'replaced', by: OWNER };
    expect(await entriesOf('deviceRemoved')).toMatchObject([{ why }, { why }]);
  });

  it('by nobody else, and never a service account or oneself', async () => {
    expect(await refusalOf(invite(await fixture.caller(LEAD), DEV))).toBe('notAllowed');
    expect(await refusalOf(invite(dev.caller, DEV))).toBe('notAllowed');
    expect(await refusalOf(invite(owner, OWNER))).toBe('notAllowed');
    await fixture.runner();
    expect(await refusalOf(invite(owner, RUNNER))).toBe('notAllowed');
  });

  it('and however many devices they had, there is room for the new one', async () => {
    for (let more = 1; more < 20; more += 1) await another(DEV);
    expect(await refusalOf(another(DEV))).toBe('notAllowed');
    await fixture.join(await invite(owner, DEV));
    expect(await list(owner, DEV)).toHaveLength(1);
  });
});

describe('four eyes', () => {
  /** Owners ask, too; Lead is an owner. */
  const people = FILES.people
    .replace('owners: [owner@example.com]', `owners: [owner@example.com, ${LEAD}]`)
    .replace('name: Owner Example }', 'name: Owner Example, groups: [developers] }');

  async function puppet(): Promise<void> {
    const { code } = await fixture.api.org.invite(owner, { person: LEAD2, replaces: true });
    fixture.devices.set(LEAD2, await fixture.join(code));
  }
  beforeEach(async () => {
    await fixture.api.org.publish(owner, {
      ...{ files: { ...FILES, people }, providerDigests: {}, dryRun: false },
    });
    for (const lead of [LEAD, LEAD2]) await fixture.device(lead);
  });

  it('who invites somebody anew does not approve their own request as them, also not one that waits', async () => {
    const before = await fixture.submit(OWNER);
    await puppet();
    expect(await refusalOf(fixture.review(LEAD2, before))).toBe('notReviewer');
    const after = await fixture.submit(OWNER);
    expect(after.reviewers.flat()).toEqual([LEAD]);
    await fixture.restart();
    expect((await fixture.submit(OWNER)).reviewers.flat()).toEqual([LEAD]);
    // Of others they answer as before.
    expect((await fixture.review(LEAD2, await fixture.submit(DEV))).phase.kind).toBe('approved');
  });

  it('another owner confirms them, or a day goes by', async () => {
    await puppet();
    const confirm = async (by: string) =>
      fixture.api.org.confirm(await fixture.caller(by), { person: LEAD2 });
    expect(await refusalOf(confirm(OWNER))).toBe('notAllowed');
    await confirm(LEAD);
    expect((await fixture.submit(OWNER)).reviewers.flat()).toContain(LEAD2);
    await puppet();
    expect((await fixture.submit(OWNER)).reviewers.flat()).toEqual([LEAD]);
    await fixture.clock.advance(25 * 3_600_000);
    expect((await fixture.submit(OWNER)).reviewers.flat()).toContain(LEAD2);
  });

  it('who was invited anew invites nobody anew, so that there is no second in between', async () => {
    const { code } = await fixture.api.org.invite(owner, { person: LEAD, replaces: true });
    const { caller } = await fixture.join(code);
    expect(await refusalOf(fixture.api.org.invite(caller, { person: LEAD2, replaces: true }))).toBe(
      'notAllowed',
    );
  });
});
