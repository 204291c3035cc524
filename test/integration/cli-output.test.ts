import { spawn } from 'node:child_process';
import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import { startCliWorld } from './cli-world.ts';

// What the command reads and writes, as a process: standard input, output that nobody keeps, disks that take no more.

const LATCHKEY = fileURLToPath(new URL('../../build/latchkey.js', import.meta.url));
const ask = (...ids: string[]) => ['request', ...ids, '--for', '5m', '--reason', 'try it out', '--wait'];

let world: Awaited<ReturnType<typeof startCliWorld>>;
let folder: string;
beforeAll(async () => {
  world = await startCliWorld();
  folder = await mkdtemp(join(tmpdir(), 'latchkey-output-'));
});
afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Every file that the process writes ends after half a kilobyte, as on a disk that is full. */
const FULL_DISK = ['-c', 'trap "" XFSZ; ulimit -f 1; exec "$@"', 'sh'];

/** Runs `latchkey …`; `stdout` is a file's descriptor, or closed by who reads as soon as the process runs. */
async function latchkey(
  person: string,
  words: readonly string[],
  given: {
    readonly input?: string;
    readonly stdout?: number | 'closed';
    readonly home?: string;
    readonly isDiskFull?: boolean;
  } = {},
) {
  const { input, stdout, home = world.home(person), isDiskFull = false } = given;
  const command = [process.execPath, LATCHKEY, ...words];
  const [program = '', ...args] = isDiskFull ? ['/bin/sh', ...FULL_DISK, ...command] : command;
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'], LATCHKEY_HOME: home },
    stdio: [input === undefined ? 'ignore' : 'pipe', typeof stdout === 'number' ? stdout : 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  if (stdout === 'closed') child.stdout?.destroy();
  // It may end without having read what it was given.
  child.stdin?.on('error', () => undefined).end(input);
  const note = child.stderr ? text(child.stderr) : '';
  const out = stdout === undefined && child.stdout ? text(child.stdout) : '';
  return { status: await ended, out: await out, note: await note };
}

/** With a stdout that takes nothing, as a file on a full disk. */
async function intoFullDevice(person: string, words: readonly string[]) {
  const full = await open('/dev/full', 'w');
  try {
    return await latchkey(person, words, { stdout: full.fd });
  } finally {
    await full.close();
  }
}

describe('an invite', () => {
  const invite = async (): Promise<string> =>
    (await world.json<{ code: string }>('owner', ['invite', 'owner@example.com'])).code;

  it('is read from standard input, so that no other user sees it in the list of processes', async () => {
    const ran = await latchkey('piped', ['join', world.service.url], { input: `${await invite()}\r\n` });
    expect(ran).toMatchObject({ status: 0, note: expect.stringMatching(/^Joined Example as Owner Example/) });
  });

  it('is asked for in a terminal', async () => {
    const code = await invite();
    const questions: string[] = [];
    const keyboard = {
      key: () => Promise.resolve(null),
      line: (question: string) => {
        questions.push(question);
        return Promise.resolve(code);
      },
      close: () => undefined,
    };
    const ran = await world.run('asked', ['join', world.service.url, '--no-passphrase'], { keyboard });
    expect(ran.status).toBe(0);
    expect(questions).toEqual(['Invite: ']);
  });

  it('that is not given after all (Ctrl-C, Ctrl-D) is given up in words', async () => {
    const keyboard = {
      key: () => Promise.resolve(null),
      line: () => Promise.resolve(null),
      close: () => undefined,
    };
    const ran = await world.run('gave-up', ['join', world.service.url], { keyboard });
    expect(ran).toMatchObject({
      status: 2,
      note: 'Given up: nothing was sent, and the invite was not used.\n',
    });
  });

  it('as an argument still works, with a warning', async () => {
    const ran = await latchkey('argument', ['join', world.service.url, await invite()]);
    expect(ran.status).toBe(0);
    expect(ran.note).toContain('can be read by other users of this computer');
  });

  it.each([
    ['nothing', '', 'it is empty'],
    ['a blank', ' \n', 'it is empty'],
    ['a sentence', 'this is my invite', 'one word'],
    ['a megabyte', 'x'.repeat(1_000_000), 'one word'],
    ['a few letters', 'abc', 'one word'],
    ['a code of nobody’s', 'abcdefgh12345678', 'This invite is not valid'],
  ])('that is %s is refused with a sentence', async (_what, input, sentence) => {
    const ran = await latchkey('nobody', ['join', world.service.url], { input });
    expect(ran.status === 2 || ran.status === 3).toBe(true);
    expect(ran.note).toContain(sentence);
    expect(ran.note).not.toMatch(/expected|invalid_/i);
  });

  it.each([
    ['a folder that cannot be made', { isFileInTheWay: true }],
    ['a disk that is full', { isDiskFull: true }],
  ])('is not spent on %s', async (what, trouble: { isDiskFull?: boolean; isFileInTheWay?: boolean }) => {
    const { isDiskFull = false, isFileInTheWay = false } = trouble;
    const code = await invite();
    const home = join(folder, what);
    const join_ = ['join', world.service.url];
    if (isFileInTheWay) await writeFile(home, '');
    const refused = await latchkey('x', join_, { input: code, home, isDiskFull });
    expect(refused).toMatchObject({ status: 1, note: expect.stringContaining('The invite was not used') });
    if (isFileInTheWay) await rm(home);
    else expect(await readdir(home)).toEqual(['join.lock']);
    expect((await latchkey('x', join_, { input: code, home })).status).toBe(0);
  });
});

describe('a credential', () => {
  it('that could not be written ends with a fault, and can be shown again', async () => {
    const lost = await intoFullDevice('owner', ask('staging/sandbox:token'));
    expect(lost.status).toBe(1);
    const [, id] = /Show it with: latchkey credential (\w+)/.exec(lost.note) ?? [];
    const shown = await latchkey('owner', ['credential', id ?? '']);
    expect(shown).toMatchObject({ status: 0, out: expect.stringMatching(/Token: \S+/) });
    await latchkey('owner', ['end', id ?? '']);
  });

  it('that nobody read any more ends with a fault, too', async () => {
    const lost = await latchkey('owner', ask('staging/sandbox:token'), { stdout: 'closed' });
    expect(lost).toMatchObject({ status: 1, note: expect.stringContaining('latchkey credential') });
  });

  it('of what is over is not shown, and nobody sees that of somebody else', async () => {
    const { request } = await world.json<{ request: { facts: { requestId: string } } }>(
      'owner',
      ask('staging/sandbox:token').slice(0, -1),
    );
    await world.join('dev');
    const others = await world.run('dev', ['credential', request.facts.requestId]);
    expect(others.status).toBe(3);
    await world.run('owner', ['end', request.facts.requestId]);
    const over = await world.run('owner', ['credential', request.facts.requestId]);
    expect(over).toMatchObject({ status: 3, note: expect.stringContaining('not active') });
  });
});

describe('the history on a disk that is full', () => {
  it('is read as far as it was kept, and says why nothing newer was fetched', async () => {
    await world.run('owner', ['history']);
    await world.json('owner', ['invite', 'owner@example.com']);
    const read = await latchkey('owner', ['history', '--json'], { isDiskFull: true });
    expect(read).toMatchObject({ status: 0, note: expect.stringContaining('Nothing newer was fetched') });
    expect(read.note).toContain('This is what this device has verified before.');
    expect(read.note).toContain(`${world.home('owner')} (EFBIG`);
    const types = (JSON.parse(read.out) as { type: string }[]).map(({ type }) => type);
    expect(types).toContain('organisationCreated');
    const verified = await latchkey('owner', ['history', 'verify'], { isDiskFull: true });
    expect(verified).toMatchObject({ status: 1, note: expect.stringContaining('Nothing newer was fetched') });
    expect((await world.run('owner', ['history', 'verify'])).status).toBe(0);
  });
});

describe('on a disk that is full', () => {
  it('init leaves no half of a file, and a second one writes what is missing', async () => {
    const dir = join(folder, 'begun');
    const half = await latchkey('owner', ['init', dir], { isDiskFull: true });
    expect(half).toMatchObject({ status: 1, note: expect.stringContaining('writes what is missing') });
    expect(await readdir(dir)).toEqual([]);
    expect((await latchkey('owner', ['init', dir])).status).toBe(0);
    expect(await readdir(dir)).toHaveLength(3);
  });

  it('a service that cannot start says what the system said, and nothing of another version', async () => {
    const options = ['--data', join(folder, 'no-room'), '--name', 'Example', '--listen', '127.0.0.1:0'];
    const started = await latchkey('owner', ['service', ...options], { isDiskFull: true });
    expect(started).toMatchObject({ status: 1, note: expect.stringContaining('could not start') });
    expect(started.note).not.toContain('newer');
  });
});

describe('output that is lost', () => {
  it('is never status 0', async () => {
    const lost = await intoFullDevice('owner', ['catalog']);
    expect(lost).toMatchObject({
      status: 1,
      note: expect.stringContaining('Not all of it could be written'),
    });
    expect((await intoFullDevice('owner', ['--help'])).status).toBe(1);
    expect((await intoFullDevice('owner', ['catalog', '--json'])).status).toBe(1);
  });

  it('ends as by SIGPIPE, without a word, when its reader went away', async () => {
    const ran = await latchkey('owner', ['catalog'], { stdout: 'closed' });
    expect(ran).toMatchObject({ status: 141, note: '' });
  });
});

describe('several entitlements of which one cannot be set up', () => {
  it('print what works, name what failed, and end with status 6', async () => {
    const broken = `  broken:\n    use: example\n    config: { folder: /proc/latchkey }\n\nentitlements:
  - { id: staging/broken:token, title: The broken one, description: Cannot work, provider: broken }\n`;
    for (const [name, yaml] of Object.entries(exampleOrganisation))
      await writeFile(join(folder, `${name}.yaml`), yaml.replace('\nentitlements:\n', `\n${broken}`));
    expect(await world.run('owner', ['publish', folder])).toMatchObject({ status: 0 });

    const ids = ['staging/sandbox:token', 'staging/broken:token'];
    const told = await world.run('owner', ask(...ids));
    expect(told.status).toBe(6);
    expect(told.out).toMatch(/Token for the staging sandbox\n +Token: \S+/);
    expect(told.note).toMatch(/Not all of it works\. The broken one: It could not be set up/);
    expect(told.note).not.toContain('sandbox: ');

    const { status, out } = await world.run('owner', [...ask(...ids), '--json']);
    expect(status).toBe(6);
    expect(JSON.parse(out)).toMatchObject({
      credentials: [{ entitlementId: ids[0], credential: { fields: [{ name: 'token' }] } }],
      failed: [{ entitlementId: ids[1], state: expect.stringMatching(/failed|revok/) }],
    });
  });
});
