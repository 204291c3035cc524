import { newInviteCode } from '../../shared/system/invite-code.ts';
import { inviteBody } from '../support/invite-body.ts';
import { inviteKeyText } from '../support/join-by-code.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../shared/api/api.ts';
import type { SentBody, SignedCall } from '../../shared/contract/statement-schemas.ts';
import { signedInput } from '../../shared/contract/statement-schemas.ts';
import type { StatementType } from '../../shared/domain/statements/statement.ts';
import { NOTHING_SEEN, statementBytes, type Statement } from '../../shared/domain/statements/statement.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { hexOf } from '../../shared/lib/hex-of.ts';
import { DAY_MS, HOUR_MS, instant, MINUTE_MS } from '../../shared/lib/time.ts';
import { sha256, sign } from '../../shared/system/node-crypto.ts';
import { said } from '../fakes/said.ts';
import {
  DEV,
  FILES,
  grantOf,
  LEAD,
  LEAD2,
  OWNER,
  refusalOf,
  ServiceFixture,
  unique,
} from './service-fixture.ts';

let fixture: ServiceFixture;
let state: RequestState;
let lead: Caller;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
  state = await fixture.submit(DEV);
  lead = await fixture.caller(LEAD);
});
afterEach(() => fixture.close());

it('what is said together is verified in threads and written in one commit', async () => {
  const ask = () =>
    fixture.signed(lead, 'submitRequest', {
      ...{
        requestId: unique(),
        entitlementIds: [...state.facts.entitlements.map((each) => each.entitlementId)],
      },
      ...{ durationMs: state.facts.durationMs, reason: said('together'), ticket: null },
    });
  const asked = await Promise.all(Array.from({ length: 20 }, ask));
  const before = await fixture.service.metrics();
  await Promise.all(asked.map((each) => fixture.api.requests.submit(lead, each)));
  const after = await fixture.service.metrics();
  expect(Number(after.commands) - Number(before.commands)).toBe(20);
  expect(Number(after.commits) - Number(before.commits)).toBe(1);
});

type Review = SignedCall<'reviewRequest'>;
const body = (changes: Partial<SentBody<'reviewRequest'>> = {}): SentBody<'reviewRequest'> => {
  const { requestId, requestHash } = state.facts;
  return { requestId, requestHash, step: 0, decision: 'approve', comment: said('fine'), ...changes };
};

/** A review that says what the lead wants, with something else in its place, and signed anew by their device. */
async function resigned(changes: Partial<Record<keyof Statement, unknown>>): Promise<Review> {
  const { key } = await fixture.device(LEAD);
  const { signed } = await fixture.signed(lead, 'reviewRequest', body());
  const statement = { ...signed.statement, ...changes } as Review['signed']['statement'];
  const signature = Buffer.from(sign(key.seed, statementBytes(sha256, statement))).toString('base64url');
  return { signed: { statement, signature } };
}

const give = (review: Review, caller = lead) => refusalOf(fixture.api.reviews.give(caller, review));

describe('a statement is refused', () => {
  it.each<[string, () => Promise<Review>]>([
    ['for another log', () => resigned({ log: 'latchkey/another-0001' })],
    ['of another type', () => resigned({ type: 'withdrawRequest' })],
    ['in the name of another person', () => resigned({ by: LEAD2 })],
    ['in the name of another device', () => resigned({ device: 'another-device' })],
    ['of another version', () => resigned({ v: 2 })],
    [
      'with one byte more in what was said',
      async () => {
        const { signed } = await fixture.signed(lead, 'reviewRequest', body());
        const said = { ...signed.statement.body.comment, text: 'fine.' };
        const statement = { ...signed.statement, body: { ...signed.statement.body, comment: said } };
        return { signed: { ...signed, statement } };
      },
    ],
    [
      'with another moment than was signed',
      async () => {
        const { signed } = await fixture.signed(lead, 'reviewRequest', body());
        const statement = { ...signed.statement, at: instant(signed.statement.at + 1) };
        return { signed: { ...signed, statement } };
      },
    ],
    [
      'whose keys were signed in another order',
      async () => {
        const { signed } = await fixture.signed(lead, 'reviewRequest', body());
        const { key } = await fixture.device(LEAD);
        const text = JSON.stringify(signed.statement);
        const signature = Buffer.from(sign(key.seed, new TextEncoder().encode(text))).toString('base64url');
        return { signed: { ...signed, signature } };
      },
    ],
  ])('%s', async (_what, make) => expect(await give(await make())).toBe('badSignature'));

  it('with a field that nobody knows, wherever it stands', async () => {
    const { signed } = await fixture.signed(lead, 'reviewRequest', body());
    const { statement } = signed;
    const isTaken = (changed: unknown) => signedInput('reviewRequest').safeParse(changed).success;
    expect(isTaken({ signed })).toBe(true);
    for (const changed of [
      { signed, more: 1 },
      { signed: { ...signed, more: 1 } },
      { signed: { ...signed, statement: { ...statement, more: 1 } } },
      { signed: { ...signed, statement: { ...statement, body: { ...statement.body, more: 1 } } } },
      { signed: { ...signed, statement: { ...statement, seen: { ...statement.seen, more: 1 } } } },
    ])
      expect(isTaken(changed)).toBe(false);
  });

  it('of another person’s device, whoever sends it', async () => {
    const signed = await fixture.signed(lead, 'reviewRequest', body());
    expect(await give(signed, await fixture.caller(LEAD2))).toBe('badSignature');
  });

  it('of a device that is removed, once its person is back with another', async () => {
    const signed = await fixture.signed(lead, 'reviewRequest', body());
    const publish = async (people: string) =>
      fixture.api.org.publish(await fixture.caller(OWNER), {
        ...{ files: { ...FILES, people }, providerDigests: {}, dryRun: false },
      });
    await publish(FILES.people.replace(/^.*id: lead@.*\n/m, ''));
    await publish(FILES.people);
    fixture.devices.delete(LEAD);
    const now = await fixture.caller(LEAD);
    expect(now.deviceId).not.toBe(lead.deviceId);
    expect(await give(signed, now)).toBe('badSignature');
    expect(await give(signed)).toBe('badSignature');
  });

  it('for another request than it was signed for, and another step', async () => {
    const other = await fixture.submit(DEV);
    const signed = await fixture.signed(lead, 'reviewRequest', body({ requestId: other.facts.requestId }));
    expect(await give(signed)).toBe('requestChanged');
    expect(await give(await fixture.signed(lead, 'reviewRequest', body({ step: 1 })))).toBe('notReviewer');
  });

  it('that is dated later than a clock can be off, in words, but not what ends access', async () => {
    const ahead = (ms: number) => ({ at: instant(fixture.clock.now() + ms) });
    const call = fixture.api.reviews.give(lead, await resigned(ahead(12 * MINUTE_MS)));
    await expect(call).rejects.toThrow('This computer’s clock is 12m ahead of the service’s.');
    await fixture.api.reviews.give(lead, await resigned(ahead(4 * MINUTE_MS)));

    const { work } = await fixture.activate();
    const dev = await fixture.device(DEV);
    const ending = { grantId: work.grantId, reason: said('done'), isGone: false };
    const { signed } = await fixture.signed(dev.caller, 'endGrant', ending);
    const statement = { ...signed.statement, ...ahead(HOUR_MS) };
    const signature = Buffer.from(sign(dev.key.seed, statementBytes(sha256, statement))).toString(
      'base64url',
    );
    const ended = await fixture.api.grants.end(dev.caller, { signed: { statement, signature } });
    expect(grantOf(ended).kind).toBe('revoking');
  });

  it('that is dated long before what its device had seen, or before the log began, in words, but not what ends access', async () => {
    await fixture.clock.advance(3 * DAY_MS);
    state = await fixture.submit(DEV);
    const seen = await headSeen();
    const nothing = { size: 0, root: NOTHING_SEEN.root };
    const ago = (ms: number) => ({ at: instant(fixture.clock.now() - ms) });
    for (const changes of [{ at: instant(0) }, { at: instant(0), seen }, { at: instant(0), seen: nothing }])
      await expect(fixture.api.reviews.give(lead, await resigned(changes))).rejects.toThrow(
        'before what this device had seen of the history by then',
      );
    expect(await give(await resigned({ ...ago(2 * DAY_MS), seen }))).toBe('clocksApart');
    // Before that was there, it had not seen it; a day is what clocks and their zones may be off.
    const given = await fixture.api.reviews.give(lead, await resigned({ ...ago(2 * DAY_MS), seen: nothing }));
    expect(given.phase.kind).toBe('approved');

    const { work } = await fixture.activate();
    const dev = await fixture.device(DEV);
    const ending = { grantId: work.grantId, reason: said('done'), isGone: false };
    const { signed } = await fixture.signed(dev.caller, 'endGrant', ending);
    const statement = { ...signed.statement, at: instant(0) };
    const bytes = statementBytes(sha256, statement);
    const signature = Buffer.from(sign(dev.key.seed, bytes)).toString('base64url');
    const ended = await fixture.api.grants.end(dev.caller, { signed: { statement, signature } });
    expect(grantOf(ended).kind).toBe('revoking');
  });

  it('by who has seen another log, and taken from who has seen this one as it was', async () => {
    const { key } = await fixture.device(LEAD);
    expect(key).toBeDefined();
    const { size, root } = await headSeen();
    await fixture.submit(DEV);
    const other = root.replace(/^./, (first) => (first === '0' ? '1' : '0'));
    expect(await give(await resigned({ seen: { size, root: other } }))).toBe('otherHistory');
    expect(await give(await resigned({ seen: { size: size + 1_000, root } }))).toBe('otherHistory');
    const given = await fixture.api.reviews.give(lead, await resigned({ seen: { size, root } }));
    expect(given.phase.kind).toBe('approved');
  });

  it('by who has seen a root that nobody asked for lately: it is found in the tree', async () => {
    const { size, root } = await headSeen();
    await fixture.restart();
    await fixture.submit(DEV);
    const given = await fixture.api.reviews.give(lead, await resigned({ seen: { size, root } }));
    expect(given.phase.kind).toBe('approved');
  });
});

async function headSeen(): Promise<{ size: number; root: string }> {
  const { note } = await fixture.api.log.checkpoint(lead);
  const [, size = '', root = ''] = note.split('\n');
  return { size: Number(size), root: hexOf(Buffer.from(root, 'base64')) };
}

describe('a statement that waited', () => {
  it('counts hours later, where what it was about stands as it was shown', async () => {
    const signed = await fixture.signed(lead, 'reviewRequest', body());
    await fixture.clock.advance(5 * HOUR_MS);
    const given = await fixture.api.reviews.give(lead, signed);
    expect(given.phase.kind).toBe('approved');
  });

  it('counts no more once that was withdrawn', async () => {
    const signed = await fixture.signed(lead, 'reviewRequest', body());
    const { requestId } = state.facts;
    await fixture.api.requests.withdraw(await fixture.caller(DEV), { requestId });
    expect(await give(signed)).toBe('alreadyDecided');
  });

  it('is carried out once, however much later it arrives again, and whatever could be done by it then', async () => {
    const dev = await fixture.caller(DEV);
    await fixture.activate();
    const all = await fixture.signed(dev, 'endAllGrants', { reason: said('going home') });
    expect(await fixture.api.grants.endAll(dev, all)).toEqual({ ended: 1 });
    await fixture.clock.advance(40 * DAY_MS);
    await fixture.activate();
    const { logSize } = await fixture.service.metrics();
    expect(await fixture.api.grants.endAll(dev, all)).toEqual({ ended: 1 });
    expect((await fixture.service.metrics()).logSize).toBe(logSize);
  });

  it('of a confirmation is for who was meant: not for who is added again', async () => {
    const people = FILES.people.replace('owners: [', `owners: [${LEAD}, `);
    const anew = people.replace('services:', '  - { id: new@example.com, name: New }\nservices:');
    const publish = async (text: string) =>
      fixture.api.org.publish(await fixture.caller(OWNER), {
        ...{ files: { ...FILES, people: text }, providerDigests: {}, dryRun: false },
      });
    await publish(people);
    await fixture.clock.advance(2 * DAY_MS);
    await publish(anew);
    const confirmed = await fixture.signed(lead, 'confirmMember', { person: 'new@example.com' });
    await fixture.api.org.confirm(lead, confirmed);
    await publish(people);
    await publish(anew);
    const { logSize } = await fixture.service.metrics();
    await fixture.api.org.confirm(lead, confirmed);
    expect((await fixture.service.metrics()).logSize).toBe(logSize);
  });

  it('of a runner that could not revoke counts once, also a week later', async () => {
    const { work } = await fixture.activate();
    const dev = await fixture.caller(DEV);
    await fixture.api.grants.end(dev, { grantId: work.grantId, reason: said('done'), isGone: false });
    const [end] = await fixture.lease();
    const runner = await fixture.runner();
    const failed = await fixture.signed(runner, 'reportGrant', {
      ...{ kind: 'revocationFailed', requestId: work.requestId, grantId: work.grantId },
      ...{ fence: end?.fence ?? 0, idempotencyKey: unique(), message: 'away', wasThere: false },
    });
    await fixture.api.runner.report(runner, failed);
    await fixture.clock.advance(8 * DAY_MS);
    await fixture.submit(DEV);
    const { logSize } = await fixture.service.metrics();
    await fixture.api.runner.report(runner, failed);
    expect((await fixture.service.metrics()).logSize).toBe(logSize);
  });

  it('makes one invite, which is the same one until it is used', async () => {
    const owner = await fixture.caller(OWNER);
    const { api } = fixture.service;
    const code = newInviteCode(null);
    const body = { ...inviteBody(LEAD2, fixture.clock.now()), inviteKey: inviteKeyText(code) };
    const signed = await fixture.signed(owner, 'inviteDevice', body);
    const answer = await api.org.invite(owner, signed);
    const { logSize } = await fixture.service.metrics();
    expect(await api.org.invite(owner, signed)).toEqual(answer);
    expect((await fixture.service.metrics()).logSize).toBe(logSize);
    await fixture.join(code);
    expect(await refusalOf(api.org.invite(owner, signed))).toBe('alreadyExists');
  });

  it('is the same one however often it arrives: a comment that is said twice stands once', async () => {
    const dev = await fixture.caller(DEV);
    const { requestId } = state.facts;
    const comment = { requestId, commentId: unique().slice(0, 20), comment: said('Which table?') };
    const signed = await fixture.signed(dev, 'commentOnRequest', comment);
    const first = await fixture.api.requests.comment(dev, signed);
    const { logSize } = await fixture.service.metrics();
    expect(await fixture.api.requests.comment(dev, signed)).toEqual(first);
    expect((await fixture.service.metrics()).logSize).toBe(logSize);
  });
});

it('each entry of what people do has their statement, and nothing else has one', async () => {
  await fixture.review(LEAD, state);
  const { items } = await fixture.api.log.entries(await fixture.caller(OWNER), { from: 0, limit: 1_000 });
  const statements = items.map(({ text }) => {
    const { entry, signed } = JSON.parse(text ?? '') as {
      entry: { type: string };
      signed?: { statement: { type: StatementType } };
    };
    return [entry.type, signed?.statement.type ?? null];
  });
  expect(Object.fromEntries(statements)).toMatchObject({
    ...{ organisationCreated: 'foundOrganisation', deviceRegistered: 'joinOrganisation' },
    ...{ organisationPublished: 'foundOrganisation', inviteUsed: null },
    ...{ requestSubmitted: 'submitRequest', reviewGiven: 'reviewRequest', requestApproved: null },
  });
});
