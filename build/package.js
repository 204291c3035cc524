import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findElectron } from './setup/electron.js';
import { explain } from './setup/explain.js';
import { root } from './setup/root.js';
import { run } from './setup/run.js';
import { say } from './setup/say.js';
import { setUpAndBuild } from './setup/setup.js';

// `npm run package`: the unpacked app for this computer, below release/. `npm run package -- --linux deb AppImage` (or
// --mac, --win) makes installers; that needs the official Electron, since nothing else may be given to people.

/** Compressing everything on a slow machine takes minutes. */
const TIMEOUT_MS = 900_000;

await explain(async () => {
  await setUpAndBuild('app');
  const electron = findElectron();
  if (electron === null) throw new Error('Electron is not set up.');
  const installers = process.argv.slice(2);
  if (electron.official) await builder([], installers);
  else await packageStandIn(electron, installers);
});

/**
 * @param {string[]} options
 * @param {string[]} installers
 */
async function builder(options, installers) {
  say('packaging…');
  const script = join(root, 'node_modules', 'electron-builder', 'cli.js');
  const what = installers.length > 0 ? installers : ['--dir'];
  const args = [script, ...what, '--publish', 'never', '--config', 'electron-builder.yml', ...options];
  // Signing needs a certificate that is asked for only when it is configured.
  const env = { ...process.env, CSC_IDENTITY_AUTO_DISCOVERY: process.env['CSC_LINK'] ? 'true' : 'false' };
  const result = await run(process.execPath, args, { env, timeoutMs: TIMEOUT_MS });
  if (result.code !== 0) throw new Error(`electron-builder did not work:\n${result.output}`);
}

/**
 * The stand-in Electron is good for looking at the packaged app here, never for a release. The folder's name and a note
 * in it say so.
 * @param {import('./setup/electron.js').Electron} electron
 * @param {string[]} installers
 */
async function packageStandIn(electron, installers) {
  if (installers.length > 0) {
    throw new Error(
      'Installers need the official Electron, which could not be downloaded from GitHub on this computer.',
    );
  }
  const output = `release/NOT-FOR-RELEASE-electron-${electron.version}`;
  rmSync(join(root, output), { recursive: true, force: true });
  const options = [
    `--config.electronDist=${electron.folder}`,
    `--config.electronVersion=${electron.version}`,
    `--config.directories.output=${output}`,
  ];
  await builder(options, installers);
  rmSync(join(root, output, 'linux-unpacked', 'resources', 'default_app.asar'));
  const note = `This was packaged with Electron ${electron.version} from an npm package, because GitHub could not be reached. It is for trying out on this computer. Never give it to anyone.`;
  writeFileSync(join(root, output, 'NOT-FOR-RELEASE.txt'), `${note}\n`);
  say('');
  say(`  NOT FOR RELEASE: ${note}`);
  say(`  ${output}/linux-unpacked`);
  say('');
}
