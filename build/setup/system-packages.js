import { existsSync } from 'node:fs';
import { findElectron } from './electron.js';
import { run } from './run.js';
import { say } from './say.js';

// The Debian and Ubuntu packages that Latchkey needs. `a|b` names the same thing in different releases.

/** What Electron itself needs to start. */
const APP = [
  'libgtk-3-0t64|libgtk-3-0',
  'libnss3',
  'libasound2t64|libasound2',
  'libgbm1',
  'libxss1',
  'libxtst6',
  'libsecret-1-0',
  'libnotify-bin',
  'ca-certificates',
  'fonts-dejavu-core',
];

/** A whole desktop without a screen, in which the demo and the desktop tests run; and real SSH, and git, for the tests. */
const DESKTOP = [
  'xvfb',
  'xfwm4',
  'xfce4-panel',
  'xfce4-notifyd',
  'gnome-keyring',
  'dbus',
  'xdg-dbus-proxy',
  'dunst',
  'at-spi2-core',
  'xdotool',
  'x11-utils',
  'imagemagick',
  'adwaita-icon-theme',
  'librsvg2-common',
  'git',
  'openssh-client',
  'openssh-server',
];

/** A slow mirror must not look like a hang, but neither may it block for ever. */
const INSTALL_TIMEOUT_MS = 900_000;

/**
 * Makes sure that the system has what the app needs, and with `desktop` also what the virtual desktop needs.
 * Installs as root on Debian and Ubuntu; otherwise says the exact command.
 * @param {'app' | 'desktop'} scope
 */
export async function ensureSystemPackages(scope) {
  if (process.platform !== 'linux') return;
  if (!existsSync('/usr/bin/dpkg-query')) return checkLibraries();

  const missing = await missingPackages(scope === 'app' ? APP : [...APP, ...DESKTOP]);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    const command = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${(await choose(missing)).join(' ')}`;
    throw new Error(`Some system packages are missing. Install them with:\n\n  ${command}\n`);
  }
  await install(missing);
}

/** @param {string[]} wanted */
async function missingPackages(wanted) {
  const names = wanted.flatMap((alternatives) => alternatives.split('|'));
  const { output } = await run('dpkg-query', ['-W', '-f', '${db:Status-Abbrev}${Package}\n', ...names]);
  const installed = new Set(output.split('\n').flatMap((line) => /^ii (\S+)/.exec(line)?.[1] ?? []));
  return wanted.filter((alternatives) => !alternatives.split('|').some((name) => installed.has(name)));
}

/** @param {string[]} missing */
async function install(missing) {
  say(`installing ${missing.length} system packages (apt-get)…`);
  await apt(['update', '-q']);
  await apt(['install', '-y', '-q', '--no-install-recommends', ...(await choose(missing))]);
}

/** @param {string[]} args */
async function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt-get may be at work, on a machine that has just started.
  const options = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  const result = await run('apt-get', [...options, ...args], { env, timeoutMs: INSTALL_TIMEOUT_MS });
  if (result.code !== 0) throw new Error(`apt-get ${args[0]} did not work:\n${result.output}`);
}

/**
 * Of each `a|b` the name that this release knows.
 * @param {string[]} packages
 */
async function choose(packages) {
  const chosen = [];
  for (const alternatives of packages) {
    const names = alternatives.split('|');
    let known;
    for (const name of names.length > 1 ? names : []) {
      const { output } = await run('apt-cache', ['policy', name]);
      if (known === undefined && /Candidate: (?!\(none\))/.test(output)) known = name;
    }
    chosen.push(known ?? names.at(-1) ?? alternatives);
  }
  return chosen;
}

/** On other distributions: at least say which libraries Electron does not find. */
async function checkLibraries() {
  const electron = findElectron();
  if (electron === null) return;
  const { output } = await run('ldd', [electron.path]);
  const missing = output.split('\n').flatMap((line) => /^\s*(\S+) => not found/.exec(line)?.[1] ?? []);
  if (missing.length > 0) {
    throw new Error(
      `Electron needs libraries that are not installed: ${missing.join(', ')}. Install them with your package manager.`,
    );
  }
}
