import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { root } from './setup/root.js';

/** The stand-in of build/setup/electron.js has Node 20 and Chromium 130 inside; the official Electron is newer. */
const NODE = 'node20';
const CHROMIUM = 'chrome130';

/**
 * Comments in other people's packages that the bundler cannot use are nobody's business here.
 * @type {Pick<import('vite').Rollup.RollupOptions, 'onwarn'>}
 */
const quiet = {
  onwarn: (warning, warn) => {
    if (warning.code !== 'INVALID_ANNOTATION') warn(warning);
  },
};

/**
 * What the bundler does for each target of build.js; an empty list while its entry does not exist.
 * @type {Record<string, () => import('vite').InlineConfig[]>}
 */
export const targets = {
  main: () => nodeBundle('main/index.ts', 'main', ['shared/system/notify-worker.ts']),
  preload,
  renderer,
  service: () => nodeBundle('shared/service/index.ts', 'service'),
  cli,
  providers,
  demo: () => nodeBundle('build/demo/index.ts', 'demo'),
  bench: () => nodeBundle('test/bench/index.ts', 'bench'),
};

/**
 * A program for Node: our code in one file, packages left outside. A file `…-worker.ts` of the same folder becomes an
 * entry of its own, for `new Worker(new URL('./…-worker.js', import.meta.url))`, and so does each of `more`. All of it lies in one folder, so that
 * `new URL('../providers/', import.meta.url)` means the same in the sources and in out/.
 * @param {string} entry
 * @param {string} name
 * @param {string[]} more
 * @returns {import('vite').InlineConfig[]}
 */
function nodeBundle(entry, name, more = []) {
  if (!existsSync(join(root, entry))) return [];
  const workers = readdirSync(join(root, dirname(entry)), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('-worker.ts'))
    .map((file) => join(dirname(entry), file))
    .concat(more)
    .map((file) => [basename(file, '.ts'), join(root, file)]);
  return [
    {
      ...common(name),
      build: {
        ...output(name),
        ssr: true,
        target: NODE,
        rollupOptions: {
          ...quiet,
          input: { index: join(root, entry), ...Object.fromEntries(workers) },
          external: ['electron'],
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    },
  ];
}

/**
 * A sandboxed preload may require nothing but `electron`, so everything else is inside it.
 * @returns {import('vite').InlineConfig[]}
 */
function preload() {
  if (!existsSync(join(root, 'preload/index.ts'))) return [];
  return [
    {
      ...common('preload'),
      ssr: { noExternal: true },
      build: {
        ...output('preload'),
        ssr: 'preload/index.ts',
        target: CHROMIUM,
        rollupOptions: {
          ...quiet,
          external: ['electron'],
          output: { format: 'cjs', entryFileNames: 'index.cjs', inlineDynamicImports: true },
        },
      },
    },
  ];
}

/**
 * Commands are short, and Node takes longer to find and read a hundred small files than to run one: packages are inside, but
 * for those with code of their own for the machine. `ws` asks for two of that kind if they are there; they are not.
 * @returns {import('vite').InlineConfig[]}
 */
function cli() {
  return nodeBundle('shared/cli/index.ts', 'cli', ['shared/system/notify-worker.ts']).map((config) => ({
    ...config,
    plugins: [withoutNativeDriver],
    ssr: { noExternal: true, external: ['libsql', 'node-notifier'] },
    define: {
      'process.env.WS_NO_BUFFER_UTIL': '"1"',
      'process.env.WS_NO_UTF_8_VALIDATE': '"1"',
    },
  }));
}

/** @returns {import('vite').InlineConfig[]} */
function renderer() {
  const folder = join(root, 'renderer');
  const pages = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.html')) : [];
  if (pages.length === 0) return [];
  return [
    {
      ...common('renderer'),
      root: folder,
      base: './',
      plugins: [svelte({ configFile: false, preprocess: vitePreprocess() })],
      build: {
        ...output('renderer'),
        target: CHROMIUM,
        // The content security policy allows neither inline scripts nor data: URLs for code.
        modulePreload: { polyfill: false },
        assetsInlineLimit: 0,
        rollupOptions: { ...quiet, input: pages.map((page) => join(folder, page)) },
      },
    },
  ];
}

/**
 * `pg` offers a driver in C if `pg-native` is installed. It is not, and a bundle that looks for it does not start.
 * @type {import('vite').Plugin}
 */
const withoutNativeDriver = {
  name: 'without-native-driver',
  enforce: 'pre',
  resolveId: (id) => (id === 'pg-native' ? '\0none' : undefined),
  load: (id) => (id === '\0none' ? 'export default null;' : undefined),
};

/**
 * A provider written in TypeScript has a `main.ts`; the other files of its folder are copied by build.js. Its packages
 * are inside the bundle: a provider is run by plain Node, which sees nothing of a packaged app's archive.
 * @returns {import('vite').InlineConfig[]}
 */
function providers() {
  const folder = join(root, 'shared/providers');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'main.ts')))
    .map((name) => ({
      ...common('providers'),
      plugins: [withoutNativeDriver],
      ssr: { noExternal: true },
      build: {
        ...output(`providers/${name}`),
        // The folder already holds the copied files.
        emptyOutDir: false,
        ssr: `shared/providers/${name}/main.ts`,
        target: NODE,
        rollupOptions: {
          ...quiet,
          output: {
            format: 'es',
            entryFileNames: 'main.js',
            banner: '#!/usr/bin/env node',
            inlineDynamicImports: true,
          },
        },
      },
    }));
}

/**
 * @param {string} name
 * @returns {import('vite').InlineConfig}
 */
function common(name) {
  return {
    root,
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    mode: 'production',
    publicDir: false,
    cacheDir: join(root, 'node_modules/.cache/latchkey/vite', name),
  };
}

/**
 * @param {string} folder
 * @returns {import('vite').BuildEnvironmentOptions}
 */
function output(folder) {
  return {
    outDir: join(root, 'out', folder),
    emptyOutDir: true,
    sourcemap: true,
    minify: false,
    reportCompressedSize: false,
  };
}
