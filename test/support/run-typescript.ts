import { spawn, type ChildProcess } from 'node:child_process';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { limitedDescriptors } from './limited-descriptors.ts';
import { onFullDisk } from './on-full-disk.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Inside the checkout, so that the program finds its packages. */
const outDir = join(root, 'node_modules/.cache/latchkey-tests');

/** One of each program for this process. */
const built = new Map<string, Promise<string>>();

/** Bundles it, once: where the bundle is. */
async function bundle(file: string): Promise<string> {
  const name = `${basename(file, '.ts')}-${process.pid}`;
  await build({
    configFile: false,
    root,
    logLevel: 'silent',
    build: {
      ssr: file,
      outDir,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: `${name}.mjs`, inlineDynamicImports: true } },
    },
  });
  return join(outDir, `${name}.mjs`);
}

interface Started {
  readonly isDiskFull?: boolean;
  readonly descriptors?: number;
  /** The time zone of the computer, as the program sees it. */
  readonly zone?: string;
}

/** A TypeScript program of the tests as one that Node runs: `file` is relative to the checkout. */
export function programOf(file: string): Promise<string> {
  const program = built.get(file) ?? bundle(file);
  built.set(file, program);
  return program;
}

/** Starts a TypeScript program of the tests as a Node process of its own: `file` is relative to the checkout. */
export async function runTypescript(
  file: string,
  args: readonly string[],
  { isDiskFull = false, descriptors, zone }: Started = {},
): Promise<ChildProcess> {
  const command = [...limitedDescriptors(descriptors), process.execPath, await programOf(file), ...args];
  const [first = '', ...words] = isDiskFull ? onFullDisk(command) : command;
  return spawn(first, words, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(zone !== undefined && { TZ: zone }) },
  });
}
