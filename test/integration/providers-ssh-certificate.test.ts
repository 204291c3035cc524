import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  Credential,
  ProviderCall,
  ProviderOkAnswer,
} from '../../shared/provider-protocol/provider-protocol.ts';
import { runConformance } from '../../shared/providers/conformance/run-conformance.ts';
import { thisPlace } from '../../shared/system/with-lock.js';
import type { LoadedProvider } from '../../shared/runner/scripts/load-provider.ts';
import { runScript, type ScriptWorld } from '../../shared/runner/scripts/run-script.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { providerCall } from '../support/provider-call.ts';
import { shippedProvider } from '../support/shipped-provider.ts';
import { startSshd, type RunningSshd } from '../support/sshd.ts';
import { eventually } from '../support/eventually.ts';

const run = promisify(execFile);

let sshd: RunningSshd;
let provider: LoadedProvider;
let world: ScriptWorld;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-ssh-provider-'));
  world = { clock: systemClock, environment: {}, dataFolder: folder };
  provider = await shippedProvider('ssh-certificate');
  sshd = await startSshd();
});
afterAll(async () => {
  await sshd?.stop();
  await rm(folder, { recursive: true, force: true });
});

const config = (): Record<string, unknown> => ({
  caKey: sshd.caKey,
  krl: sshd.krl,
  host: '127.0.0.1',
  port: sshd.port,
});
const input = (): Record<string, unknown> => ({ principals: [sshd.user] });

const call = (
  verb: ProviderCall['verb'],
  grantId: string,
  changes: Partial<ProviderCall> = {},
): ProviderCall =>
  providerCall({
    verb,
    grantId,
    config: config(),
    entitlement: { id: 'prod/host:login', title: 'Log in', input: input() },
    ...changes,
  });

async function ok(asked: ProviderCall): Promise<ProviderOkAnswer> {
  const { answer } = await runScript(provider, asked, world);
  if (answer.status === 'error') throw new Error(answer.error.message);
  return answer;
}

async function refused(asked: ProviderCall): Promise<string> {
  const { answer } = await runScript(provider, asked, world);
  return answer.status === 'error' ? `${answer.error.class}: ${answer.error.message}` : 'ok';
}

interface Paths {
  readonly caKey: string;
  readonly krl: string;
}

const field = (credential: Credential | undefined, name: string): string =>
  credential?.fields.find((each) => each.name === name)?.value ?? '';

const logInWith = (answer: ProviderOkAnswer): ReturnType<RunningSshd['logIn']> =>
  sshd.logIn(field(answer.credential, 'privateKey'), field(answer.credential, 'certificate'));

describe('the ssh-certificate provider', () => {
  it('passes every conformance check', { timeout: 180_000 }, async () => {
    const results = await runConformance({
      provider,
      config: config(),
      input: input(),
      world,
    });
    expect(results.filter((result) => !result.ok)).toEqual([]);
    expect(results.length).toBeGreaterThan(12);
  });

  it('gives a fresh key and a certificate that log in, until they are revoked', async () => {
    const answer = await ok(call('grant', 'fresh'));
    expect(await logInWith(answer)).toEqual({ ok: true, output: 'hello' });
    await ok(call('revoke', 'fresh'));
    expect((await logInWith(answer)).ok).toBe(false);
    await eventually(() => expect(sshd.log()).toMatch(/ED25519-CERT .* revoked by file/));
    expect(await ok(call('verify', 'fresh'))).toMatchObject({ exists: false });
  });

  it('signs the requester’s own key, whose private half it never sees', async () => {
    const own = join(folder, 'own');
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'dev $(id) "x"', '-f', own]);
    const publicKey = (await readFile(`${own}.pub`, 'utf8')).trim();
    const answer = await ok(call('grant', 'own', { subject: { id: 'dev@example.com', publicKey } }));
    expect(answer.credential?.fields.map((each) => each.name)).toEqual(['certificate', 'principals']);
    const privateKey = await readFile(own, 'utf8');
    const certificate = field(answer.credential, 'certificate');
    expect(certificate).not.toContain('$(id)');
    expect((await sshd.logIn(privateKey, certificate)).ok).toBe(true);
    await ok(call('revoke', 'own'));
    expect((await sshd.logIn(privateKey, certificate)).ok).toBe(false);
  });

  it('makes certificates that end by themselves at the deadline', async () => {
    const answer = await ok(call('grant', 'short', { deadlineAt: Date.now() + 10_000 }));
    expect((await logInWith(answer)).ok).toBe(true);
    await eventually(async () => expect((await logInWith(answer)).ok).toBe(false));
    expect(await ok(call('verify', 'short'))).toMatchObject({ exists: false });
    expect(await ok(call('revoke', 'short'))).toMatchObject({
      evidence: { listed: false },
    });
  });

  it('says in the certificate whose it is, what for, and nothing more', async () => {
    const answer = await ok(call('grant', 'described'));
    const file = join(folder, 'described-cert.pub');
    await writeFile(file, field(answer.credential, 'certificate'));
    const { stdout } = await run('ssh-keygen', ['-L', '-f', file]);
    expect(stdout).toContain('Key ID: "latchkey_described"');
    expect(stdout).toMatch(new RegExp(`Principals: \\n\\s+${sshd.user}\\n`));
    expect(stdout).toMatch(/Extensions: \n\s+permit-pty\n/);
    expect(answer.credential?.command).toMatch(/ssh -i ~\/\.ssh\/latchkey_described -o CertificateFile=/);
    await ok(call('revoke', 'described'));
  });

  it('loses no entry when many end at once', { timeout: 120_000 }, async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `many-${index}`);
    for (const id of ids) await ok(call('grant', id));
    await Promise.all(ids.map((id) => ok(call('revoke', id))));
    expect((await ok(call('list', 'x'))).items?.filter((item) => item.grantId.startsWith('many-'))).toEqual(
      [],
    );
    const { stdout } = await run('ssh-keygen', ['-Q', '-l', '-f', sshd.krl]);
    for (const id of ids) expect(stdout).toContain(`latchkey_${id}`);
  });

  it('puts on its list what a runner of another computer signed, instead of finding nothing to revoke', async () => {
    const { state = {} } = await ok(call('grant', 'moved'));
    const elsewhere = {
      state,
      config: { ...config(), krl: join(folder, 'other-krl') },
    };
    expect(await ok(call('verify', 'moved', elsewhere))).toMatchObject({
      exists: true,
    });
    expect(await ok(call('revoke', 'moved', elsewhere))).toMatchObject({
      evidence: { listed: true },
    });
    expect(await ok(call('verify', 'moved', elsewhere))).toMatchObject({
      exists: false,
    });
    await ok(call('revoke', 'moved'));
  });

  it('takes over the lock of a process that was killed', async () => {
    const { pid } = await run(process.execPath, ['-e', 'console.log(process.pid)']).then(({ stdout }) => ({
      pid: stdout.trim(),
    }));
    await ok(call('grant', 'locked'));
    await writeFile(`${sshd.krl}.lock`, `${thisPlace} ${pid} 1 gone`);
    await ok(call('revoke', 'locked'));
    expect(await ok(call('verify', 'locked'))).toMatchObject({ exists: false });
  });

  it('waits for the lock of another computer, whose processes it cannot see, until that is old', async () => {
    await ok(call('grant', 'shared'));
    const lock = `${sshd.krl}.lock`;
    await writeFile(lock, 'another-host 1 held');
    const revoked = ok(call('revoke', 'shared'));
    await eventually(async () => {
      const names = await readdir(join(sshd.krl, '..'));
      expect(names.filter((name) => name.startsWith(`${basename(lock)}.`))).toHaveLength(1);
    });
    expect(await readFile(lock, 'utf8')).toBe('another-host 1 held');
    const longAgo = new Date(Date.now() - 120_000);
    await utimes(lock, longAgo, longAgo);
    await revoked;
    expect(await ok(call('verify', 'shared'))).toMatchObject({ exists: false });
  });

  it('leaves no private key on the disk', async () => {
    const answer = await ok(call('grant', 'tidy'));
    const marker = field(answer.credential, 'privateKey').split('\n')[2] ?? 'missing';
    const files = await readdir(join(sshd.krl, '..'), {
      recursive: true,
      withFileTypes: true,
    });
    const written = files.filter((each) => each.isFile() && !each.name.startsWith('login-'));
    expect(written.map((each) => each.name)).toContainEqual(
      expect.stringMatching(/^latchkey_tidy\..*-cert\.pub$/),
    );
    for (const each of written) {
      expect(await readFile(join(each.parentPath, each.name), 'utf8')).not.toContain(marker);
    }
    await ok(call('revoke', 'tidy'));
  });
});

describe('what cannot be done is said', () => {
  it('an authority that is not there', async () => {
    const message = await refused(call('check', 'x', { config: { ...config(), caKey: '/nowhere/ca' } }));
    expect(message).toMatch(/^permanent: there is no authority’s key \/nowhere\/ca: ssh-keygen /);
  });

  it('an authority with a passphrase fails and does not wait for one', async () => {
    const caKey = join(folder, 'guarded');
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'a passphrase', '-f', caKey]);
    expect(await refused(call('check', 'x', { config: { ...config(), caKey } }))).toMatch(
      /^permanent: .*passphrase/,
    );
  });

  it.each([
    {
      name: 'the public half of the authority is not there',
      spoil: ({ caKey }: Paths) => rm(`${caKey}.pub`),
      says: /^permanent: the authority’s public key .*ca\.pub cannot be read: ssh-keygen -y -f \S+ > \S+\.pub\.$/,
    },
    {
      name: 'the public half is another key’s',
      spoil: ({ caKey }: Paths) => copyFile(`${sshd.caKey}.pub`, `${caKey}.pub`),
      says: /ca\.pub is not the public half of .*, so hosts would refuse what it signs: ssh-keygen -y -f /,
    },
    {
      name: 'the revocation list is none',
      spoil: ({ krl }: Paths) => writeFile(krl, 'not a list'),
      says: /krl is no revocation list \(.*\): put back a copy of it, or run mv \S+ \S+; find .* ssh-keygen -k -f \S+ -\.$/,
    },
    {
      name: 'the authority is on the list itself',
      spoil: ({ caKey, krl }: Paths) => run('ssh-keygen', ['-k', '-f', krl, `${caKey}.pub`]),
      says: /the authority itself is on the revocation list/,
    },
    {
      name: 'the list cannot be replaced, whatever rights say',
      spoil: async ({ krl }: Paths) => {
        await rm(`${krl}.issued`, { recursive: true });
        await writeFile(`${krl}.issued`, '');
      },
      says: /what was issued cannot be kept in .*krl\.issued: chown /,
    },
  ])('what the end would miss: $name', async ({ spoil, says }) => {
    const place = await mkdtemp(join(folder, 'check-'));
    const paths = { caKey: join(place, 'ca'), krl: join(place, 'krl') };
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', paths.caKey]);
    const asked = call('check', 'x', { config: { ...config(), ...paths } });
    expect(await refused(asked)).toBe('ok');
    await spoil(paths);
    expect(await refused(asked)).toMatch(says);
  });

  it.each(['ssh-ed25519 AAAA', 'not a key', '-----BEGIN OPENSSH PRIVATE KEY-----'])(
    'a public key that is none: %s',
    async (publicKey) => {
      const subject = { id: 'dev@example.com', publicKey };
      expect(await refused(call('grant', 'bad', { subject }))).toMatch(/^permanent: The public key/);
    },
  );

  it('a deadline that has passed', async () => {
    expect(await refused(call('grant', 'past', { deadlineAt: Date.now() - 1 }))).toMatch(
      /^permanent: The deadline/,
    );
  });
});
