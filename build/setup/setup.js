import { pathToFileURL } from 'node:url';

// Everything that lies between a fresh clone and a running Latchkey. Uses nothing but Node until the packages are
// there. Each step looks first and is silent when there is nothing to do.

/** Of the tools that build and test. What they make runs on 20.18, which is inside the stand-in Electron. */
const OLDEST_NODE = [20, 19];

/**
 * @param {'app' | 'desktop'} scope `desktop` adds what the virtual desktop of the demo and the tests needs
 */
export async function setUp(scope) {
  checkNode();
  const { ensureNpmPackages } = await import('./npm-packages.js');
  await ensureNpmPackages();
  const { ensureElectron } = await import('./electron.js');
  await ensureElectron();
  const { ensureSystemPackages } = await import('./system-packages.js');
  await ensureSystemPackages(scope);
  const { ensureSandbox } = await import('./sandbox.js');
  await ensureSandbox();
}

/**
 * Set-up and an up-to-date out/.
 * @param {'app' | 'desktop'} scope
 */
export async function setUpAndBuild(scope) {
  await setUp(scope);
  const { build } = await import('../build.js');
  await build();
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Error(`Latchkey needs Node ${OLDEST_NODE.join('.')} or later; this is ${process.versions.node}.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { explain } = await import('./explain.js');
  const { onlyKnown } = await import('./arguments.js');
  await explain(async () => {
    onlyKnown(process.argv.slice(2), ['--desktop']);
    await setUpAndBuild(process.argv.includes('--desktop') ? 'desktop' : 'app');
  });
}
