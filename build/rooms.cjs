// What each room may import beside what is in it: folders and files. Its README says the same (test/unit/project/rooms.test.ts),
// and dependency-cruiser.cjs makes a rule of it. What is not here is not to be imported.

/** Neither Node nor DOM (shared/tsconfig.json), and no packages but these. */
const PURE = {
  'shared/lib': [],
  'shared/log': [],
  'shared/words': [],
  'shared/domain': ['re2js', '@marcbachmann/cel-js', 'temporal-polyfill'],
  'shared/ports': [],
  'shared/provider-protocol': ['zod'],
  'shared/contract': ['zod'],
  'shared/formats': ['zod'],
  'shared/organisation-files': ['zod', 'yaml', 'fastest-levenshtein'],
  'shared/api': ['zod', '@trpc/server'],
};

/**
 * Folders of `shared`, by their names.
 * @param {string} names
 */
const shared = (names) => names.split(' ').map((name) => `shared/${name}`);

/**
 * By folder. A room within a room has a line of its own, which alone is for what is in it.
 * @type {Record<string, string[]>}
 */
const ROOMS = {
  'shared/lib': [],
  'shared/log': [],
  'shared/domain': shared('words lib'),
  'shared/words': shared('lib'),
  'shared/provider-protocol': shared('lib'),
  'shared/contract': shared('provider-protocol domain words lib'),
  'shared/formats': shared('contract domain words lib'),
  'shared/organisation-files': shared('contract provider-protocol domain words lib'),
  'shared/ports': shared('contract provider-protocol formats domain words lib'),
  'shared/api': shared('contract domain words lib'),
  'shared/system': shared('organisation-files provider-protocol contract formats domain words log lib ports'),
  'shared/runner': shared('contract provider-protocol formats domain words lib ports'),
  'shared/runner/scripts': shared('provider-protocol words lib ports system'),
  'shared/runner-process': shared('runner system formats contract domain words lib ports'),
  'shared/client': shared('api contract organisation-files formats domain words log lib ports system'),
  'shared/service': shared(
    'api contract organisation-files formats domain words log lib ports runner-process system',
  ),
  'shared/service/effects': shared('domain lib ports service/commit service/store'),
  'shared/service/fsck': shared(
    'domain words log formats lib system service/store service/commit service/log service/system',
  ),
  'shared/service/http': shared('api contract domain words lib ports service/system'),
  'shared/cli': [
    ...shared('client runner runner-process providers api contract provider-protocol organisation-files'),
    ...shared('formats domain words log lib ports system'),
    ...shared('service/service-process.ts service/service-options.ts service/database-options.ts'),
    ...shared('service/backup service/fsck'),
  ],
  'shared/providers': shared('provider-protocol lib system/with-lock.js system/sync-folder.ts'),
  'shared/providers/kit': shared('provider-protocol lib'),
  'shared/providers/conformance': shared(
    'provider-protocol words lib ports system runner/scripts runner/fill-secrets.ts',
  ),
  main: shared('domain words lib log contract formats ports client runner-process system cli/templates'),
  preload: shared('contract'),
  renderer: shared('domain words contract formats lib'),
  'build/virtual-desktop': ['build/setup'],
  'build/demo': ['build/virtual-desktop', 'build/setup', ...Object.keys(PURE)],
};

module.exports = { PURE, ROOMS };
