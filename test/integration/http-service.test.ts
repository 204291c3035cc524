import { publishFiles } from '../support/publish-files.ts';
import type { SentStatement } from '../../shared/contract/statement-schemas.ts';
import { inviteBody } from '../support/invite-body.ts';
import { joinStatement } from '../support/join-by-code.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type Client } from '../../shared/client/create-client.ts';
import { followChanges } from '../../shared/client/follow-changes.ts';
import { loadIdentity } from '../../shared/client/identity-file.ts';
import { refusalOf } from '../../shared/client/refusal-of.ts';
import { grantsOf } from '../../shared/domain/request/grants-of.ts';
import type { RefusalCode } from '../../shared/domain/refusal.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { durationMs, instant } from '../../shared/lib/time.ts';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import { newId } from '../../shared/cli/new-id.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { clientFor } from '../support/client-for.ts';
import { until } from '../fakes/until.ts';
import { startCliWorld } from './cli-world.ts';
import { PROTOCOL_VERSION } from '../../shared/contract/protocol-version.ts';
import { said } from '../fakes/said.ts';
import { inWordsWith, saidInEnglish } from '../support/in-words.ts';

// What a client of one's own making could send to the real service over real HTTP.

let world: Awaited<ReturnType<typeof startCliWorld>>;
const clients: Record<string, Client> = {};

beforeAll(async () => {
  world = await startCliWorld();
  for (const person of ['dev', 'lead']) await world.join(person);
  for (const person of ['owner', 'dev', 'lead']) {
    const identity = await loadIdentity(world.home(person));
    if (!identity.ok) throw new Error(saidInEnglish(identity.error));
    clients[person] = clientFor(identity.value);
  }
});
afterAll(async () => {
  for (const client of Object.values(clients)) await client.close();
  await world.stop();
});

const as = (person: string) => clients[person]!.api;
const codeOf = (call: Promise<unknown>): Promise<RefusalCode | 'carried out' | 'fault'> =>
  call.then(
    () => 'carried out',
    (error: unknown) => refusalOf(error)?.code ?? 'fault',
  );
const draft = (changes: object = {}) =>
  ({
    requestId: newId(),
    ...{ entitlementIds: ['staging/sandbox:token'], durationMs: durationMs(60_000) },
    ...{ reason: said('try the service out'), ticket: null },
    ...changes,
  }) as Parameters<Client['api']['requests']['submit']['mutate']>[0];

describe('a request', () => {
  it.each([
    ['of nothing', { entitlementIds: [] }],
    ['of too many things', { entitlementIds: Array.from({ length: 21 }, (_, index) => `e${index}`) }],
    ['for no time', { durationMs: 0 }],
    ['for less than no time', { durationMs: -60_000 }],
    ['for half a millisecond', { durationMs: 0.5 }],
    ['for longer than a year', { durationMs: 400 * 86_400_000 }],
    ['for a text', { durationMs: '5m' }],
    ['with a reason of 1 MB', { reason: said('x'.repeat(1_000_000)) }],
    ['without a reason', { reason: undefined }],
    ['with a reason that is a list', { reason: ['x'] }],
    ['with a ticket of 1 kB', { ticket: 'x'.repeat(1_000) }],
    ['with an id of its own kind', { requestId: '../../etc/passwd' }],
    ['with a field that nobody knows', { idempotencyKey: 'x' }],
    ['with a NUL in its reason', { reason: said('a\u0000b') }],
    ['with a NUL in its ticket', { ticket: 'a\u0000b' }],
    ['with a NUL in what it is for', { entitlementIds: ['a\u0000b'] }],
  ])('%s is bad input', async (_what, changes) =>
    expect(await codeOf(as('dev').requests.submit.mutate(draft(changes)))).toBe('badInput'),
  );

  it('of what is not in the catalog is refused by name, and nothing is granted', async () => {
    const state = await as('dev')
      .requests.submit.mutate(draft({ entitlementIds: ['nope'] }))
      .catch((error: unknown) => refusalOf(error));
    expect(JSON.stringify(state)).toMatch(/unknownEntitlement/);
  });

  it('sent twice is one request', async () => {
    const once = draft({ entitlementIds: ['prod/sandbox:token'] });
    const [first, second] = [
      await as('dev').requests.submit.mutate(once),
      await as('dev').requests.submit.mutate(once),
    ];
    expect(second.facts).toEqual(first.facts);
    const mine = await as('dev').requests.list.query({ scope: 'mine', open: true, limit: 100 });
    expect(mine.filter(({ facts }) => facts.requestId === first.facts.requestId)).toHaveLength(1);
    await as('dev').requests.withdraw.mutate({ requestId: first.facts.requestId });
  });
});

describe('a text with a NUL, which no database needs to take,', () => {
  const NUL = 'a\u0000b';
  const activated = {
    ...{
      kind: 'activated' as const,
      requestId: newId(),
      grantId: newId(),
      fence: 1,
      idempotencyKey: newId(),
    },
    ...{ startsAt: instant(1), expiresAt: instant(2), state: {}, evidence: null },
  };
  const report = (deviceId: string, box: string) =>
    as('dev').runner.report.mutate({ ...activated, sealed: [{ deviceId, box }] });
  const files = { people: NUL, catalog: '', policy: '' };
  const publish = { files, providerDigests: {}, dryRun: false, follows: 1 };

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'as the name of a device',
      async () => join(await joinStatement('no-such-invite', NOBODY, { deviceName: NUL })),
      '“name” has a NUL character in it',
    ],
    ['as a person', () => as('owner').org.invite.mutate(inviteBody(NUL)), '“person” has a NUL character'],
    ['in a file', () => as('owner').org.publish.mutate(publish), '“files.people” has a NUL character'],
    ['as a credential', () => report('d1', NUL), '“sealed.0.box” is not written as it must be'],
    ['as its device', () => report(NUL, 'c2VhbGVk'), '“sealed.0.deviceId” has a NUL character'],
  ])('%s is bad input', async (_what, call, sentence) => {
    const refusal = await call().catch((error: unknown) => refusalOf(error));
    expect(refusal).toMatchObject({ code: 'badInput', told: inWordsWith(sentence) });
  });
});

describe("somebody else's", () => {
  let request: RequestState;
  beforeAll(async () => {
    request = await as('owner').requests.submit.mutate(draft());
  });
  const requestId = () => request.facts.requestId;
  const grantId = () => grantsOf(request)[0]?.entitlement.grantId ?? '';

  it.each<[string, () => Promise<unknown>, RefusalCode[]]>([
    ['request cannot be read', () => as('dev').requests.get.query({ requestId: requestId() }), ['notFound']],
    [
      'request cannot be withdrawn',
      () => as('dev').requests.withdraw.mutate({ requestId: requestId() }),
      ['notFound', 'notAllowed'],
    ],
    [
      'grant cannot be ended',
      () => as('dev').grants.end.mutate({ isGone: false, grantId: grantId(), reason: said('') }),
      ['notFound', 'notAllowed'],
    ],
    [
      'credential cannot be had',
      () => as('dev').grants.credential.query({ grantId: grantId() }),
      ['notFound', 'notAllowed'],
    ],
    [
      'work cannot be leased',
      () => as('dev').runner.lease.mutate({ pool: 'default', max: 10 }),
      ['notAllowed'],
    ],
    [
      'organisation cannot be published',
      () =>
        as('dev').org.publish.mutate({
          files: { people: '', catalog: '', policy: '' },
          ...{ providerDigests: {}, dryRun: false, follows: 1 },
        }),
      ['notAllowed'],
    ],
  ])('%s', async (_what, call, codes) => expect(codes).toContain(await codeOf(call())));
});

/** An invite that nobody made. */
const NOBODY = { person: 'dev@example.com', log: { origin: 'example/log', logKey: 'example/log+0+x' } };
const join = (signed: SentStatement<'joinOrganisation'>, changes: object = {}) =>
  createClient({ url: world.service.url, identity: null }).api.session.join.mutate({
    ...{ signed, protocol: PROTOCOL_VERSION },
    ...changes,
  });

describe('joining', () => {
  const with_ = async (changes: object, body: object = {}) => {
    const signed = await joinStatement('no-such-invite', NOBODY);
    const { statement, ...rest } = signed;
    return join({ ...rest, statement: { ...statement, body: { ...statement.body, ...body } } }, changes);
  };

  it('with a protocol that is too old is told to update', async () =>
    expect(await codeOf(with_({ protocol: 1 }))).toBe('clientTooOld'));

  it('with an invite that nobody made is refused', async () =>
    expect(await codeOf(with_({}))).toBe('badInvite'));

  it.each([
    ['no name', {}, { name: '' }],
    ['a key of the wrong length', {}, { signingKey: 'k' }],
    ['a key that is written in another way', {}, { signingKey: `${'A'.repeat(42)}B` }],
    ['an invite of 1 MB', {}, { inviteKey: 'x'.repeat(1_000_000) }],
    ['something more', {}, { more: true }],
    ['a negative protocol', { protocol: -1 }, {}],
  ])('with %s is bad input', async (_what, changes, body) =>
    expect(await codeOf(with_(changes, body))).toBe('badInput'),
  );
});

describe('a person who leaves', () => {
  const publish = (people: string) => publishFiles(as('owner'), { ...exampleOrganisation, people });

  it('is cut off from what they follow, told so, and stays out when they are added again', async () => {
    let isLive = false;
    const following = followChanges({
      ...{ client: clients['dev']!, clock: systemClock, after: null, signal: new AbortController().signal },
      onChange: () => undefined,
      onState: (state) => (isLive = state === 'live'),
    });
    await until(() => isLive);
    const people = exampleOrganisation.people.replaceAll('dev@example.com', 'new@example.com');
    expect(await publish(people)).toMatchObject({ published: true, mistakes: [] });
    expect(await following).toMatchObject({ code: 'notSignedIn' });
    expect(await publish(exampleOrganisation.people)).toMatchObject({ published: true });
    expect(await codeOf(as('dev').session.me.query())).toBe('notSignedIn');
  });
});
