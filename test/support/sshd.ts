import { execFile, spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../build/demo/free-port.ts';

const run = promisify(execFile);

export interface RunningSshd {
  readonly port: number;
  /** The one account that an unprivileged sshd can log in to: our own. */
  readonly user: string;
  readonly caKey: string;
  readonly krl: string;
  /** The public keys of the authorities that it trusts, one a line; read at each login. */
  readonly trusted: string;
  /** Runs `true`-like commands over ssh with a key and a certificate; resolves with what happened. */
  readonly logIn: (privateKey: string, certificate: string) => Promise<{ ok: boolean; output: string }>;
  /** What sshd has written so far. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** A real sshd on the loopback that trusts a fresh certificate authority and reads a revocation list. */
export async function startSshd(): Promise<RunningSshd> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-sshd-'));
  // As root, sshd reads the list as root; the folder must still be one that it trusts.
  await chmod(folder, 0o755);
  const [caKey, krl, hostKey] = [join(folder, 'ca'), join(folder, 'krl'), join(folder, 'host')];
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', caKey]);
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', hostKey]);
  await run('ssh-keygen', ['-q', '-k', '-f', krl]);
  const trusted = join(folder, 'trusted');
  await copyFile(`${caKey}.pub`, trusted);
  const port = await freePort();
  await writeFile(join(folder, 'sshd_config'), sshdConfig({ port, hostKey, trusted, krl }));
  // Root's sshd wants its empty folder for the unprivileged half; the service would make it.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const child = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(folder, 'sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const stop = async (): Promise<void> => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && child.kill()) await gone;
    await rm(folder, { recursive: true, force: true });
  };
  await listening(port).catch(async () => {
    await stop();
    throw new Error(`sshd did not start: ${log}`);
  });
  const user = userInfo().username;
  let logins = 0;
  const logIn: RunningSshd['logIn'] = async (privateKey, certificate) => {
    const key = join(folder, `login-${(logins += 1)}`);
    await writeFile(key, privateKey, { mode: 0o600 });
    await writeFile(`${key}-cert.pub`, `${certificate}\n`);
    const options = [
      'BatchMode=yes',
      'StrictHostKeyChecking=no',
      'UserKnownHostsFile=/dev/null',
      'IdentitiesOnly=yes',
    ];
    const args = ['-F', 'none', '-i', key, ...options.flatMap((each) => ['-o', each]), '-p', String(port)];
    return run('ssh', [...args, `${user}@127.0.0.1`, 'echo', 'hello'], { timeout: 60_000 }).then(
      ({ stdout }) => ({ ok: true, output: stdout.trim() }),
      (error: Error) => ({ ok: false, output: error.message }),
    );
  };
  return { port, user, caKey, krl, trusted, logIn, log: () => log, stop };
}

function sshdConfig(parts: { port: number; hostKey: string; trusted: string; krl: string }): string {
  return [
    `Port ${parts.port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${parts.hostKey}`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'AuthorizedKeysFile none',
    `TrustedUserCAKeys ${parts.trusted}`,
    `RevokedKeys ${parts.krl}`,
    'LogLevel VERBOSE',
    '',
  ].join('\n');
}

/** Resolves when something listens; rejects after a minute. */
async function listening(port: number): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  for (;;) {
    const there = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false)).once('connect', () => socket.destroy());
    });
    if (there) return;
    if (performance.now() > giveUpAt) throw new Error('nothing listens');
    await sleep(50);
  }
}
