import { existsSync, readdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { until } from '../fakes/until.ts';
import { keepState, recordedStates, stateFolder, takeUp } from '../support/recorded-state.ts';
import { SetClock } from '../support/set-clock.ts';
import { startCliWorld } from './cli-world.ts';

// A service, the devices of three people and two runners, as a version left them with active grants. Whatever is changed later:
// it is opened, goes on, and takes away what is active.

const PEOPLE = ['owner', 'dev', 'lead'] as const;
const OWN_ACCESS = 'service/runner/providers/example/access';
const FAR_ACCESS = 'owner/runner/providers/example/access';
/** Longer than recording takes, and shorter than it takes to come by a state that somebody else recorded. */
const FOR = ['--for', '5m'];

interface Facts {
  /** When it was left, in milliseconds. */
  readonly leftAt: number;
  /** Grants that were active, and the requests that they were for. */
  readonly active: readonly string[];
  readonly asked: readonly string[];
  readonly waiting: string;
}

const replaced = (text: string, from: string, to: string): string => {
  if (!text.includes(from)) throw new Error(`there is no ${from}`);
  return text.replace(from, to);
};

const FAR_ENTITLEMENT =
  '  - { id: "staging/far:token", title: Token far away, description: At another runner, provider: away }\n';

/** The example, with a provider at a runner of its own, and requests that soon lapse. */
const files = {
  people: replaced(exampleOrganisation.people, 'groups: [platform] }', 'groups: [platform], pools: [far] }'),
  catalog: replaced(
    replaced(exampleOrganisation.catalog, 'entitlements:\n', `entitlements:\n${FAR_ENTITLEMENT}`),
    'providers:\n',
    'providers:\n  away: { use: example, pool: far, config: { folder: access } }\n',
  ),
  policy: replaced(
    exampleOrganisation.policy,
    '    maxDuration: 2h',
    '    maxDuration: 2h\n    lapseAfter: 10m',
  ),
};

type World = Awaited<ReturnType<typeof startCliWorld>>;
interface Listed {
  readonly grantId: string;
}

const grantsOf = async (world: World): Promise<string[]> =>
  (await world.json<Listed[]>('dev', ['grants'])).map(({ grantId }) => grantId).sort();

/** The files of tokens, without those that the provider keeps for itself. */
const tokensIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];

let world: World;
afterEach(() => world.stop());

/** For a version that is new: `LATCHKEY_RECORD=service-NAME` keeps its state as that. */
it.runIf(process.env['LATCHKEY_RECORD']?.startsWith('service-'))('a state is recorded', async () => {
  world = await startCliWorld(files);
  for (const person of ['dev', 'lead']) await world.join(person);
  const ask = async (entitlement: string, reason: string): Promise<string> =>
    (
      await world.json<{ request: { facts: { requestId: string } } }>('dev', [
        ...['request', entitlement, ...FOR, '--reason', reason],
      ])
    ).request.facts.requestId;
  const stop = new AbortController();
  const far = world.run('owner', ['runner', '--pool', 'far'], { stop: stop.signal });
  const [runner] = await world.json<{ device: string }[]>('owner', ['runners']);
  await world.run('owner', ['runners', 'sign-in', runner?.device ?? '']);

  await ask('staging/sandbox:token', 'given back before');
  await until(async () => (await grantsOf(world)).length === 1);
  const [given = ''] = await grantsOf(world);
  await world.run('dev', ['end', given]);
  await until(async () => (await grantsOf(world)).length === 0);

  const own = await ask('staging/sandbox:token', 'the night is long');
  const elsewhere = await ask('staging/far:token', 'the night is long elsewhere, too');
  const approved = await ask('prod/sandbox:token', 'the database is slow');
  expect(await world.run('lead', ['approve', approved])).toMatchObject({ status: 0 });
  const denied = await ask('prod/sandbox:token', 'I am curious about it');
  expect(await world.run('lead', ['deny', denied, '--comment', 'not today'])).toMatchObject({ status: 0 });
  const waiting = await ask('prod/sandbox:token', 'the database is slower');
  await world.run('dev', ['comment', waiting, 'Is anybody there?']);
  await until(() => tokensIn(join(world.folder, OWN_ACCESS)).length === 2);
  await until(() => tokensIn(join(world.folder, FAR_ACCESS)).length === 1);
  await until(async () => (await grantsOf(world)).length === 3);
  const facts: Facts = {
    leftAt: Date.now(),
    active: await grantsOf(world),
    asked: [own, elsewhere, approved],
    waiting,
  };
  stop.abort();
  expect((await far).status).toBe(0);
  await world.stopService();
  await writeFile(join(world.folder, 'facts.json'), `${JSON.stringify(facts, null, 2)}\n`);
  await keepState(
    world.folder,
    process.env['LATCHKEY_RECORD'] ?? '',
    (path) => !/(\.sock|\.db-\w+|\/lock|\.lock)$/.test(path),
  );
});

it('there is a state for the first version that others must open', async () => {
  world = await startCliWorld();
  expect(await recordedStates('service')).toContain('service-0.1');
});

describe.each(await recordedStates('service'))('%s', (name) => {
  const facts = async (): Promise<Facts> =>
    JSON.parse(await readFile(join(stateFolder(name), 'facts.json'), 'utf8')) as Facts;

  /** People at their devices as they were, but for the port. */
  async function opened(clock = systemClock, put = (_folder: string) => Promise.resolve()): Promise<void> {
    world = await startCliWorld(files, {
      clock,
      takeUp: async (folder) => {
        await takeUp(name, folder);
        await put(folder);
      },
    });
    for (const person of PEOPLE) {
      const path = join(world.home(person), 'identity.json');
      const identity = JSON.parse(await readFile(path, 'utf8')) as { url: string };
      await writeFile(path, JSON.stringify({ ...identity, url: world.service.url }), { mode: 0o600 });
    }
  }

  const verified = async (): Promise<void> => {
    for (const person of PEOPLE)
      expect(await world.run(person, ['history', 'verify'])).toMatchObject({ status: 0 });
  };
  const whole = async (): Promise<void> => {
    await world.stopService();
    expect(await world.run('owner', ['fsck', '--data', join(world.folder, 'service')])).toMatchObject({
      status: 0,
    });
  };

  it('is opened in its own time: what is active is shown, and people go on', async () => {
    const { leftAt, active, waiting } = await facts();
    const clock = new SetClock();
    clock.aheadMs = leftAt + 1_000 - Date.now();
    // The runner is another process, on a clock that is too late for these grants.
    await opened(clock, (folder) => rm(join(folder, 'service/runner'), { recursive: true }));
    expect(await grantsOf(world)).toEqual(active);
    await verified();
    expect(await world.run('lead', ['approve', waiting])).toMatchObject({ status: 0 });
    await world.run('dev', ['request', 'staging/far:token', ...FOR, '--reason', 'one more of them']);
    await verified();
    await whole();
  });

  it('is opened long after: what was active is taken away, by each runner, and verified gone', async () => {
    const { asked, waiting } = await facts();
    await opened();
    const stop = new AbortController();
    const far = world.run('owner', ['runner', '--pool', 'far'], { stop: stop.signal });
    await until(() => tokensIn(join(world.folder, OWN_ACCESS)).length === 0);
    await until(() => tokensIn(join(world.folder, FAR_ACCESS)).length === 0);
    await until(async () => (await grantsOf(world)).length === 0);
    const rows = await world.json<{ requestId: string | null; type: string }[]>('dev', ['history']);
    const gone = rows.flatMap(({ requestId, type }) => (type === 'grantRevoked' ? [requestId] : []));
    expect(gone).toEqual(expect.arrayContaining([...asked]));
    expect(await world.run('lead', ['approve', waiting])).toMatchObject({ status: 3 });
    await verified();
    stop.abort();
    expect((await far).status).toBe(0);
    await whole();
  });
});
