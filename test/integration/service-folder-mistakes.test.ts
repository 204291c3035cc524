import { afterEach, expect, it } from 'vitest';
import { DEV, FILES, OWNER, ServiceFixture } from './service-fixture.ts';

let fixture: ServiceFixture;
afterEach(() => fixture.close());

const BROKEN = { ...FILES, policy: FILES.policy.replace('group:leads]', 'group:laeds]') };
const startedWith = (files: typeof FILES | typeof BROKEN, owner?: string) =>
  new ServiceFixture({ organisation: { files, providerDigests: {} }, ...(owner && { owner }) });
const problem = async (person: string): Promise<string | undefined> =>
  (await fixture.api.catalog.list(await fixture.caller(person))).problem;

it('with a mistake in the --org folder nothing is founded: the service does not start, and says where', async () => {
  fixture = startedWith(BROKEN, OWNER);
  await expect(fixture.start()).rejects.toThrow(/--org have mistakes.* policy\.yaml:\d+: .*laeds/);
  Object.assign(fixture.options, { organisation: { files: FILES, providerDigests: {} } });
  await fixture.start();
  expect(fixture.service.ownerInvite).not.toBeNull();
});

it('of a folder that was broken later owners read the place, others who can mend it, until it is mended', async () => {
  fixture = await startedWith(FILES).start();
  for (const person of [OWNER, DEV]) await fixture.device(person);
  expect(await problem(OWNER)).toBeUndefined();
  Object.assign(fixture.options, { organisation: { files: BROKEN, providerDigests: {} } });
  await fixture.restart();
  expect(await problem(OWNER)).toMatch(/so version 1 is still in force\. policy\.yaml, line \d+:/);
  const told = await problem(DEV);
  expect(told).toBe(
    'The organisation’s files on the computer of the service have a mistake, so version 1 is still in force. Ask Owner Example to mend it.',
  );

  await fixture.api.org.publish(await fixture.caller(OWNER), {
    files: { ...FILES, policy: FILES.policy.replace('maxDuration: 2h', 'maxDuration: 1h') },
    providerDigests: {},
    dryRun: false,
  });
  expect([await problem(OWNER), await problem(DEV)]).toEqual([undefined, undefined]);
});

it('of a folder that was put back as it was, nothing is wrong any more once that is published', async () => {
  fixture = await startedWith(FILES).start();
  await fixture.device(OWNER);
  Object.assign(fixture.options, { organisation: { files: BROKEN, providerDigests: {} } });
  await fixture.restart();
  expect(await problem(OWNER)).toBeDefined();
  const again = { files: FILES, providerDigests: {}, dryRun: false };
  expect(await fixture.api.org.publish(await fixture.caller(OWNER), again)).toMatchObject({
    published: false,
  });
  expect(await problem(OWNER)).toBeUndefined();
});
