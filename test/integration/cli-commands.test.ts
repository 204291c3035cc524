import { appendFile, cp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { until } from '../fakes/until.ts';
import { startCliWorld } from './cli-world.ts';

type World = Awaited<ReturnType<typeof startCliWorld>>;
let world: World;

beforeAll(async () => {
  world = await startCliWorld();
  await world.join('dev');
  await world.join('lead');
});
afterAll(() => world.stop());

const AUTO = 'staging/sandbox:token';
const REVIEWED = 'prod/sandbox:token';
const ask = (entitlement: string, ...more: string[]) => [
  ...['request', entitlement, '--for', '10m', '--reason', 'deploy the fix for the shop'],
  ...more,
];

/** Waits for the one request in the lead's inbox. */
async function waiting(): Promise<RequestState> {
  let inbox: RequestState[] = [];
  await until(async () => (inbox = await world.json<RequestState[]>('lead', ['inbox'])).length > 0);
  return inbox[0]!;
}

describe('asking and answering', () => {
  it('what policy grants at once works at once, and the credential is printed once', async () => {
    const ran = await world.run('dev', ask(AUTO, '--wait'));
    expect(ran).toMatchObject({ status: 0, note: '' });
    expect(ran.out).toMatch(/^Token for the staging sandbox\n {2}Token: [0-9a-f]{20,}\n {2}Run: cat /);
    const grants = await world.json<{ grantId: string; state: { kind: string } }[]>('dev', ['grants']);
    expect(grants).toMatchObject([{ state: { kind: 'active' } }]);
    expect(JSON.stringify(grants)).not.toMatch(/[0-9a-f]{40}/);
    expect((await world.run('dev', ['end', grants[0]!.grantId.slice(0, 6)])).status).toBe(0);
    await until(async () => (await world.json<unknown[]>('dev', ['grants'])).length === 0);
  });

  it('what needs an approval waits for it, and ends with 0 when it is approved', async () => {
    const asking = world.run('dev', ask(REVIEWED, '--wait', '1m', '--json'));
    const { facts } = await waiting();
    const approved = await world.run('lead', [
      'approve',
      facts.requestId.slice(0, 8),
      '--comment',
      'go ahead',
    ]);
    expect(approved).toMatchObject({ status: 0, out: '' });
    const { status, out } = await asking;
    expect(status).toBe(0);
    const { request, credentials } = JSON.parse(out);
    expect(request).toMatchObject({ phase: { kind: 'approved' }, reviews: [{ comment: 'go ahead' }] });
    expect(credentials).toMatchObject([
      { entitlementId: REVIEWED, credential: { fields: [{ secret: true }] } },
    ]);
    expect((await world.run('lead', ['end', facts.requestId, '--reason', 'enough'])).status).toBe(0);
  });

  it('ends with 3 and the reason when it is denied', async () => {
    const asking = world.run('dev', ask(REVIEWED, '--wait'));
    const { facts } = await waiting();
    const denied = await world.run('lead', [
      'deny',
      facts.requestId,
      '--comment',
      'not \u001b[31mon a Friday',
    ]);
    expect(denied.status).toBe(0);
    expect(await asking).toMatchObject({ status: 3, out: '' });
    expect((await asking).note).toContain('lead@example.com denied it: not ␛[31mon a Friday');
  });

  it('ends with 4 when nobody answers in time, and the request stands until it is withdrawn', async () => {
    const ran = await world.run('dev', ask(REVIEWED, '--wait', '1s', '--json'));
    expect(ran.status).toBe(4);
    expect(JSON.parse(ran.out)).toMatchObject({ error: { code: 'timedOut' } });
    const { facts } = await waiting();
    const early = await world.run('dev', ['end', facts.requestId]);
    expect(early).toMatchObject({ status: 3, note: expect.stringContaining('latchkey withdraw') });
    expect((await world.run('dev', ['withdraw', facts.requestId.slice(0, 5)])).status).toBe(0);
    expect(await world.json('lead', ['inbox'])).toEqual([]);
    const late = await world.run('lead', ['approve', facts.requestId]);
    expect(late).toMatchObject({ status: 3, out: '' });
    expect(late.note).toMatch(/\.\n$/);
  });

  it('nobody approves their own request', async () => {
    const { request } = await world.json<{ request: RequestState }>('lead', ask(REVIEWED));
    const ran = await world.run('lead', ['approve', request.facts.requestId]);
    expect(ran.status).toBe(3);
    expect((await world.run('lead', ['withdraw', request.facts.requestId])).status).toBe(0);
  });

  it('nobody says that access is gone which still works', async () => {
    await world.run('dev', ask(AUTO, '--wait'));
    const [grant] = await world.json<{ grantId: string }[]>('dev', ['grants']);
    const gone = await world.run('owner', ['end', grant?.grantId ?? '', '--gone', '--reason', 'no server']);
    expect(gone).toMatchObject({ status: 3, note: expect.stringContaining('Only what is stuck') });
    await world.run('dev', ['end', grant?.grantId ?? '']);
  });

  it('an extension is refused with a clear sentence', async () => {
    const { request } = await world.json<{ request: RequestState }>('dev', ask(AUTO));
    const ran = await world.run('dev', ['extend', request.facts.requestId]);
    expect(ran.status).toBe(3);
    expect(ran.note).toContain('cannot be extended yet');
    await world.run('dev', ['end', request.facts.requestId]);
  });
});

describe('what is refused, and how', () => {
  const long = 'x'.repeat(1_000_000);
  it.each<[string, string[], number, RegExp]>([
    ['no duration', ['request', AUTO, '--reason', 'x'], 2, /--for/],
    ['a duration that is none', ['request', AUTO, '--for', 'soon', '--reason', 'x'], 2, /not a duration\./],
    ['a duration of nothing', ['request', AUTO, '--for', '0m', '--reason', 'x'], 2, /longer than nothing/],
    ['a negative duration', ['request', AUTO, '--for=-5m', '--reason', 'x'], 2, /not a duration\./],
    ['a duration beyond a year', ['request', AUTO, '--for', '900d', '--reason', 'x'], 2, /more than a year/],
    ['a duration beyond policy', ['request', AUTO, '--for', '90h', '--reason', 'it is broken'], 3, /4h/],
    ['an unknown entitlement', ['request', 'nope', '--for', '5m', '--reason', 'it is broken'], 3, /nope/],
    ['a reason of 1 MB', ['request', AUTO, '--for', '5m', '--reason', long], 2, /at most 2,000/],
    [
      'a reason of nothing that can be seen',
      ['request', REVIEWED, '--for', '5m', '--reason', '\u200b'.repeat(30)],
      3,
      /Say why/,
    ],
    ['no reason where policy wants one', ['request', REVIEWED, '--for', '5m', '--reason', ''], 3, /Say why/],
    [
      'a wait that is none',
      ['request', AUTO, '--for', '5m', '--reason', 'x', '--wait', 'x'],
      2,
      /not a duration/,
    ],
    [
      'a wait that takes what is asked for',
      ['request', '--for', '5m', '--reason', 'x', '--wait', AUTO],
      2,
      /--wait takes the word after it: write what you ask for before it/,
    ],
    ['a command that is none', ['dance'], 2, /unknown command/],
    ['an option that is none', ['catalog', '--colour'], 2, /unknown option/],
    ['an id that is none', ['approve', '../../etc'], 2, /lower-case letters and digits/],
    ['an id that nobody has', ['approve', 'zzzzzzzzzzzzzzzz'], 3, /no such|no request|not/i],
    ['a denial without a reason', ['deny', 'abcdefgh'], 2, /--comment/],
    ['an invite by somebody who may not', ['invite', 'lead@example.com'], 3, /owner/i],
    ['csv and json at once', ['history', '--csv', '--json'], 2, /not both/],
  ])('%s', async (_what, words, status, sentence) => {
    const ran = await world.run('dev', words);
    expect(ran.status).toBe(status);
    expect(ran.note).toMatch(sentence);
    expect(ran.note.length).toBeLessThan(1_000);
    if (!words.includes('--json')) expect(ran.out).toBe('');
  });

  it('a device that has not joined is told how', async () => {
    const ran = await world.run('stranger', ['catalog']);
    expect(ran).toMatchObject({ status: 2, note: expect.stringContaining('latchkey join URL') });
  });

  it('an invite is good once, and a made-up one never', async () => {
    const { code } = await world.json<{ code: string }>('dev', ['invite', 'dev@example.com']);
    await world.json('second', ['join', world.service.url, code]);
    for (const again of [code, 'made-up-invite']) {
      const ran = await world.run('third', ['join', world.service.url, again]);
      expect(ran).toMatchObject({ status: 3, out: '' });
      expect(ran.note).toMatch(/invite/i);
    }
  });

  it('an owner who invites a person for a second time is told who can, and what to do', async () => {
    const ran = await world.run('owner', ['invite', 'lead@example.com']);
    expect(ran).toMatchObject({ status: 3, out: '' });
    expect(ran.note).toContain('has a device already, so only they can invite another');
    expect(ran.note).toContain('latchkey invite lead@example.com');
  });

  it("somebody else's device is nothing without its key: nothing is answered", async () => {
    const { request } = await world.json<{ request: RequestState }>('dev', ask(REVIEWED));
    const lead = JSON.parse(await readFile(join(world.home('lead'), 'identity.json'), 'utf8'));
    const dev = JSON.parse(await readFile(join(world.home('dev'), 'identity.json'), 'utf8'));
    await world.json('owner', ['catalog']);
    const { saveIdentity } = await import('../../shared/client/identity-file.ts');
    await saveIdentity(world.home('thief'), { ...lead, signing: dev.signing });
    const ran = await world.run('thief', ['approve', request.facts.requestId, '--json']);
    expect(ran.status).toBe(3);
    expect(JSON.parse(ran.out)).toMatchObject({ error: { code: 'notSignedIn' } });
    await world.run('dev', ['withdraw', request.facts.requestId]);
  });

  it('a damaged identity is said to be damaged', async () => {
    await world.run('broken', ['catalog']);
    const { writePrivateFile } = await import('../../shared/client/private-file.ts');
    await writePrivateFile(join(world.home('broken'), 'identity.json'), '{"v":1');
    const ran = await world.run('broken', ['catalog']);
    expect(ran).toMatchObject({ status: 2, note: expect.stringContaining('damaged') });
  });
});

describe('the version', () => {
  it('is the one of the package, alone on a line and in the help', async () => {
    const file = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(file) as { version: string };
    expect(await world.run('dev', ['--version'])).toEqual({
      status: 0,
      out: `latchkey ${version}\n`,
      note: '',
    });
    const help = await world.run('dev', ['--help']);
    expect(help).toMatchObject({ status: 0, out: expect.stringContaining(`Version ${version}.`) });
  });
});

describe('wrong usage', () => {
  it('is told once as a sentence, and in the document where one was asked for', async () => {
    const ran = await world.run('dev', ['request', AUTO, '--json']);
    expect(ran.status).toBe(2);
    expect(JSON.parse(ran.out)).toEqual({
      error: { code: 'usage', message: expect.stringContaining('--for') },
    });
    expect(ran.note.match(/--for/g)).toHaveLength(1);
  });
});

describe('the identity', () => {
  it('can be read by its owner only, and joining again needs --replace', async () => {
    const path = join(world.home('dev'), 'identity.json');
    expect((await stat(path)).mode & 0o077).toBe(0);
    const ran = await world.run('dev', ['join', world.service.url, 'some-invite']);
    expect(ran).toMatchObject({ status: 3, note: expect.stringContaining('--replace') });
  });
});

describe('the organisation', () => {
  it('init writes files that publish takes as they are', async () => {
    const dir = join(world.folder, 'org');
    expect((await world.run('owner', ['init', dir])).status).toBe(0);
    expect((await world.run('owner', ['init', dir])).status).toBe(3);
    await rm(join(dir, 'policy.yaml'));
    const rest = await world.run('owner', ['init', dir]);
    expect(rest).toMatchObject({ status: 0, note: expect.stringContaining('people.yaml exists already') });
    expect(await readFile(join(dir, 'policy.yaml'), 'utf8')).toBe(exampleOrganisation.policy);
    expect(await world.run('owner', ['publish', dir, '--check'])).toMatchObject({ status: 0, out: '' });
    expect((await world.run('owner', ['publish', dir])).status).toBe(0);
    const again = await world.run('owner', ['publish', dir]);
    expect(again).toMatchObject({ status: 0, note: expect.stringMatching(/^Version \d+ says the same\.$/m) });
    await writeFile(join(dir, 'people.yaml'), Buffer.from('\ufeffversion: 1', 'utf16le'));
    const utf16 = await world.run('owner', ['publish', dir, '--check']);
    expect(utf16).toMatchObject({ status: 2, note: expect.stringContaining('people.yaml is UTF-16') });
    await writeFile(join(dir, 'people.yaml'), exampleOrganisation.people);
    await appendFile(join(dir, 'policy.yaml'), '# changed\n');
    const changed = await world.run('owner', ['publish', dir]);
    expect(changed).toMatchObject({
      status: 0,
      note: expect.stringMatching(/^Published as version \d+\.$/m),
    });
  });

  it('mistakes are told with file and line, and the old version stays in force', async () => {
    const dir = join(world.folder, 'wrong');
    await world.run('owner', ['init', dir]);
    const policy = await readFile(join(dir, 'policy.yaml'), 'utf8');
    await writeFile(join(dir, 'policy.yaml'), policy.replace('group:platform]', 'group:nobody]'));
    const before = await world.json<{ version: number }>('dev', ['catalog']);
    const ran = await world.run('owner', ['publish', dir]);
    expect(ran).toMatchObject({ status: 3, out: '' });
    expect(ran.note).toMatch(/policy\.yaml:\d+:\d+: error: .+\n/);
    expect(ran.note).toMatch(/stays in force/);
    const json = await world.run('owner', ['publish', dir, '--json']);
    expect(json.status).toBe(3);
    expect(JSON.parse(json.out)).toMatchObject({ published: false, mistakes: [{ severity: 'error' }] });
    expect(await world.json('dev', ['catalog'])).toMatchObject({ version: before.version });
  });

  it('values that a provider of the catalog’s own folder does not want are told with file and line', async () => {
    const dir = join(world.folder, 'own');
    await world.run('owner', ['init', dir]);
    const catalog = join(dir, 'catalog.yaml');
    const text = await readFile(catalog, 'utf8');
    await cp(new URL('../../shared/providers/example', import.meta.url), join(dir, 'own'), {
      recursive: true,
    });
    await writeFile(
      catalog,
      text.replace(/use: example.*/, 'use: ./own').replace('folder: access', 'foldr: access'),
    );
    const ran = await world.run('owner', ['publish', dir]);
    expect(ran.status).toBe(3);
    expect(ran.note).toMatch(
      /catalog\.yaml:\d+:\d+: error: “foldr” is not known here\. Did you mean “folder”\?/,
    );
    await writeFile(catalog, text.replace(/use: example.*/, 'use: ./own'));
    expect((await world.run('owner', ['publish', dir, '--check', '--json'])).status).toBe(0);
  });

  it('a folder without the files is told which is missing', async () => {
    const ran = await world.run('owner', ['publish', join(world.folder, 'nowhere')]);
    expect(ran).toMatchObject({ status: 2, note: expect.stringMatching(/There is no .*people\.yaml/) });
  });
});

describe('text from people', () => {
  it('is shown, never obeyed: in tables, in JSON and in CSV', async () => {
    const reason = '=HYPERLINK("x") \u001b]0;owned\u0007 \u202egpj.exe <b>$(id)</b>';
    const { request } = await world.json<{ request: RequestState }>('dev', [
      ...['request', REVIEWED, '--for', '5m', '--reason', reason],
    ]);
    const shown = await world.run('lead', ['inbox']);
    expect(shown.out).toContain('␛]0;owned␇ ⟨U+202E⟩gpj.exe <b>$(id)</b>');
    const json = await world.run('lead', ['inbox', '--json']);
    for (const { out } of [shown, json, await world.run('lead', ['history', '--csv'])])
      expect(out).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/);
    expect(JSON.parse(json.out)[0].facts.reason).toBe(reason);
    expect((await world.run('lead', ['history', '--csv'])).out).toContain(`"'=HYPERLINK(""x"") ␛]0`);
    await world.run('dev', ['withdraw', request.facts.requestId]);
  });
});
