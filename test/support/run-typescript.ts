import { spawn, type ChildProcess } from 'node:child_process';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { limitedDescriptors } from './limited-descriptors.ts';
import { onFullDisk } from './on-full-disk.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Inside the checkout, so that the program finds its packages. */
const outDir = join(root, 'node_modules/.cache/latchkey-tests');

/** Starts a TypeScript program of the tests as a Node process of its own: `file` is relative to the checkout. */
export async function runTypescript(
  file: string,
  args: readonly string[],
  { isDiskFull = false, descriptors }: { readonly isDiskFull?: boolean; readonly descriptors?: number } = {},
): Promise<ChildProcess> {
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
  const command = [
    ...limitedDescriptors(descriptors),
    process.execPath,
    join(outDir, `${name}.mjs`),
    ...args,
  ];
  const [program = '', ...words] = isDiskFull ? onFullDisk(command) : command;
  return spawn(program, words, {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
