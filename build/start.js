import { spawn } from 'node:child_process';
import { electronPath } from './setup/electron.js';
import { explain } from './setup/explain.js';
import { root } from './setup/root.js';
import { say } from './setup/say.js';
import { setUpAndBuild } from './setup/setup.js';

// `npm start [-- ARGUMENTS]`: sets up what is missing and starts the desktop app. Without a display it runs the guided
// demo in a virtual desktop instead.

await explain(async () => {
  if (!hasDisplay()) {
    say('there is no display here, so this runs the guided demo in a virtual desktop');
    await import('./demo.js');
    return;
  }
  await setUpAndBuild('app');
  say('starting Latchkey…');
  say(
    'new here? The guided demo shows all of it in two minutes, with two people and a real database: npm run demo',
  );
  await startApp(process.argv.slice(2));
});

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/**
 * @param {string[]} args
 * @returns {Promise<void>}
 */
function startApp(args) {
  /** @type {string[]} */
  const flags = [];
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    say("warning: started as root, so Chromium's sandbox is off. Start Latchkey as an ordinary user.");
    flags.push('--no-sandbox');
  }
  return new Promise((resolve, reject) => {
    const child = spawn(electronPath(), [...flags, root, ...args], { stdio: 'inherit' });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
      process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('close', (code) => {
      process.exitCode = code ?? 1;
      resolve();
    });
  });
}
