import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import type { Keyboard } from '../../shared/cli/terminal.ts';
import { appRouter } from '../../shared/api/app-router.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { whyNotSent } from '../../shared/cli/raised-alarm.ts';
import { loadIdentity } from '../../shared/client/identity-file.ts';
import { logFiles } from '../../shared/client/log-files.ts';
import { logIdentity } from '../../shared/client/log-identity.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { until } from '../fakes/until.ts';
import { startCliWorld } from './cli-world.ts';
import { saidInEnglish } from '../support/in-words.ts';

// What the command line does on a device whose history does not verify.

let world: Awaited<ReturnType<typeof startCliWorld>>;
let files: string;

beforeAll(async () => {
  world = await startCliWorld();
  await world.join('dev');
  await world.join('lead');
  files = await mkdtemp(join(tmpdir(), 'latchkey-files-'));
  for (const [name, text] of Object.entries(exampleOrganisation))
    await writeFile(join(files, `${name}.yaml`), name === 'policy' ? text : `${text}\n# changed\n`);
  for (const person of ['owner', 'dev', 'lead']) {
    expect((await world.run(person, ['history'])).status).toBe(0);
    await raise(person);
  }
});
afterAll(async () => {
  await world.stop();
  await rm(files, { recursive: true, force: true });
});

const SENTENCE = 'The log had 12 entries and now says that it has 9.';

/** As `history verify` does it when the service's log is not the one that this device knows. */
async function raise(person: string): Promise<void> {
  await logFiles(world.home(person), logIdentity(await identityOf(person))).raise({
    kind: 'shrunk',
    sentence: SENTENCE,
    told: { code: 'logShrank', params: { from: 12, to: 9 } },
    evidence: {
      trustedNote: null,
      trustedSize: 12,
      trustedRoot: '',
      offeredNote: '',
      offeredSize: 9,
      offeredRoot: null,
      computedRoot: null,
      delivered: [],
    },
  });
}

async function identityOf(person: string) {
  const identity = await loadIdentity(world.home(person));
  if (!identity.ok) throw new Error(saidInEnglish(identity.error));
  return identity.value;
}

const evidenceOf = (person: string): string => join(world.home(person), 'log-alarm.json');
const ask = async (entitlement: string): Promise<string> => {
  const asked = ['request', entitlement, '--for', '5m', '--reason', 'deploy the fix for the shop'];
  return (await world.json<{ request: RequestState }>('dev', asked)).request.facts.requestId;
};
const reviewsOf = async (id: string): Promise<unknown> =>
  (await world.json<RequestState[]>('dev', ['requests'])).find(({ facts }) => facts.requestId === id)
    ?.reviews;

describe('after an alarm of the history', () => {
  it('approving, denying, publishing and inviting are refused in words that say where the evidence is, and nothing is sent', async () => {
    const id = await ask('prod/sandbox:token');
    for (const [person, words] of [
      ['lead', ['approve', id]],
      ['lead', ['deny', id, '--comment', 'not now']],
      ['owner', ['publish', files]],
      ['owner', ['invite', 'dev@example.com']],
      ['owner', ['confirm', 'dev@example.com']],
    ] as const) {
      const { status, out, note } = await world.run(person, words);
      expect({ words, status, out }).toEqual({ words, status: 3, out: '' });
      expect(note).toContain(`ALARM: the history cannot be trusted. ${SENTENCE}`);
      expect(note).toContain(`Nothing was sent: the history does not verify`);
      expect(note.split(evidenceOf(person))).toHaveLength(3);
    }
    expect(await reviewsOf(id)).toEqual([]);
    const refusedAsJson = await world.run('lead', ['approve', id, '--json']);
    expect(JSON.parse(refusedAsJson.out)).toMatchObject({ error: { code: 'tampered' } });
    await world.run('dev', ['withdraw', id]);
  });

  it('watch says so before it shows anything, and an answer is not sent', async () => {
    const id = await ask('prod/sandbox:token');
    const shown = { text: '' };
    const clock = new ManualClock(systemClock.now());
    const says = (text: string) => until(() => shown.text.includes(text));
    const keys = [
      async () => {
        await says(`a approves, d denies ${id.slice(0, 8)}`);
        // Keys count for what has been shown for a second.
        await clock.advance(2_000);
        return 'a';
      },
      async () => {
        await says('Nothing was sent');
        return 'q';
      },
    ];
    const keyboard: Keyboard = {
      key: () => keys.shift()?.() ?? Promise.resolve(null),
      line: () => Promise.resolve(null),
      close: () => undefined,
    };
    const write = (text: string): void => void (shown.text += text);
    await world.run('lead', ['watch', '--no-notify'], { keyboard, clock, out: write, note: write });
    expect(shown.text).toMatch(/^ALARM: the history cannot be trusted\./);
    expect(shown.text).toContain('Nothing was sent: the history does not verify');
    expect(await reviewsOf(id)).toEqual([]);
    await world.run('dev', ['withdraw', id]);
  });

  it('what is shown is shown with a warning, and one can ask, take back and end access', async () => {
    for (const words of [['inbox'], ['requests', '--json'], ['grants'], ['catalog', '--json']]) {
      const ran = await world.run('dev', words);
      expect(ran).toMatchObject({ status: 0, note: expect.stringContaining(SENTENCE) });
    }
    const asked = await world.run('dev', [
      ...['request', 'staging/sandbox:token', '--for', '5m', '--reason', 'try it out', '--wait'],
    ]);
    expect(asked).toMatchObject({ status: 0, note: expect.stringContaining(SENTENCE) });
    const [grant] = await world.json<{ grantId: string }[]>('dev', ['grants']);
    const ended = await world.run('dev', ['end', grant!.grantId]);
    expect(ended).toMatchObject({ status: 0, note: expect.stringContaining('is being taken away') });
  });

  it('every change of the contract is refused but those that end access, take back, ask, or are of a runner', async () => {
    const identity = await identityOf('lead');
    const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
    const changes = Object.entries(procedures).filter(([, each]) => each._def.type === 'mutation');
    const sent: string[] = [];
    for (const [path] of changes)
      if ((await whyNotSent(path, world.home('lead'), identity)) === null) sent.push(path);
    expect(sent.sort()).toEqual([
      ...['grants.end', 'grants.endAll', 'pools.check', 'requests.submit', 'requests.withdraw'],
      ...['runner.heartbeat', 'runner.lease', 'runner.report'],
    ]);
  });

  it('evidence that cannot be read is an alarm, too', async () => {
    await writeFile(evidenceOf('owner'), 'not what it was');
    const published = await world.run('owner', ['publish', files]);
    expect(published).toMatchObject({ status: 3, note: expect.stringContaining('Nothing was sent') });
    await raise('owner');
  });

  it('history prints what was verified before, with the alarm on stderr and status 1', async () => {
    const shown = await world.run('owner', ['history']);
    expect(shown).toMatchObject({ status: 1, out: expect.stringContaining('Owner Example') });
    expect(shown.note).toContain('This is what this device has verified before.');
    expect(shown.note).toContain(`ALARM: the history cannot be trusted. ${SENTENCE}`);
    const asJson = await world.run('owner', ['history', '--json']);
    expect(asJson.status).toBe(1);
    expect(JSON.parse(asJson.out)).toContainEqual(expect.objectContaining({ type: 'organisationCreated' }));
    const verified = await world.run('owner', ['history', 'verify', '--json']);
    expect(verified.status).toBe(1);
    expect(JSON.parse(verified.out)).toMatchObject({ error: { code: 'logAlarm' } });
  });
});
