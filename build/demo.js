import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.js';
import { onlyOptions, WrongUsage } from './setup/arguments.js';
import { durationProblem } from './setup/duration-problem.js';
import { explain } from './setup/explain.js';
import { root } from './setup/root.js';
import { setUpAndBuild } from './setup/setup.js';

// `npm run demo`: the guided demo, in a virtual desktop of its own. The demo itself is build/demo/index.ts.

/** What `npm start`, which runs this where there is no display, may have been given is for the app. */
const isItself = import.meta.url === pathToFileURL(process.argv[1] ?? '').href;

await explain(async () => {
  if (isItself) {
    const time = onlyOptions(process.argv.slice(2), ['--for', '--results']).get('--for');
    const problem = time === undefined ? null : durationProblem(time);
    if (problem !== null) throw new WrongUsage(`“--for ${time}”: ${problem}`);
  }
  await setUpAndBuild('desktop');
  await build(['demo']);
  const demo = join(root, 'out', 'demo', 'index.js');
  if (!existsSync(demo)) throw new Error('The demo is not part of this checkout.');
  await import(pathToFileURL(demo).href);
});
