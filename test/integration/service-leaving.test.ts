import { inEnglish } from '../../shared/words/words.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logRecordSchema } from '../../shared/contract/record-schema.ts';
import {
  DEV,
  FILES,
  grantOf,
  LEAD,
  OWNER,
  refusalOf,
  RUNNER,
  ServiceFixture,
  type Device,
} from './service-fixture.ts';
import { said } from '../fakes/said.ts';

let fixture: ServiceFixture;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
  for (const person of [OWNER, DEV, LEAD, RUNNER]) await fixture.device(person);
});
afterEach(() => fixture.close());

async function publishPeople(people: string): Promise<void> {
  const { published } = await fixture.api.org.publish(await fixture.caller(OWNER), {
    files: { ...FILES, people },
    providerDigests: {},
    dryRun: false,
  });
  expect(published).toBe(true);
}
const remove = (person: string) =>
  publishPeople(FILES.people.replace(new RegExp(`^.*id: ${person}.*\n`, 'm'), ''));
const addAgain = () => publishPeople(FILES.people);
/** The one device that joined before anybody left. */
const deviceOf = (person: string) => fixture.devices.get(person) as Device;

describe('who left', () => {
  it('is nobody, also when they are added again later, and after a restart', async () => {
    const { deviceId } = deviceOf(DEV).caller;
    expect((await fixture.service.identify(deviceId))?.caller).toEqual(deviceOf(DEV).caller);
    await remove(DEV);
    expect(await fixture.service.identify(deviceId)).toBeNull();
    await addAgain();
    expect(await fixture.service.identify(deviceId)).toBeNull();
    await fixture.restart();
    expect(await fixture.service.identify(deviceId)).toBeNull();
  });

  it('cannot use an invite of before when they are added again', async () => {
    const code = await fixture.inviteCode('other@example.com');
    await remove('other@example.com');
    await addAgain();
    expect(await refusalOf(fixture.join(code))).toBe('badInvite');
  });

  it('has no device any more that something would be sealed for', async () => {
    const { work } = await fixture.activate();
    expect(work.recipients).toHaveLength(1);
    const { deviceId } = deviceOf(DEV).caller;
    await remove(DEV);
    await addAgain();
    await fixture.api.grants.end(await fixture.caller(OWNER), {
      isGone: false,
      grantId: work.grantId,
      reason: said(''),
    });
    expect((await fixture.lease())[0]).toMatchObject({ kind: 'revoke', recipients: [] });
    await fixture.service.stop('to look into its store');
    const { store } = await fixture.openStore();
    expect(await store.device(deviceId)).toBeNull();
    await store.close();
    await fixture.start();
  });

  it('loses the access that they have or are about to get, at once, and the log says who published that', async () => {
    const active = await fixture.activate();
    const approved = await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    const other = await fixture.activate(LEAD);
    await remove(DEV);
    const due = (await fixture.lease()).map(({ kind, grantId }) => `${kind} ${grantId}`);
    const gone = [active.work.grantId, approved.facts.entitlements[0]?.grantId];
    expect(due.toSorted()).toEqual(gone.map((grantId) => `revoke ${grantId}`).toSorted());
    const { facts } = active.state;
    expect(grantOf(await fixture.get(OWNER, facts.requestId))).toMatchObject({
      ...{ kind: 'revoking', cause: 'ended', by: OWNER },
    });
    expect(grantOf(await fixture.get(OWNER, other.state.facts.requestId)).kind).toBe('active');
    await fixture.reportRevoked(active.work);
    expect(grantOf(await fixture.get(OWNER, facts.requestId)).kind).toBe('revoked');
  });

  it('leaves behind what was sealed for them', async () => {
    const { submitted, work } = await leased();
    const { caller } = deviceOf(DEV);
    await fixture.reportActivated(work, { boxes: [{ deviceId: caller.deviceId, box: 'sealed' }] });
    const credential = () => fixture.api.grants.credential(caller, { grantId: submitted.grantId });
    expect(await credential()).toEqual({ sealed: 'sealed' });
    await remove(DEV);
    await addAgain();
    expect(await credential()).toEqual({ sealed: null });
  });

  it('signs no reviews any more, and those of before can still be checked with the keys in the log', async () => {
    const reviewed = await fixture.review(LEAD, await fixture.submit(DEV));
    const waiting = await fixture.submit(DEV);
    await remove(LEAD);
    await addAgain();
    expect(await refusalOf(fixture.review(LEAD, waiting))).toBe('badSignature');
    const { items } = await fixture.api.log.entries(await fixture.caller(OWNER), { from: 0, limit: 1_000 });
    const entries = items.map(({ text }) => logRecordSchema.parse(JSON.parse(text ?? '')).entry);
    const signedOut = entries.flatMap((each) => (each.type === 'deviceRemoved' ? [each.deviceId] : []));
    const devices = entries.flatMap((each) => (each.type === 'deviceRegistered' ? [each.deviceId] : []));
    expect(devices).toContain(reviewed.reviews[0]?.deviceId);
    expect(signedOut).toEqual([reviewed.reviews[0]?.deviceId]);
  });

  it('follows nothing any more', async () => {
    const follow = (after?: string) => fixture.api.changes(deviceOf(DEV).caller, { lastEventId: after });
    const live = follow();
    const first = live.next();
    await remove(DEV);
    expect((await first).value?.[1]).toMatchObject({ kind: 'organisation' });
    // That they are not in it any more, and this device of theirs signed out, is the last that they hear.
    for (const type of ['memberChanged', 'deviceRemoved']) {
      const last = (await live.next()).value?.[1];
      const { entry } = logRecordSchema.parse(JSON.parse(last?.kind === 'record' ? (last.text ?? '') : ''));
      expect(entry).toMatchObject({ type, person: DEV });
    }
    expect(await live.next()).toMatchObject({ done: true });
    expect(await follow('0').next()).toMatchObject({ done: true });
  });

  it('is told to those who have to let go of them, once the version without them is in force', async () => {
    const left: string[][] = [];
    fixture.service.members.onLeave((ids) =>
      left.push([...ids].filter((id) => !fixture.service.members.has(id))),
    );
    await remove(DEV);
    await addAgain();
    expect(left).toEqual([[DEV]]);
  });

  it('is never the last owner with a device: that is refused, until another has joined', async () => {
    const owners = (id: string) => FILES.people.replace('owners: [owner@example.com]', `owners: [${id}]`);
    expect(await refusalOf(publishPeople(owners('other@example.com')))).toBe('lastOfOwners');
    await fixture.device('other@example.com');
    await publishPeople(owners('other@example.com'));
    expect(await refusalOf(publishPeople(FILES.people))).toBe('notAllowed');
  });
});

describe('what somebody asked for who left', () => {
  it('says that its requester has left, and cannot be approved any more', async () => {
    const state = await fixture.submit(DEV);
    await remove(DEV);
    const { phase } = await fixture.get(LEAD, state.facts.requestId);
    expect(phase).toMatchObject({ kind: 'refused', refusal: { code: 'policyChanged' } });
    expect(phase.kind === 'refused' && inEnglish(phase.refusal.told)).toContain(
      'Dev Example is not in this organisation any more',
    );
    expect(await refusalOf(fixture.review(LEAD, state))).toBe('alreadyDecided');
  });

  it('is over at once when it waited for a runner: nobody is given work of it', async () => {
    const { facts } = await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    await remove(DEV);
    expect(await fixture.lease()).toEqual([]);
    const over = { kind: 'revoked', cause: 'ended', by: OWNER, startsAt: null, confirmedBy: null };
    expect(grantOf(await fixture.get(OWNER, facts.requestId))).toMatchObject(over);
  });

  it('is taken away by the runner that takes it over from one that was setting it up', async () => {
    const { submitted } = await leased();
    await remove(DEV);
    await fixture.clock.advance(200_000);
    expect(await fixture.lease('runner-2')).toMatchObject([{ kind: 'revoke', grantId: submitted.grantId }]);
  });
});

/** A request that a runner is setting up. */
async function leased() {
  const { facts } = await fixture.submit(DEV, { entitlement: 'dev/db:write' });
  const [work] = await fixture.lease();
  if (!work) throw new Error('there was no work');
  return { submitted: { ...facts, grantId: work.grantId }, work };
}
