import { spawn } from 'node:child_process';
import { electronPath } from './setup/electron.js';
import { onlyKnown } from './setup/arguments.js';
import { explain } from './setup/explain.js';
import { root } from './setup/root.js';
import { say } from './setup/say.js';
import { setUpAndBuild } from './setup/setup.js';

// `npm start [-- FLAGS]`, with the flags of Electron that are listed here: sets up what is missing and starts the desktop app. Without a display it runs the guided
// demo in a virtual desktop instead.

/** Latchkey itself has none. These are for computers with other screens, keyrings and drivers, and for looking into it. */
const FLAGS = [
  '--disable-gpu',
  '--force-device-scale-factor',
  '--inspect',
  '--lang',
  '--no-sandbox',
  '--ozone-platform',
  '--ozone-platform-hint',
  '--password-store',
  '--remote-debugging-port',
];

await explain(async () => {
  onlyKnown(process.argv.slice(2), FLAGS);
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
