import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onlyKnown } from './setup/arguments.js';
import { explain } from './setup/explain.js';
import { withLock } from './setup/lock.js';
import { root } from './setup/root.js';
import { say } from './setup/say.js';

// `npm run build [-- TARGET…]`: makes out/ from the sources. A target whose inputs did not change is left alone, so
// that the launcher and the tests can call this every time.

const OUT = join(root, 'out');
const STAMPS = join(OUT, 'stamps.json');
/** What every target depends on: the build itself and the packages. */
const ALWAYS = ['build/build.js', 'build/targets.js', 'package-lock.json', 'tsconfig.json'];
/**
 * The targets, and the folders from which each is made. Kept apart from targets.js so that finding out that there is
 * nothing to do does not load the bundler.
 * @type {Record<string, string[]>}
 */
const INPUTS = {
  main: ['main', 'shared'],
  preload: ['preload', 'shared'],
  renderer: ['renderer', 'shared'],
  service: ['shared'],
  cli: ['shared'],
  providers: ['shared'],
  icons: ['build/icons'],
  demo: ['build/demo', 'build/virtual-desktop', 'shared'],
  bench: ['test/bench', 'build/virtual-desktop', 'main', 'shared'],
};

/** What people run; the demo and the bench are built when they are wanted. */
const PRODUCT = ['main', 'preload', 'renderer', 'service', 'cli', 'providers', 'icons'];

/**
 * Builds what is out of date. A target that cannot be built leaves nothing behind, so that nobody runs old code without
 * knowing; the other targets are built nevertheless.
 * @param {string[]} [only] names of targets; the whole product when left out
 * @throws when a target could not be built
 */
export async function build(only) {
  const names = only === undefined || only.length === 0 ? PRODUCT : only;
  // Before anything of that name is removed.
  onlyKnown(names, Object.keys(INPUTS));
  /** @type {string[]} */
  const broken = [];
  await withLock(join(root, 'node_modules', '.cache', 'latchkey', 'build.lock'), async () => {
    for (const name of names) {
      try {
        await buildTarget(name);
      } catch (error) {
        rmSync(join(OUT, name), { recursive: true, force: true });
        say(`${name} could not be built: ${error instanceof Error ? error.message : String(error)}`);
        broken.push(name);
      }
    }
  });
  if (broken.length > 0) throw new Error(`not built: ${broken.join(', ')}`);
}

/** @param {string} name */
async function buildTarget(name) {
  const inputs = INPUTS[name] ?? [];
  const stamp = fingerprint([...ALWAYS, ...inputs]);
  if (readStamps()[name] === stamp && existsSync(join(OUT, name))) return;

  const startedAt = performance.now();
  const [{ build: bundle }, { targets }] = await Promise.all([import('vite'), import('./targets.js')]);
  const configs = targets[name]?.() ?? [];
  if (configs.length === 0 && name !== 'providers' && name !== 'icons') return;
  if (name === 'providers') copyProviders();
  if (name === 'icons') cpSync(join(root, 'build', 'icons'), join(OUT, 'icons'), { recursive: true });
  for (const config of configs) await bundle(config);
  if (name === 'providers') markExecutable();
  writeStamp(name, stamp);
  say(`built ${name} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** Manifests and scripts keep their mode bits; TypeScript sources stay behind. */
function copyProviders() {
  const from = join(root, 'shared', 'providers');
  rmSync(join(OUT, 'providers'), { recursive: true, force: true });
  if (!existsSync(from)) return;
  cpSync(from, join(OUT, 'providers'), { recursive: true, filter: (source) => !source.endsWith('.ts') });
  // Says how Node reads the bundles, also where they lie beside a packaged app's archive.
  writeFileSync(join(OUT, 'providers', 'package.json'), '{ "type": "module" }\n');
}

/** A bundled provider is run like any other executable. */
function markExecutable() {
  const folder = join(OUT, 'providers');
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const bundle = join(folder, name, 'main.js');
    if (existsSync(bundle)) chmodSync(bundle, 0o755);
  }
}

/** @param {string[]} inputs */
function fingerprint(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) for (const line of describe(join(root, input))) hash.update(line);
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {Generator<string>}
 */
function* describe(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (!stats.isDirectory()) yield `${relative(root, path)} ${stats.size} ${stats.mtimeMs} ${stats.mode}\n`;
  else for (const name of readdirSync(path).sort()) yield* describe(join(path, name));
}

/** @returns {Record<string, string>} */
function readStamps() {
  try {
    return JSON.parse(readFileSync(STAMPS, 'utf8'));
  } catch {
    return {};
  }
}

/**
 * @param {string} name
 * @param {string} stamp
 */
function writeStamp(name, stamp) {
  mkdirSync(OUT, { recursive: true });
  writeFileSync(STAMPS, JSON.stringify({ ...readStamps(), [name]: stamp }, null, 2));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await explain(() => build(process.argv.slice(2)));
}
