import { inWords } from '../support/in-words.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proposalHandlers } from '../../main/ipc/proposal-handlers.ts';
import type { Caller } from '../../shared/api/api.ts';
import { DEV, FILES, LEAD, OWNER, ServiceFixture } from './service-fixture.ts';

type Files = Readonly<Record<keyof typeof FILES, string>>;
const TWO: Files = {
  ...FILES,
  people: FILES.people.replace('owners: [owner@example.com]', `owners: [${OWNER}, ${LEAD}]`),
};
const SHORTER: Files = { ...TWO, policy: TWO.policy.replace('maxDuration: 2h', 'maxDuration: 1h') };
const WITHOUT_OWNER: Files = {
  ...TWO,
  people: TWO.people
    .replace(`owners: [${OWNER}, ${LEAD}]`, `owners: [${LEAD}]`)
    .replace('  - { id: owner@example.com, name: Owner Example }\n', ''),
};

let fixture: ServiceFixture;
beforeEach(async () => {
  fixture = await new ServiceFixture({ organisation: { files: TWO, providerDigests: {} } }).start();
  for (const person of [OWNER, LEAD, DEV]) await fixture.device(person);
});
afterEach(() => fixture.close());

const startedWith = async (files: Files): Promise<void> => {
  Object.assign(fixture.options, { organisation: { files, providerDigests: {} } });
  await fixture.restart();
};
const proposed = async (person: string) => fixture.service.api.org.proposed(await fixture.caller(person));
const problem = async (person: string) =>
  (await fixture.api.catalog.list(await fixture.caller(person))).problem;
const publish = async (person: string, files: Files) =>
  fixture.api.org.publish(await fixture.caller(person), { files, providerDigests: {}, dryRun: false });

describe('what a service was started with', () => {
  it('and is in force is proposed to nobody', async () => {
    expect(await proposed(OWNER)).toBeNull();
    expect(await problem(OWNER)).toBeUndefined();
  });

  it('and is not in force is told to owners, with what would change, until they publish it', async () => {
    await startedWith(SHORTER);
    expect(await proposed(LEAD)).toEqual({
      ...{ files: SHORTER, providerDigests: {}, follows: 1, more: 0 },
      changes: [expect.stringMatching(/^The rule “production”: at most 1h \(was at most 2h\)$/)],
      told: [inWords(/^The rule “production”: at most 1h \(was at most 2h\)$/)],
    });
    expect(await problem(LEAD)).toBe(
      'The folder on the computer of the service says otherwise than version 1, which is in force. An owner looks at what would change and publishes it: in Settings, or with latchkey publish --proposed. Whoever does not mean it puts the folder right there.',
    );
    expect(await problem(DEV)).toBeUndefined();
    await expect(proposed(DEV)).rejects.toMatchObject({ refusal: { code: 'notAllowed' } });
    expect(await publish(LEAD, SHORTER)).toMatchObject({ version: 2, published: true });
    expect([await proposed(LEAD), await problem(LEAD)]).toEqual([null, undefined]);
  });

  it('stays a proposal for the other owners when the owner leaves who would have published it', async () => {
    await startedWith(SHORTER);
    expect(await proposed(OWNER)).not.toBeNull();
    const leaving = await fixture.caller(OWNER);
    expect(await publish(LEAD, WITHOUT_OWNER)).toMatchObject({ version: 2, published: true });
    await expect(async () => fixture.service.api.org.proposed(leaving)).rejects.toMatchObject({
      refusal: { code: 'notAllowed' },
    });
    const left = await proposed(LEAD);
    expect(left).toMatchObject({ files: SHORTER, follows: 2 });
    expect(left?.changes.join('\n')).toContain('Owner Example (owner@example.com) is here now: an owner');
    expect(await problem(LEAD)).toContain('says otherwise than version 2');
  });
});

describe('in the app, what was shown', () => {
  const handlersOf = (caller: Caller) => {
    const { api } = fixture;
    const calls = {
      org: {
        proposed: { query: () => fixture.service.api.org.proposed(caller) },
        publish: { mutate: (input: never) => api.org.publish(caller, input) },
      },
    };
    return proposalHandlers({
      call: async (work) =>
        ({ kind: 'answered', value: await work(calls as never, AbortSignal.abort()) }) as never,
    });
  };

  it('is published as it was shown', async () => {
    await startedWith(SHORTER);
    const handlers = handlersOf(await fixture.caller(LEAD));
    const shown = await handlers['org.proposed'](undefined);
    if (!shown.ok || !shown.value) throw new Error('nothing is proposed');
    expect(shown.value).toMatchObject({
      follows: 1,
      more: 0,
      changes: [
        inWords('The rule “production”: at most 1h (was at most 2h)'),
        inWords('Its owners, as this computer reads it: owner@example.com and lead@example.com'),
      ],
    });
    expect(await handlers['org.publishProposed']({ hash: shown.value.hash })).toMatchObject({
      ok: true,
      value: { version: 2, outcome: 'published' },
    });
    expect(await handlers['org.proposed'](undefined)).toEqual({ ok: true, value: null });
  });

  it('and has changed since is not published, and says so', async () => {
    await startedWith(SHORTER);
    const handlers = handlersOf(await fixture.caller(LEAD));
    const shown = await handlers['org.proposed'](undefined);
    if (!shown.ok || !shown.value) throw new Error('nothing is proposed');
    const { hash } = shown.value;
    await publish(LEAD, WITHOUT_OWNER);
    expect(await handlers['org.publishProposed']({ hash })).toMatchObject({
      error: { code: 'otherVersion', told: inWords(/nothing was published/) },
    });
    const anew = await handlers['org.proposed'](undefined);
    expect(anew).toMatchObject({ value: { follows: 2 } });
    expect(anew).not.toMatchObject({ value: { hash } });
  });
});
