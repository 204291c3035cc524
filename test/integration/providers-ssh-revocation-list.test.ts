import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProviderCall, ProviderOkAnswer } from '../../shared/provider-protocol/provider-protocol.ts';
import { runScript } from '../../shared/runner/scripts/run-script.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { providerCall } from '../support/provider-call.ts';
import { shippedProvider } from '../support/shipped-provider.ts';
import { startSshd, type RunningSshd } from '../support/sshd.ts';

const run = promisify(execFile);

let sshd: RunningSshd;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-ssh-list-'));
  sshd = await startSshd();
});
afterEach(async () => {
  await sshd?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function answerTo(verb: ProviderCall['verb'], grantId: string) {
  const call = providerCall({
    verb,
    grantId,
    config: { caKey: sshd.caKey, krl: sshd.krl, host: '127.0.0.1', port: sshd.port },
    entitlement: { id: 'prod/host:login', title: 'Log in', input: { principals: [sshd.user] } },
  });
  const world = { clock: systemClock, environment: {}, dataFolder: folder };
  return (await runScript(await shippedProvider('ssh-certificate'), call, world)).answer;
}

async function ok(verb: ProviderCall['verb'], grantId: string): Promise<ProviderOkAnswer> {
  const answer = await answerTo(verb, grantId);
  if (answer.status === 'error') throw new Error(answer.error.message);
  return answer;
}

/** What check asks for, or `ok`. */
async function checked(): Promise<string> {
  const answer = await answerTo('check', 'x');
  return answer.status === 'error' ? answer.error.message : 'ok';
}

const field = (answer: ProviderOkAnswer, name: string): string =>
  answer.credential?.fields.find((each) => each.name === name)?.value ?? '';

const logsIn = async (answer: ProviderOkAnswer): Promise<boolean> =>
  (await sshd.logIn(field(answer, 'privateKey'), field(answer, 'certificate'))).ok;

const shell = (command: string) => run('sh', ['-c', command]);

/** A grant that was ended early. */
async function ended(grantId: string): Promise<ProviderOkAnswer> {
  const answer = await ok('grant', grantId);
  await ok('revoke', grantId);
  expect(await logsIn(answer)).toBe(false);
  return answer;
}

const LOSSES = [
  { what: 'is lost', lose: () => rm(sshd.krl), says: /is not there, so that sshd refuses everybody: / },
  {
    what: 'is emptied',
    lose: () => writeFile(sshd.krl, ''),
    says: /is empty, so that who was ended can log in: /,
  },
  {
    what: 'is made anew without what was on it',
    lose: () => run('ssh-keygen', ['-k', '-f', sshd.krl]),
    says: /1 that were ended are not on the revocation list .*: /,
  },
];

describe('what was ended stays ended, whatever becomes of the list', () => {
  it.each(LOSSES)('the list $what: the next grant puts it back', async ({ lose }) => {
    const first = await ended('first');
    await lose();
    const second = await ok('grant', 'second');
    expect(await logsIn(first)).toBe(false);
    expect(await logsIn(second)).toBe(true);
  });

  it.each(LOSSES)('the list $what: the next end puts it back, and is on it too', async ({ lose }) => {
    const [first, second] = [await ended('first'), await ok('grant', 'second')];
    await lose();
    await ok('revoke', 'second');
    expect([await logsIn(first), await logsIn(second)]).toEqual([false, false]);
    for (const grantId of ['first', 'second'])
      expect(await ok('verify', grantId)).toMatchObject({ exists: false });
  });

  it.each([
    ...LOSSES,
    {
      what: 'is damaged',
      lose: () => writeFile(sshd.krl, 'not a list'),
      says: /is no revocation list .* or run /,
    },
  ])('the list $what: check says so, and its statement puts it back', async ({ lose, says }) => {
    const first = await ended('first');
    await lose();
    const said = await checked();
    expect(said).toMatch(says);
    await shell(/((mv|find) .*)\.$/.exec(said)?.[1] ?? 'false');
    expect(await checked()).toBe('ok');
    expect(await logsIn(first)).toBe(false);
    expect(await logsIn(await ok('grant', 'second'))).toBe(true);
  });

  it('the set-up line of the README, run again, makes no empty list', async () => {
    const readme = new URL('../../shared/providers/ssh-certificate/README.md', import.meta.url);
    const line = /^ {4}(.*ssh-keygen -k .*)$/m.exec(await readFile(readme, 'utf8'))?.[1] ?? 'false';
    const setUp = () => shell(line.replaceAll('/etc/latchkey', dirname(sshd.krl)));
    await rm(sshd.krl);
    await setUp();
    expect(await checked()).toBe('ok');
    const first = await ended('first');
    await setUp();
    expect(await logsIn(first)).toBe(false);
    await rm(sshd.krl);
    await setUp();
    expect(await logsIn(first)).toBe(false);
    expect(await checked()).toBe('ok');
  });

  it('what a person put on the list by hand is put back too', async () => {
    const first = await ok('grant', 'first');
    const certificate = join(folder, 'by-hand-cert.pub');
    await writeFile(certificate, field(first, 'certificate'));
    await run('ssh-keygen', ['-k', '-u', '-f', sshd.krl, certificate]);
    await ended('second');
    await rm(sshd.krl);
    await ok('grant', 'third');
    expect(await logsIn(first)).toBe(false);
  });

  it('a list of keys in text, as sshd reads it too, becomes one that names them', async () => {
    const [first, second] = [await ok('grant', 'first'), await ok('grant', 'second')];
    await writeFile(join(folder, 'key'), field(first, 'privateKey'), { mode: 0o600 });
    await writeFile(sshd.krl, (await run('ssh-keygen', ['-y', '-f', join(folder, 'key')])).stdout);
    expect([await logsIn(first), await logsIn(second)]).toEqual([false, true]);
    await ok('revoke', 'second');
    expect([await logsIn(first), await logsIn(second)]).toEqual([false, false]);
  });
});

describe('an authority that was replaced', () => {
  it('what the one before signed is ended, and verify tells the truth about it', async () => {
    const before = await ok('grant', 'before');
    for (const half of ['', '.pub']) await rename(sshd.caKey + half, join(folder, `old${half}`));
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', sshd.caKey]);
    await appendFile(sshd.trusted, await readFile(`${sshd.caKey}.pub`));
    // Signed again by the new one, as after a crash: both are ended.
    const again = await ok('grant', 'before');
    expect([await logsIn(before), await logsIn(again)]).toEqual([true, true]);
    await ok('revoke', 'before');
    expect([await logsIn(before), await logsIn(again)]).toEqual([false, false]);
    expect(await ok('verify', 'before')).toMatchObject({ exists: false });
    expect(await checked()).toBe('ok');
  });
});
