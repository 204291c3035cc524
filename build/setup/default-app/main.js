// What Electron's own default_app.asar does, in short: `electron [-r file]… path [args]` loads the app at `path`.
// Only the stand-in of build/setup/electron.js needs it; the official binary brings its own.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const require = createRequire(import.meta.url);
const args = process.argv.slice(1);
let appPath;
for (let i = 0; i < args.length && appPath === undefined; i++) {
  if (args[i] === '-r' || args[i] === '--require') require(resolve(args[++i]));
  else if (!args[i].startsWith('-')) appPath = resolve(args[i]);
}
if (appPath === undefined) {
  process.stderr.write('usage: electron [-r file] path [arguments]\n');
  app.exit(2);
} else {
  process.defaultApp = true;
  await load(appPath);
}

/** @param {string} folder */
async function load(folder) {
  if (/\.[cm]?js$/.test(folder)) return import(pathToFileURL(folder).href);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const name = manifest.productName ?? manifest.name;
  if (name) {
    app.name = name;
    app.setPath('userData', join(app.getPath('appData'), name));
  }
  if (manifest.version) app.setVersion(manifest.version);
  if (manifest.desktopName) app.setDesktopName(manifest.desktopName);
  app.setAppPath(folder);
  await import(pathToFileURL(resolve(folder, manifest.main ?? 'index.js')).href);
}
