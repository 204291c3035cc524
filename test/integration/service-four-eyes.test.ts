import { wordsIn } from '../../shared/words/words.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestStatus } from '../../shared/domain/request/request-status.ts';
import type { LogRecord } from '../../shared/domain/entry.ts';
import { DEV, FILES, LEAD, LEAD2, OTHER, OWNER, refusalOf, ServiceFixture } from './service-fixture.ts';

const BOT = 'service:bot';
const HOURS = 3_600_000;

/** Developers and bots ask, leads approve; Lead and Second Lead are owners. */
const people = (more = '', operators = '') =>
  FILES.people
    .replace('owners: [owner@example.com]', `owners: [owner@example.com, ${LEAD}]`)
    .replace('services:', `${more}services:\n  - { id: "${BOT}", groups: [developers]${operators} }`);

let fixture: ServiceFixture;
afterEach(() => fixture.close());

async function publish(by: string, text: string): Promise<void> {
  const published = await fixture.api.org.publish(await fixture.caller(by), {
    files: { ...FILES, people: text },
    providerDigests: {},
    dryRun: false,
  });
  expect(published).toMatchObject({ published: true, mistakes: [] });
}
const start = async (text: string) =>
  (fixture = await new ServiceFixture({
    organisation: { files: { ...FILES, people: text }, providerDigests: {} },
  }).start());
const stepsOf = (state: Awaited<ReturnType<ServiceFixture['submit']>>) => state.reviewers.flat();

describe('whoever acts as a service approves nothing that it asks for', () => {
  it('its operators never count as its reviewers', async () => {
    await start(people('', `, operators: [${LEAD2}]`));
    const asked = await fixture.submit(BOT);
    expect(stepsOf(asked)).toEqual([LEAD]);
    expect(await refusalOf(fixture.review(LEAD2, asked))).toBe('notFound');
    expect(requestStatus(await fixture.review(LEAD, asked))).toBe('scheduled');
  });

  it('neither does whoever invited its devices, also after the request was made', async () => {
    await start(people());
    const asked = await fixture.submit(BOT);
    expect(stepsOf(asked)).toEqual([LEAD2, LEAD]);
    await fixture.join(await fixture.inviteBy(LEAD, BOT));
    expect(await refusalOf(fixture.review(LEAD, asked))).toBe('notReviewer');
    expect(stepsOf(await fixture.submit(BOT))).toEqual([LEAD2]);
    await fixture.restart();
    expect(stepsOf(await fixture.submit(BOT))).toEqual([LEAD2]);
    expect(requestStatus(await fixture.review(LEAD2, asked))).toBe('scheduled');
  });

  it('somebody who became an operator after approving counts no more', async () => {
    await start(people());
    const asked = await fixture.review(LEAD, await fixture.submit(BOT));
    expect(requestStatus(asked)).toBe('scheduled');
    await publish(OWNER, people('', `, operators: [${LEAD}]`));
    expect(await fixture.lease()).toEqual([]);
    expect(requestStatus(await fixture.get(BOT, asked.facts.requestId))).toBe('failed');
  });

  it('an operator has to be one of the people', async () => {
    await start(people());
    const published = await fixture.api.org.publish(await fixture.caller(OWNER), {
      files: { ...FILES, people: people('', ', operators: [nobody@example.com]') },
      providerDigests: {},
      dryRun: true,
    });
    expect(published.mistakes[0]?.message).toContain('nobody@example.com');
  });
});

describe('a new person reviews nothing of who added them for a day', () => {
  const PUPPET = 'puppet@example.com';
  const added = () =>
    people(`  - { id: ${PUPPET}, name: Puppet, groups: [leads] }\n`).replace(
      'name: Owner Example }',
      'name: Owner Example, groups: [developers] }',
    );
  beforeEach(async () => {
    await start(people().replace('name: Owner Example }', 'name: Owner Example, groups: [developers] }'));
    await publish(OWNER, added());
  });

  it('but of others they do', async () => {
    const own = await fixture.submit(OWNER);
    expect(stepsOf(own)).toEqual([LEAD2, LEAD]);
    expect(await refusalOf(fixture.review(PUPPET, own))).toBe('notFound');
    expect(requestStatus(await fixture.review(PUPPET, await fixture.submit(DEV)))).toBe('scheduled');
  });

  it('after a day they do', async () => {
    await fixture.restart();
    await fixture.clock.advance(23 * HOURS);
    expect(stepsOf(await fixture.submit(OWNER))).not.toContain(PUPPET);
    await fixture.clock.advance(2 * HOURS);
    expect(stepsOf(await fixture.submit(OWNER))).toContain(PUPPET);
  });

  it('when another owner has confirmed them they do, and nobody else can', async () => {
    const confirm = async (by: string) =>
      fixture.api.org.confirm(await fixture.caller(by), { person: PUPPET });
    expect(await refusalOf(confirm(OWNER))).toBe('notAllowed');
    expect(await refusalOf(confirm(PUPPET))).toBe('notAllowed');
    expect(await refusalOf(confirm(OTHER))).toBe('notAllowed');
    expect(stepsOf(await fixture.submit(OWNER))).not.toContain(PUPPET);
    await confirm(LEAD);
    expect(stepsOf(await fixture.submit(OWNER))).toContain(PUPPET);
  });

  it('a puppet that is an owner confirms no other puppet', async () => {
    const second = 'puppet2@example.com';
    const more = added().replace(
      'services:',
      `  - { id: ${second}, name: Second, groups: [leads] }\nservices:`,
    );
    await publish(OWNER, more.replace('owners: [', `owners: [${PUPPET}, `));
    const confirm = fixture.api.org.confirm(await fixture.caller(PUPPET), { person: second });
    expect(await refusalOf(confirm)).toBe('notAllowed');
  });

  it('who came with the first version is not new', async () => {
    expect(stepsOf(await fixture.submit(OWNER))).toContain(LEAD);
  });
});

it('the first other person of an organisation is not new, the one after is', async () => {
  const alone = FILES.people.split('\n').filter((line) => !/dev@|other@|lead@|lead2@/.test(line));
  const withLeads = (...ids: string[]) =>
    alone
      .join('\n')
      .replace('name: Owner Example }', 'name: Owner Example, groups: [developers, leads] }')
      .replace('services:', `${ids.map((id) => `  - { id: ${id}, groups: [leads] }\n`).join('')}services:`);
  await start(withLeads());
  await publish(OWNER, withLeads('first@example.com'));
  await publish(OWNER, withLeads('first@example.com', 'second@example.com'));
  expect(stepsOf(await fixture.submit(OWNER))).toEqual(['first@example.com']);
});

describe('publishing is told with a readable difference', () => {
  it('to all owners, and to each member what it means for them; nobody else reads it', async () => {
    await start(people());
    const size = (await fixture.api.log.entries(await fixture.caller(LEAD), { from: 0, limit: 1_000 })).size;
    await fixture.caller(LEAD2);
    await fixture.caller(DEV);
    const policy = FILES.policy.replace('maxDuration: 2h', 'maxDuration: 300d');
    await fixture.api.org.publish(await fixture.caller(OWNER), {
      files: {
        ...FILES,
        policy,
        people: people().replace('Other Example, groups: [developers]', 'Other Example, groups: [leads]'),
      },
      providerDigests: {},
      dryRun: false,
    });
    const read = async (person: string) =>
      (await fixture.api.log.entries(await fixture.caller(person), { from: size, limit: 1_000 })).items
        .flatMap(({ text }) => (text === null ? [] : [(JSON.parse(text) as LogRecord).entry]))
        .filter(({ type }) => type === 'organisationChanged' || type === 'memberChanged');
    const [changed, member] = await read(LEAD);
    const lines =
      changed?.type === 'organisationChanged'
        ? changed.changes.map((each) => wordsIn('en').spoken(each))
        : [];
    expect(lines.join('\n')).toMatch(/The rule “production”: at most 300d \(was at most 2h\)/);
    expect(lines.join('\n')).toMatch(/Other Example \(other@example.com\): in leads \(was in developers\)/);
    expect(member).toMatchObject({ type: 'memberChanged', person: OTHER });
    expect(await read(OTHER)).toMatchObject([{ type: 'memberChanged', person: OTHER }]);
    expect(await read(DEV)).toEqual([]);
  });
});
