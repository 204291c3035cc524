import { inEnglish } from '../../shared/words/words.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OrganisationTexts } from '../../shared/organisation-files/parse-organisation.ts';
import { RefusalError } from '../../shared/contract/refusal-error.ts';
import { until } from '../fakes/until.ts';
import { DEV, FILES, OWNER, ServiceFixture } from './service-fixture.ts';

let fixture: ServiceFixture;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
  await fixture.device(OWNER);
});
afterEach(() => fixture.close());

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Within all limits, and seconds of comparing. */
const LARGE = {
  people: `version: 1
owners: [${OWNER}]
people: [{ id: ${OWNER}, groups: [all] }, { id: dev@example.com, groups: [all] }]
`,
  catalog: `version: 1
providers: { p: { use: example } }
entitlements:
${range(6_000)
  .map((index) => `  - { id: s${index % 480}/e${index}, title: E, provider: p }\n`)
  .join('')}`,
  policy: `version: 1
rules:
${range(480)
  .map(
    (index) =>
      `  - { name: r${index}, match: { entitlement: ["s${index}/*", "*/e${index}*", "**/x${index}", "**9*${index}"], requester: group:all }, approve: auto, maxDuration: 1h }\n`,
  )
  .join('')}`,
};

const FILES_ANEW = { ...FILES, policy: `${FILES.policy}# anew\n` };

const publish = async (files: OrganisationTexts, note = '') =>
  fixture.api.org.publish(await fixture.caller(OWNER), {
    files: { ...files, policy: `${files.policy}# ${note}\n` },
    providerDigests: {},
    dryRun: false,
  });
const messageOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'no refusal',
    (fault: unknown) => (fault instanceof RefusalError ? inEnglish(fault.refusal.told) : String(fault)),
  );

/** What `work` answers, and how often others had a turn meanwhile: a count, which a busy machine does not change. */
async function watched<T>(work: () => Promise<T>): Promise<{ readonly answer: T; readonly turns: number }> {
  let turns = 0;
  let isOver = false;
  const turn = (): void => {
    turns += 1;
    if (!isOver) setTimeout(turn, 1);
  };
  setTimeout(turn, 1);
  const answer = await work();
  isOver = true;
  return { answer, turns };
}

it('others are answered while a large publish is checked, and while what it offers is listed', async () => {
  const caller = await fixture.caller(OWNER);
  const order: string[] = [];
  const published = await watched(async () => {
    const publishing = publish(LARGE).finally(() => order.push('published'));
    await fixture.api.session.me(caller).then(() => order.push('answered'));
    return publishing;
  });
  expect(published.answer).toMatchObject({ version: 2, published: true });
  const listed = await watched(async () => {
    // Whoever asks twice has it made once.
    const listing = Promise.all([fixture.api.catalog.list(caller), fixture.api.catalog.list(caller)]);
    void listing.then(() => order.push('listed'));
    await fixture.api.session.me(caller).then(() => order.push('answered'));
    return listing;
  });
  const [one, two] = listed.answer;
  expect(one.items).toHaveLength(6_000);
  expect(two.items).toBe(one.items);
  expect(order).toEqual(['answered', 'published', 'answered', 'listed']);
  // Without a thread, and without turns for others, there is one or none.
  expect(published.turns).toBeGreaterThan(20);
  expect(listed.turns).toBeGreaterThan(20);
  await fixture.restart();
  expect((await fixture.api.session.me(await fixture.caller(OWNER))).organisation.version).toBe(2);
});

it('a publish that takes too long is refused in words, and nothing of it is in force', async () => {
  const refused = messageOf(publish(LARGE));
  await until(() => fixture.clock.sleeping > 0);
  await fixture.clock.advance(25_000);
  expect(await refused).toContain('took longer than 25 seconds, so nothing was published');
  const { organisation } = await fixture.api.session.me(await fixture.caller(OWNER));
  expect(organisation.version).toBe(1);
});

it('who comes while files of theirs are checked and others wait is told so', async () => {
  const answers = range(4).map((index) => messageOf(publish(LARGE, String(index))));
  let told = 0;
  for (const answer of answers)
    void answer.then((each) => {
      if (each.includes('Files of yours wait to be checked already')) told += 1;
    });
  await until(() => told === 2);
  await fixture.restart();
  const all = await Promise.all(answers);
  expect(all.filter((each) => each.includes('of yours wait'))).toHaveLength(2);
});

it('one owner who publishes without end keeps nobody else from publishing', async () => {
  const both = LARGE.people.replace(`owners: [${OWNER}]`, `owners: [${OWNER}, ${DEV}]`);
  await publish({ ...FILES, people: FILES.people.replace('owners: [', `owners: [${DEV}, `) });
  const caller = await fixture.caller(DEV);
  let isOver = false;
  const loops = range(8).map(async (index) => {
    while (!isOver)
      await fixture.api.org
        .publish(caller, {
          files: { ...LARGE, people: both },
          providerDigests: {},
          dryRun: index < 4,
        })
        .catch(() => new Promise((resolve) => setImmediate(resolve)));
  });
  expect(await publish(FILES)).toMatchObject({ published: true });
  isOver = true;
  await fixture.restart();
  await Promise.all(loops);
});

it('nothing is published of files whose owner has hung up', async () => {
  const hungUp = new AbortController();
  const input = { files: FILES_ANEW, providerDigests: {}, dryRun: false };
  const publishing = messageOf(fixture.api.org.publish(await fixture.caller(OWNER), input, hungUp.signal));
  hungUp.abort();
  expect(await publishing).toContain('nobody waited for the answer');
  // What was waited for with the same key is carried out.
  expect(await fixture.api.org.publish(await fixture.caller(OWNER), input)).toMatchObject({ version: 2 });
});
