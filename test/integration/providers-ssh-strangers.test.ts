import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProviderCall, ProviderOkAnswer } from '../../shared/provider-protocol/provider-protocol.ts';
import { readSettings } from '../../shared/providers/ssh-certificate/settings.ts';
import { signKey } from '../../shared/providers/ssh-certificate/sign-key.ts';
import type { LoadedProvider } from '../../shared/runner/scripts/load-provider.ts';
import { runScript } from '../../shared/runner/scripts/run-script.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { providerCall } from '../support/provider-call.ts';
import { shippedProvider } from '../support/shipped-provider.ts';
import { startSshd, type RunningSshd } from '../support/sshd.ts';

const run = promisify(execFile);

let provider: LoadedProvider;
let sshd: RunningSshd;
let folder: string;

beforeAll(async () => {
  provider = await shippedProvider('ssh-certificate');
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-ssh-strangers-'));
  sshd = await startSshd();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await sshd?.stop();
  await rm(folder, { recursive: true, force: true });
});

const config = () => ({ caKey: sshd.caKey, krl: sshd.krl, host: '127.0.0.1', port: sshd.port });

const call = (verb: ProviderCall['verb'], grantId: string, changes: Partial<ProviderCall> = {}) =>
  providerCall({
    verb,
    grantId,
    config: config(),
    entitlement: { id: 'prod/host:login', title: 'Log in', input: { principals: [sshd.user], permit: [] } },
    ...changes,
  });

async function answerTo(asked: ProviderCall) {
  return (await runScript(provider, asked, { clock: systemClock, environment: {}, dataFolder: folder }))
    .answer;
}

async function ok(
  verb: ProviderCall['verb'],
  grantId: string,
  changes?: Partial<ProviderCall>,
): Promise<ProviderOkAnswer> {
  const answer = await answerTo(call(verb, grantId, changes));
  if (answer.status === 'error') throw new Error(answer.error.message);
  return answer;
}

const field = (answer: ProviderOkAnswer, name: string): string =>
  answer.credential?.fields.find((each) => each.name === name)?.value ?? '';

const logsIn = async (answer: ProviderOkAnswer): Promise<boolean> =>
  (await sshd.logIn(field(answer, 'privateKey'), field(answer, 'certificate'))).ok;

/** As the state of the grant `evil`. */
const stateOf = (certificate: string) => ({ state: { certificate, deadlineAt: Date.now() + 3_600_000 } });

const fileOf = async (grantId: string, kind = 'cert'): Promise<string> => {
  const names = await readdir(`${sshd.krl}.issued`);
  const name = names.find((each) => each.startsWith(`latchkey_${grantId}.`) && each.endsWith(`${kind}.pub`));
  return join(`${sshd.krl}.issued`, name ?? 'missing');
};

/** One that another authority signed for the grant `evil`. */
async function ofOtherAuthority(): Promise<string> {
  const key = join(folder, 'other');
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  const args = ['-q', '-s', key, '-I', 'latchkey_evil', '-n', sshd.user, '-V', '-1h:+1h', `${key}.pub`];
  await run('ssh-keygen', args);
  return (await readFile(`${key}-cert.pub`, 'utf8')).trim();
}

/** With another last byte, which is the signature's. */
function spoilt(certificate: string): string {
  const [type = '', blob = '', comment = ''] = certificate.split(' ');
  const bytes = Buffer.from(blob, 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return `${type} ${bytes.toString('base64')} ${comment}`;
}

describe('a certificate in the state of one grant', () => {
  it.each([
    {
      what: 'that is none',
      made: () => 'ssh-ed25519-cert-v01@openssh.com AAAA latchkey_evil',
    },
    {
      what: 'that is the authority’s own key',
      made: async () =>
        `${(await readFile(`${sshd.caKey}.pub`, 'utf8')).split(' ', 2).join(' ')} latchkey_evil`,
    },
    {
      what: 'that is another grant’s, with this one’s comment',
      made: (other: string) => other.replace('latchkey_other', 'latchkey_evil'),
    },
    {
      what: 'whose signature is not true',
      made: async () => spoilt((await ok('grant', 'evil')).state?.['certificate'] as string),
    },
  ])('$what ends nothing and blocks nobody', async ({ made }) => {
    const [other, ending] = [await ok('grant', 'other'), await ok('grant', 'ending')];
    const state = stateOf(await made(field(other, 'certificate')));
    const revoked = await ok('revoke', 'evil', state);
    expect(revoked.evidence).toMatchObject({ stateIgnored: 'no certificate with the key id of this grant' });
    expect(await logsIn(other)).toBe(true);
    await ok('revoke', 'ending', { state: ending.state ?? {} });
    expect([await logsIn(other), await logsIn(ending)]).toEqual([true, false]);
    expect(await ok('verify', 'ending')).toMatchObject({ exists: false });
    await ok('check', 'x');
  });

  it('that another authority signed is not put on the list, and a person is told', async () => {
    const state = stateOf(await ofOtherAuthority());
    for (const verb of ['revoke', 'verify'] as const)
      expect(await answerTo(call(verb, 'evil', state))).toMatchObject({
        error: { class: 'permanent', message: expect.stringContaining('of another authority') as string },
      });
    const { stdout } = await run('ssh-keygen', ['-Q', '-l', '-f', sshd.krl]);
    expect(stdout).not.toContain('latchkey_evil');
    const ending = await ok('grant', 'ending');
    await ok('revoke', 'ending');
    expect(await logsIn(ending)).toBe(false);
  });

  it.each([0, 1e300])(
    'ends when it says itself, whatever the state says beside it (%d)',
    async (deadlineAt) => {
      const { state = {} } = await ok('grant', 'moved');
      const elsewhere = {
        config: { ...config(), krl: join(folder, 'krl') },
        state: { ...state, deadlineAt },
      };
      expect(await ok('verify', 'moved', elsewhere)).toMatchObject({ exists: true });
      expect(await ok('revoke', 'moved', elsewhere)).toMatchObject({ evidence: { listed: true } });
      expect(await ok('verify', 'moved', elsewhere)).toMatchObject({ exists: false });
    },
  );
});

describe('a file of one grant that cannot be read', () => {
  it.each([
    { what: 'empty', damage: () => '' },
    { what: 'half', damage: (text: string) => text.slice(0, text.length / 2) },
    { what: 'without a true signature', damage: spoilt },
    { what: 'a plain key', damage: () => readFile(`${sshd.caKey}.pub`, 'utf8') },
  ])('$what, blocks nobody, is named by check, and is made anew from the state', async ({ damage }) => {
    const [damaged, ending] = [await ok('grant', 'damaged'), await ok('grant', 'ending')];
    // There is a list, on which something stands.
    await ok('grant', 'first');
    await ok('revoke', 'first');
    const path = await fileOf('damaged');
    await writeFile(path, await damage((await readFile(path, 'utf8')).trim()));
    await ok('revoke', 'ending');
    expect(await logsIn(ending)).toBe(false);
    expect(await ok('verify', 'ending')).toMatchObject({ exists: false });
    expect((await ok('check', 'x')).evidence?.['unreadable']).toMatch(/^latchkey_damaged\.\S+-cert\.pub$/);
    expect(await logsIn(damaged)).toBe(true);
    // Without its state only its key id can be put on the list; that it is gone is not said.
    expect((await ok('revoke', 'damaged')).evidence?.['unreadable']).toMatch(/^latchkey_damaged\./);
    expect(await logsIn(damaged)).toBe(false);
    expect(await ok('verify', 'damaged')).toMatchObject({ exists: true });
    await ok('revoke', 'damaged', { state: damaged.state ?? {} });
    expect(await logsIn(damaged)).toBe(false);
    expect(await ok('verify', 'damaged')).toMatchObject({ exists: false });
    expect((await ok('check', 'x')).evidence).not.toHaveProperty('unreadable');
  });

  it('among what was taken away: the list is made anew without it, also by hand', async () => {
    const [first, second] = [await ok('grant', 'first'), await ok('grant', 'second')];
    for (const grantId of ['first', 'second']) await ok('revoke', grantId);
    const path = await fileOf('first', 'revoked');
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 100));
    await rm(sshd.krl);
    const said = await answerTo(call('check', 'x'));
    const statement =
      said.status === 'error' ? /: ((truncate|find) .*)\.$/.exec(said.error.message)?.[1] : '';
    await run('sh', ['-c', statement ?? 'false']);
    expect(await logsIn(second)).toBe(false);
    await rm(sshd.krl);
    await ok('grant', 'third');
    expect([await logsIn(first), await logsIn(second)]).toEqual([false, false]);
  });
});

it('a certificate is on the disk before it has its name', async () => {
  const order: string[] = [];
  const handle = await open(sshd.krl);
  const prototype = Object.getPrototypeOf(handle) as typeof handle;
  await handle.close();
  const synced = vi.spyOn(prototype, 'sync').mockImplementation(async () => {
    order.push(existsSync(await fileOf('durable')) ? 'synced with its name' : 'synced before');
  });
  const settings = readSettings(call('grant', 'durable'));
  const key = (await run('ssh-keygen', ['-y', '-f', sshd.caKey])).stdout.split(' ', 2).join(' ');
  await signKey(settings, key, Date.now() + 60_000);
  expect(synced).toHaveBeenCalled();
  expect(dirname(await fileOf('durable'))).toBe(settings.issuedFolder);
  expect(order.filter((each) => each === 'synced before').length).toBeGreaterThan(0);
  expect(order.at(-1)).toBe('synced with its name');
});
