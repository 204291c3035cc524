import { execFile } from 'node:child_process';
import { ProviderFault } from '../kit/provider-fault.ts';

/** Shorter than the manifest's timeout. */
const TIMEOUT_MS = 15_000;

export interface KeygenResult {
  readonly status: number;
  readonly output: string;
}

/**
 * Runs ssh-keygen, without a shell and without anything to ask. TZ is UTC because `-V` means local time, in every
 * version. Resolves with its exit status; rejects only if it could not run.
 */
export function sshKeygen(args: readonly string[]): Promise<KeygenResult> {
  return new Promise((resolve, reject) => {
    const options = {
      env: { PATH: process.env['PATH'], TZ: 'UTC', SSH_ASKPASS_REQUIRE: 'never', LC_ALL: 'C' },
      timeout: TIMEOUT_MS,
      maxBuffer: 1_048_576,
    };
    const child = execFile('ssh-keygen', args, options, (error, stdout, stderr) => {
      if (error === null) return resolve({ status: 0, output: stdout });
      if (typeof error.code === 'number')
        return resolve({ status: error.code, output: `${stdout}${stderr}` });
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      reject(
        missing
          ? new ProviderFault(
              'permanent',
              'ssh-keygen is not installed on the runner: install OpenSSH’s client.',
            )
          : new ProviderFault('transient', 'ssh-keygen did not finish in time.'),
      );
    });
    // An authority with a passphrase must fail, not wait.
    child.stdin?.end();
  });
}

/** Runs it where anything but success is a fault. */
export async function sshKeygenOk(args: readonly string[], doing: string): Promise<string> {
  const { status, output } = await sshKeygen(args);
  if (status === 0) return output;
  const reason = output.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
  throw new ProviderFault('permanent', `ssh-keygen could not ${doing}: ${reason}`);
}
