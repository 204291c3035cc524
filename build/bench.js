import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.js';
import { explain } from './setup/explain.js';
import { root } from './setup/root.js';
import { setUpAndBuild } from './setup/setup.js';

// `npm run bench [-- --only NAME] [--json FILE]`: each figure beside its limit, measured in the same run.

await explain(async () => {
  await setUpAndBuild('desktop');
  await build(['bench']);
  await import(pathToFileURL(join(root, 'out', 'bench', 'index.js')).href);
});
