import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeEvent as Event } from '../../shared/api/change-event.ts';
import { addressOutput } from '../../shared/contract/api-schemas.ts';
import { parseNote } from '../../shared/log/signed-note.ts';
import { keyText } from '../../shared/system/key-text.ts';
import { generateSigningKey } from '../../shared/system/node-crypto.ts';
import { DEV, FILES, LEAD, OTHER, OWNER, refusalOf, ServiceFixture, unique } from './service-fixture.ts';

let fixture: ServiceFixture;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
  for (const person of [OWNER, DEV, LEAD, OTHER]) await fixture.device(person);
});
afterEach(() => fixture.close());

const follow = async (person: string, lastEventId: string | null = null) =>
  fixture.api.changes(await fixture.caller(person), { lastEventId });

/** The next `count` events. */
async function take(events: AsyncIterator<Event>, count: number): Promise<Event[]> {
  const taken: Event[] = [];
  while (taken.length < count) {
    const next = await events.next();
    if (next.done) throw new Error('the events ended');
    taken.push(next.value);
  }
  return taken;
}

const types = (events: readonly Event[]) =>
  events.map(([, change]) =>
    change.kind === 'record'
      ? (JSON.parse(change.text) as { entry: { type: string } }).entry.type
      : change.kind,
  );

const publish = async () =>
  fixture.api.org.publish(await fixture.caller(OWNER), {
    files: { ...FILES, policy: `${FILES.policy}# ${unique()}\n` },
    ...{ providerDigests: {}, dryRun: false },
  });

describe('changes', () => {
  it('go to those whom they concern, as one and the same object, and to nobody else', async () => {
    const [dev, lead, owner, other] = [
      await follow(DEV),
      await follow(LEAD),
      await follow(OWNER),
      await follow(OTHER),
    ];
    await fixture.review(LEAD, await fixture.submit(DEV));
    await publish();
    const expected = ['requestSubmitted', 'reviewGiven', 'requestApproved', 'organisation'];
    const [ofDev, ofLead, ofOwner] = [await take(dev, 4), await take(lead, 4), await take(owner, 4)];
    expect(types(ofDev)).toEqual(expected);
    expect(ofLead.map(([, change]) => change)).toEqual(ofDev.map(([, change]) => change));
    for (const at of [0, 1, 2, 3]) expect(ofLead[at]?.[1]).toBe(ofOwner[at]?.[1]);
    expect(types(await take(other, 1))).toEqual(['organisation']);
  });

  it('tell every member that a key on which all rests is another one, also who was away then', async () => {
    const other = await follow(OTHER);
    const before = String((await fixture.service.metrics()).logSize - 1);
    await fixture.submit(DEV);
    const owner = await fixture.caller(OWNER);
    const { logKey } = await fixture.service.api.org.newLogKey(owner);
    const { organisation } = await fixture.api.session.me(owner);
    await fixture.api.org.rotateLogKey(owner, { logKey, follows: organisation.logKey });
    const recoveryKey = keyText(generateSigningKey().publicKey);
    await fixture.api.org.setRecoveryKey(owner, { recoveryKey });
    const told = await take(other, 2);
    expect(types(told)).toEqual(['logKeyRotated', 'recoveryKeySet']);
    expect(types(await take(await follow(OTHER, before), 2))).toEqual(types(told));
  });

  it('of a key of the log are signed by all that it had, as many as anybody reads', async () => {
    const address = `https://${'a'.repeat(400)}.example.com`;
    Object.assign(fixture.options, { addresses: { advertised: [], isOwn: () => true } });
    await fixture.restart();
    const owner = await fixture.caller(OWNER);
    const { logKey: first } = (await fixture.api.session.me(owner)).organisation;
    let follows = first;
    for (let count = 0; count < 20; count += 1) {
      const { logKey } = await fixture.service.api.org.newLogKey(owner);
      await fixture.api.org.rotateLogKey(owner, { logKey, follows });
      follows = logKey;
    }
    const about = { nonce: 'n'.repeat(43), address };
    const said = await fixture.service.api.session.address(about, { address: '127.0.0.1' });
    const note = parseNote(addressOutput.parse(said).note ?? '');
    expect(note.ok && note.value.signatures).toHaveLength(16);
    // None that it had is taken again, whoever has it.
    expect(await refusalOf(fixture.api.org.rotateLogKey(owner, { logKey: first, follows }))).toBe('badInput');
  });

  it('resume after the last event without gap or duplicate, while more come', async () => {
    const from = await follow(DEV);
    await fixture.submit(DEV);
    const [[last]] = (await take(from, 1)) as [Event];
    const submissions = Array.from({ length: 1_200 }, () => fixture.submit(DEV));
    await Promise.all(submissions.slice(0, 700));
    const resumed = await follow(DEV, last);
    const more = submissions.concat(Array.from({ length: 300 }, () => fixture.submit(DEV)));
    const events = await take(resumed, 1_500);
    await Promise.all(more);
    const ids = events.map(([id]) => Number(id));
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    expect(ids[0]).toBe(Number(last) + 1);
    expect(types(events).every((type) => type === 'requestSubmitted')).toBe(true);
  });

  it('that came while the service was down or restarted are replayed, only those that concern the caller', async () => {
    const size = (await fixture.service.metrics()).logSize;
    await fixture.submit(OTHER);
    await fixture.submit(DEV);
    await publish();
    await fixture.restart();
    const events = await take(await follow(DEV, String(size - 1)), 2);
    expect(types(events)).toEqual(['requestSubmitted', 'organisation']);
    expect(types(await take(await follow(OWNER, String(size - 1)), 3)).at(-1)).toBe('organisation');
  });

  it('cut off a subscriber that does not read, who then resumes where they were', async () => {
    const slow = await follow(DEV);
    await Promise.all(Array.from({ length: 1_001 }, () => fixture.submit(DEV)));
    await expect(slow.next()).rejects.toThrow('too slow');
    expect(await fixture.service.metrics()).toMatchObject({ slowSubscribers: 1, subscribers: 0 });
    const size = (await fixture.service.metrics()).logSize;
    expect(await take(await follow(DEV, String(size - 1_002)), 1_001)).toHaveLength(1_001);
  });

  it('end when they are returned, also while they are waited for or looked up, and when the service stops', async () => {
    const live = await follow(DEV);
    const next = live.next();
    await live.return?.();
    expect((await next).done).toBe(true);
    const resumed = await follow(DEV, '0');
    const first = resumed.next();
    await resumed.return?.();
    expect((await first).done).toBe(true);
    expect(await fixture.service.metrics()).toMatchObject({ subscribers: 0 });
    const stopped = (await follow(DEV)).next();
    await fixture.restart();
    expect((await stopped).done).toBe(true);
  });

  it('refuse an event number that is none', async () => {
    expect(await refusalOf(follow(DEV, 'x'))).toBe('badInput');
  });
});
