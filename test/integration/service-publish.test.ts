import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEV, FILES, OWNER, refusalOf, ServiceFixture, unique } from './service-fixture.ts';
import { said } from '../fakes/said.ts';

let fixture: ServiceFixture;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
  for (const person of [OWNER, DEV]) await fixture.device(person);
});
afterEach(() => fixture.close());

const publish = async (
  person: string,
  files: Partial<typeof FILES> | Record<string, string>,
  dryRun = false,
) =>
  fixture.api.org.publish(await fixture.caller(person), {
    files: { ...FILES, ...files },
    providerDigests: {},
    dryRun,
  });

describe('publishing', () => {
  it('with mistakes keeps the old version in force and names file and line', async () => {
    const answer = await publish(OWNER, { policy: FILES.policy.replace('group:leads', 'group:nobody') });
    expect(answer).toMatchObject({ version: 1, published: false });
    expect(answer.mistakes[0]).toMatchObject({ file: 'policy.yaml', severity: 'error' });
    expect(answer.mistakes[0]?.line).toBeGreaterThan(1);
    expect((await publish(OWNER, { people: '{{{' })).published).toBe(false);
    expect((await fixture.submit(DEV)).phase.kind).toBe('submitted');
  });

  it('only checks when it is a dry run', async () => {
    expect(await publish(OWNER, {}, true)).toMatchObject({ version: 1, published: false, mistakes: [] });
  });

  it('is for owners only, and whoever stopped being one is none from then on', async () => {
    expect(await refusalOf(publish(DEV, {}))).toBe('notAllowed');
    await fixture.device('lead@example.com');
    await publish(OWNER, {
      people: FILES.people.replace('owners: [owner@example.com]', 'owners: [lead@example.com]'),
    });
    expect(await refusalOf(publish(OWNER, {}))).toBe('notAllowed');
  });

  it('at the same moment is done once: the other was written after a version that is not the last', async () => {
    const answers = await Promise.all(
      ['a', 'b'].map((word) =>
        publish(OWNER, { policy: `${FILES.policy}# ${word}\n` }).then(
          ({ version }) => version,
          ({ refusal }) => refusal.code,
        ),
      ),
    );
    expect(answers.sort()).toEqual([2, 'otherVersion']);
    await fixture.restart();
    expect((await fixture.api.session.me(await fixture.caller(OWNER))).organisation.version).toBe(2);
  });

  it('is no new version when it says the same as the one in force', async () => {
    const size = (await fixture.service.metrics()).logSize;
    expect(await publish(OWNER, {})).toEqual({ version: 1, published: false, mistakes: [] });
    expect((await fixture.service.metrics()).logSize).toBe(size);
    const changed = { policy: `${FILES.policy}# changed\n` };
    const first = publish(OWNER, changed);
    // In the same moment it would be the same statement.
    await fixture.clock.advance(1);
    const answers = await Promise.all([first, publish(OWNER, changed)]);
    expect(answers.map(({ version, published }) => [version, published]).sort()).toEqual([
      [2, false],
      [2, true],
    ]);
    expect(await publish(OWNER, {})).toMatchObject({ version: 3, published: true });
  });

  it('changes what is asked for later; what was approved is granted as it was approved', async () => {
    const certificates = (principal: string) =>
      FILES.catalog
        .replace('use: example', 'use: ssh-certificate')
        .replace('config: {}', 'config: { caKey: /etc/ssh/ca, krl: /etc/ssh/krl }')
        .replace(/input: \{\}/g, `input: { principals: [${principal}] }`);
    expect((await publish(OWNER, { catalog: certificates('deploy') })).mistakes).toEqual([]);
    await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    expect((await publish(OWNER, { catalog: certificates('root') })).published).toBe(true);
    const [work] = await fixture.lease();
    expect(work?.entitlement.input).toEqual({ principals: ['deploy'] });
  });

  it('is checked against the manifests of the providers that come with the service', async () => {
    const catalog = FILES.catalog.replace('config: {}', 'config: { foldr: access }');
    expect(await publish(OWNER, { catalog })).toMatchObject({
      version: 1,
      published: false,
      mistakes: [{ file: 'catalog.yaml', line: 7, message: expect.stringContaining('“folder”') }],
    });
  });
});

describe('the folder that the service is started with', () => {
  const startWith = async (files: Partial<typeof FILES> | Record<string, string>) => {
    Object.assign(fixture.options, { organisation: { files: { ...FILES, ...files }, providerDigests: {} } });
    await fixture.restart();
    const { proposal } = fixture.service;
    return proposal && { ...proposal, differs: proposal.differs !== null };
  };
  const withoutOther = { people: FILES.people.replace(/^.*other@example.com.*\n/m, '') };
  const version = async () =>
    (await fixture.api.session.me(await fixture.caller(OWNER))).organisation.version;

  it('is proposed alone, until an owner publishes it', async () => {
    expect(await startWith(withoutOther)).toEqual({ version: 1, mistakes: [], differs: true });
    expect(await version()).toBe(1);
    expect(await publish(OWNER, withoutOther)).toMatchObject({ version: 2, published: true });
    expect(await startWith(withoutOther)).toEqual({ version: 2, mistakes: [], differs: false });
    expect(await version()).toBe(2);
  });

  it('does not bring back what was published from elsewhere since', async () => {
    await publish(OWNER, withoutOther);
    expect(await startWith({})).toEqual({ version: 2, mistakes: [], differs: true });
    const owner = await fixture.caller(OWNER);
    expect(await refusalOf(fixture.api.org.invite(owner, { person: 'other@example.com' }))).toBe('notFound');
  });

  it('with mistakes in it is told as such, and the old version stays in force', async () => {
    const started = await startWith({ people: 'version: 2' });
    expect(started).toMatchObject({ version: 1, differs: false });
    expect(started?.mistakes.length).toBeGreaterThan(0);
    expect(await version()).toBe(1);
  });
});

describe('what policy says', () => {
  it('is told in the catalog and in a preview, to each as it is for them', async () => {
    const dev = await fixture.caller(DEV);
    const { items, names } = await fixture.api.catalog.list(dev);
    expect(items.map(({ id, access }) => [id, access])).toEqual([
      ['prod/db:write', 'review'],
      ['dev/db:write', 'auto'],
    ]);
    expect(names[DEV]).toBe('Dev Example');
    const owner = await fixture.api.catalog.list(await fixture.caller(OWNER));
    expect(owner.items.map(({ access }) => access)).toEqual(['refused', 'refused']);
    const preview = await fixture.api.policy.preview(dev, {
      ...{ entitlementIds: ['prod/db:write'], durationMs: null, reason: '', ticket: null },
    });
    expect(preview).toMatchObject({ kind: 'review', steps: [{ need: 1 }] });
    expect(preview.sentence).toContain('Lead Example');
    expect(preview.problems.map(({ field }) => field)).toEqual(['duration', 'reason']);
  });

  it('refuses for the record what no rule allows, and without one what is no request at all', async () => {
    const before = fixture.api;
    const refused = await fixture.submit(OWNER);
    expect(refused.phase).toMatchObject({ kind: 'refused', refusal: { code: 'noRule' } });
    const { logSize } = await fixture.service.metrics();
    expect(await refusalOf(fixture.submit(DEV, { entitlement: 'prod/nothing' }))).toBe('unknownEntitlement');
    const dev = await fixture.caller(DEV);
    const tooShort = { entitlementIds: ['prod/db:write'], reason: said('x'), ticket: null };
    const ids = { requestId: unique() };
    const durationMs = refused.facts.durationMs;
    expect(await refusalOf(before.requests.submit(dev, { ...tooShort, ...ids, durationMs }))).toBe(
      'reasonMissing',
    );
    expect((await fixture.service.metrics()).logSize).toBe(logSize);
  });

  it('an extension is refused with a sentence', async () => {
    const { state, work } = await fixture.activate();
    const dev = await fixture.caller(DEV);
    const extend = fixture.api.grants.extend(dev, { grantId: work.grantId, byMs: state.facts.durationMs });
    expect(await refusalOf(extend)).toBe('notSupported');
  });
});
