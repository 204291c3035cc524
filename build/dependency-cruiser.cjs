// Who may import whom: the layers of DESIGN.md, section 4. Each rule's comment names the right door.

/** What the pure layers may be built on. */
const LIB = '^shared/lib/';
const PRODUCT = '^(main|preload|renderer|shared)/';

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
      name: 'pure-core',
      comment: 'domain, log and lib are pure: no packages of Node, and nothing of ours but lib.',
      severity: 'error',
      from: { path: '^shared/(domain|log|lib)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'domain-is-alone',
      comment: 'domain imports domain and lib. Effects come in as ports, from outside.',
      severity: 'error',
      from: { path: '^shared/domain/' },
      to: { path: PRODUCT, pathNot: ['^shared/domain/', LIB] },
    },
    {
      name: 'domain-folders-in-no-circle',
      comment:
        'A folder of domain that another one is built on does not know that one, types included. What both need is a folder below.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^shared/domain/' },
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
      name: 'log-is-alone',
      comment: 'The log package is reusable: it imports log and lib.',
      severity: 'error',
      from: { path: '^shared/log/' },
      to: { path: PRODUCT, pathNot: ['^shared/log/', LIB] },
    },
    {
      name: 'lib-is-the-ground',
      comment: 'lib imports nothing of ours.',
      severity: 'error',
      from: { path: LIB },
      to: { path: PRODUCT, pathNot: [LIB] },
    },
    {
      name: 'ports-and-contract',
      comment: 'ports and contract say what there is; they know the pure layers and each other, no adapter.',
      severity: 'error',
      from: { path: '^shared/(ports|contract)/' },
      to: { path: PRODUCT, pathNot: ['^shared/(ports|contract|formats|domain|log|lib)/'] },
    },
    {
      name: 'contract-below-formats',
      comment: 'Formats are made of what the contract says, so it knows none of them.',
      severity: 'error',
      from: { path: '^shared/contract/' },
      to: { path: '^shared/formats/' },
    },
    {
      name: 'formats-are-shapes',
      comment: 'A format is a schema and what an earlier version becomes; it knows no reader and no writer.',
      severity: 'error',
      from: { path: '^shared/formats/' },
      to: { path: PRODUCT, pathNot: ['^shared/(formats|contract|domain|lib)/'] },
    },
    {
      name: 'journal-is-its-own',
      comment:
        'What a runner kept is read whatever the wire has become. Convert in shared/runner/journal-wire.ts.',
      severity: 'error',
      from: { path: '^shared/formats/journal/' },
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
      name: 'runner-knows-no-host',
      comment: 'The runner is the same in the desktop and in the service, so it knows neither.',
      severity: 'error',
      from: { path: '^shared/runner/' },
      to: { path: '^(main|preload|renderer|shared/(service|cli|client))/' },
    },
    {
      name: 'provider-is-alone',
      comment: 'A provider is a program of its own: it shares nothing with other providers but the kit.',
      severity: 'error',
      from: { path: '^shared/providers/([^/]+)/' },
      to: { path: '^shared/providers/([^/]+)/', pathNot: ['^shared/providers/($1|kit)/'] },
    },
    {
      name: 'renderer-sees-little',
      comment:
        'A renderer sees shared/{domain,formats,contract,lib}; everything else comes through the bridge.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: PRODUCT, pathNot: ['^renderer/', '^shared/(domain|formats|contract|lib)/'] },
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
      name: 'preload-is-one-bridge',
      comment: 'The preload is derived from the contract and knows nothing else.',
      severity: 'error',
      from: { path: '^preload/' },
      to: { path: PRODUCT, pathNot: ['^preload/', '^shared/contract/'] },
    },
    {
      name: 'service-is-a-process',
      comment: 'The desktop takes only types from the service, and starts it as a process.',
      severity: 'error',
      from: { path: '^main/' },
      to: {
        path: '^shared/(service|cli)/',
        // Example files, not code.
        pathNot: '^shared/cli/templates/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-foreign-process',
      comment: 'No file imports the folder of another process.',
      severity: 'error',
      from: { path: '^(main|preload|renderer|shared)/' },
      to: { path: '^(main|preload|renderer)/', pathNot: ['^$1/'] },
    },
    {
      name: 'service-and-cli-apart',
      comment: 'The service does not know its command line; the CLI starts the service through compose.ts.',
      severity: 'error',
      from: { path: '^shared/service/' },
      to: { path: '^shared/(cli|client)/' },
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
