import { chmodSync, chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findElectron } from './electron.js';
import { run } from './run.js';

/** Root owns it, and whoever starts it runs it as root. */
const SETUID = 0o4755;
/** What the helper needs, even as root: capabilities(7). */
const CAP_SYS_ADMIN = 1n << 21n;
/** Ubuntu 23.10 and later: user namespaces exist, but an unprivileged program can do nothing in them. */
const RESTRICTED = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';

/**
 * Makes sure that Chromium can sandbox its renderers. It does so with user namespaces; where the system has none for
 * ordinary users, it needs its helper to belong to root. As root this is set; otherwise the command is printed.
 */
export async function ensureSandbox() {
  const electron = findElectron();
  if (process.platform !== 'linux' || electron === null) return;
  const helper = join(electron.folder, 'chrome-sandbox');
  if (!existsSync(helper) || isSetuid(helper) || (await hasUserNamespaces())) return;
  if (process.getuid?.() !== 0) {
    throw new Error(
      `Chromium cannot sandbox its renderers yet. Allow it with:\n\n  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'\n`,
    );
  }
  chownSync(helper, 0, 0);
  chmodSync(helper, SETUID);
}

/**
 * Whether Chromium can sandbox here at all. In a container without user namespaces and without CAP_SYS_ADMIN it cannot,
 * whatever set-up does; tests then run without a sandbox, say so, and the test of the sandbox fails.
 */
export async function canSandbox() {
  if (process.platform !== 'linux' || (await hasUserNamespaces())) return true;
  const electron = findElectron();
  const helper = join(electron?.folder ?? '', 'chrome-sandbox');
  if (electron === null || !existsSync(helper) || !isSetuid(helper)) return false;
  const bounding = /^CapBnd:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return (BigInt(`0x${bounding}`) & CAP_SYS_ADMIN) !== 0n;
}

/** @param {string} file */
function isSetuid(file) {
  const { uid, mode } = statSync(file);
  return uid === 0 && (mode & 0o7777) === SETUID;
}

async function hasUserNamespaces() {
  if (existsSync(RESTRICTED) && readFileSync(RESTRICTED, 'utf8').trim() === '1') return false;
  // Asked as an ordinary user: root may always.
  const drop = ['--reuid', '65534', '--regid', '65534', '--clear-groups', '--'];
  const [command, ...args] = [
    ...(process.getuid?.() === 0 ? ['setpriv', ...drop] : []),
    'unshare',
    '--user',
    'true',
  ];
  return (await run(command ?? '', args)).code === 0;
}
