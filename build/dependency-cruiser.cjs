// Who may import whom: the layers of DESIGN.md, section 4. Each rule's comment names the right door.

const { PURE, ROOMS } = require('./rooms.cjs');

const PRODUCT = '^(main|preload|renderer|shared)/';
const OURS = '^(main|preload|renderer|shared|build|test)/';

/**
 * Folders and files, with what is in them.
 * @param {readonly string[]} paths
 */
const anyOf = (paths) => `^(${paths.map((path) => path.replaceAll('.', '\\.')).join('|') || '-'})(/|$)`;

/** @param {string} room */
const roomsIn = (room) => Object.keys(ROOMS).filter((each) => each.startsWith(`${room}/`));

const roomRules = Object.entries(ROOMS).map(([room, others]) => ({
  name: `${room}-may-import`,
  comment: `${room}/README.md says what it may import: ${others.join(', ') || 'nothing of ours'}.`,
  severity: 'error',
  from: { path: anyOf([room]), pathNot: anyOf(roomsIn(room)) },
  to: { path: OURS, pathNot: anyOf([room, ...others]) },
}));

const packageRules = Object.entries(PURE).map(([room, packages]) => ({
  name: `${room}-packages`,
  comment: `${room} runs anywhere. Packages: ${packages.join(', ') || 'none'}.`,
  severity: 'error',
  from: { path: anyOf([room]) },
  to: { path: '(^|/)node_modules/', pathNot: `(^|/)node_modules/(${packages.join('|') || '-'})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one thing, or share a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'Nobody uses this file. Remove it, or use it.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '(^|/)index\\.ts$',
          '\\.test\\.ts$',
          '^build/',
          '^test/',
          '^shared/providers/[^/]+/main\\.ts$',
        ],
      },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'This import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
    {
      name: 'pure-rooms',
      comment: 'A pure room takes nothing from Node. What it needs comes in as a port.',
      severity: 'error',
      from: { path: anyOf(Object.keys(PURE)) },
      to: { dependencyTypes: ['core'] },
    },
    ...roomRules,
    ...packageRules,
    {
      name: 'ports-are-interfaces',
      comment: 'A port says what there is. What runs is its adapter: in a system/ folder.',
      severity: 'error',
      from: { path: '^shared/ports/' },
      to: { dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'folders-in-no-circle',
      comment:
        'A folder that another one is built on does not know that one, types included. What both need is a folder below, or a port.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^(main|preload|renderer|shared)/' },
      to: { circular: true },
    },
    {
      name: 'domain-ground',
      comment: 'What every folder of domain is built on knows none of them.',
      severity: 'error',
      from: { path: '^shared/domain/(refusal|decided|stream)\\.ts$' },
      to: { path: '^shared/domain/', pathNot: '^shared/domain/(refusal|decided|stream)\\.ts$' },
    },
    {
      name: 'domain-folders-below-the-whole',
      comment:
        'entry.ts and streams.ts put all streams together. A folder knows its own, and those that it is built on. statements/ is built on all of them, but for statement.ts.',
      severity: 'error',
      from: { path: '^shared/domain/[^/]+/', pathNot: '^shared/domain/statements/' },
      to: { path: '^shared/domain/[^/]+\\.ts$', pathNot: '^shared/domain/(refusal|decided|stream)\\.ts$' },
    },
    {
      name: 'one-file-knows-cel',
      comment:
        'What conditions may say is decided in shared/domain/conditions; only its cel.ts knows the engine.',
      severity: 'error',
      from: { path: PRODUCT, pathNot: '^shared/domain/conditions/cel\\.ts$' },
      to: { path: '(^|/)node_modules/@marcbachmann/cel-js/' },
    },
    {
      name: 'one-file-knows-temporal',
      comment: 'What the clock says somewhere: localTime of shared/domain/conditions/local-time.ts.',
      severity: 'error',
      from: { path: PRODUCT, pathNot: '^shared/domain/conditions/local-time\\.ts$' },
      to: { path: '(^|/)node_modules/temporal-polyfill/' },
    },
    {
      name: 'journal-is-its-own',
      comment:
        'What a runner kept is read whatever the wire has become. Convert in shared/runner/journal-wire.ts.',
      severity: 'error',
      from: { path: '^shared/formats/(journal/|format\\.ts$)' },
      to: { path: '^shared/contract/' },
    },
    {
      name: 'usecases-know-no-wire',
      comment: 'A use case is called by the API; it knows neither HTTP nor who puts it together.',
      severity: 'error',
      from: { path: '^shared/service/usecases/' },
      to: { path: '^shared/(service/(http|identity|compose\\.ts|create-api\\.ts)|system/)' },
    },
    {
      name: 'runner-without-machine',
      comment:
        'What a runner needs of its machine comes in as ports; shared/runner-process puts them together.',
      severity: 'error',
      from: { path: '^shared/runner/', pathNot: '^shared/runner/(scripts/|find-provider\\.ts$)' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'provider-is-alone',
      comment: 'A provider is a program of its own: it shares nothing with other providers but the kit.',
      severity: 'error',
      from: { path: '^shared/providers/([^/]+)/' },
      to: { path: '^shared/providers/([^/]+)/', pathNot: ['^shared/providers/($1|kit)/'] },
    },
    {
      name: 'renderer-without-node',
      comment: 'There is no Node in a renderer.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-sibling-features',
      comment:
        'A feature that needs another one wants a place in renderer/ui or renderer/state. The shell shows them all.',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/', pathNot: '^renderer/features/shell/' },
      to: { path: '^renderer/features/([^/]+)/', pathNot: '^renderer/features/$1/' },
    },
    {
      name: 'preload-is-types',
      comment: 'The preload is derived from types of the contract; it takes nothing that runs.',
      severity: 'error',
      from: { path: '^preload/' },
      to: { path: PRODUCT, pathNot: '^preload/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-without-tests-and-build',
      comment: 'The product runs without its tests and its build.',
      severity: 'error',
      from: { path: PRODUCT },
      to: { path: '^(test|build)/' },
    },
    {
      name: 'shipped-packages-only',
      comment:
        'What runs at a person’s must be in "dependencies". The renderer is bundled, so its packages need not.',
      severity: 'error',
      from: { path: PRODUCT, pathNot: '^renderer/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: ['electron'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: ['^out/', '^release/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    builtInModules: { add: ['electron'] },
    enhancedResolveOptions: {
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
