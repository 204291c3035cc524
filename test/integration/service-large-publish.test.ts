import { afterEach, beforeEach, expect, it } from 'vitest';
import { RefusalError } from '../../shared/contract/refusal-error.ts';
import { until } from '../fakes/until.ts';
import { OWNER, ServiceFixture, unique } from './service-fixture.ts';

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

const publish = async (files: typeof LARGE, note = '') =>
  fixture.api.org.publish(await fixture.caller(OWNER), {
    files: { ...files, policy: `${files.policy}# ${note}\n` },
    providerDigests: {},
    dryRun: false,
    idempotencyKey: unique(),
  });
const messageOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'no refusal',
    (fault: unknown) => (fault instanceof RefusalError ? fault.refusal.message : String(fault)),
  );

it('others are answered while a large publish is checked', async () => {
  const caller = await fixture.caller(OWNER);
  const order: string[] = [];
  // How long the service stood still at most, as a timer sees it.
  let [lastBeat, longestMs] = [performance.now(), 0];
  const beat = (): void => {
    longestMs = Math.max(longestMs, performance.now() - lastBeat);
    lastBeat = performance.now();
  };
  const beating = setInterval(beat, 10);
  const beganAt = performance.now();
  const publishing = publish(LARGE).finally(() => order.push('published'));
  await fixture.api.session.me(caller).then(() => order.push('answered'));
  expect(await publishing).toMatchObject({ version: 2, published: true });
  const tookMs = performance.now() - beganAt;
  beat();
  clearInterval(beating);
  expect(order).toEqual(['answered', 'published']);
  // Without a thread the service stands still for nearly all of it.
  expect(longestMs).toBeLessThan(tookMs / 3);
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

it('files are checked one after the other, and who comes when a few wait is told so', async () => {
  const answers = range(7).map((index) => messageOf(publish(LARGE, String(index))));
  expect(await Promise.race(answers)).toBe('Others are publishing now. Try again in a minute.');
  await fixture.restart();
  const all = await Promise.all(answers);
  expect(all.filter((each) => each.startsWith('Others are publishing'))).toHaveLength(2);
});
