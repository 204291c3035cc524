import { closeSync, openSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '../../../main/system/create-logger.ts';

// Logs of a desktop into the home that is named: 30 MB while no file can be opened, as on a disk without a free inode, and 30
// MB after that. Says on stdout, as JSON, how large which file was then and is in the end, in bytes.

const [, , home = ''] = process.argv;
const logger = createLogger(home);

/** So many bytes at least, in portions that are written before the next one is made. */
async function log(bytes: number): Promise<void> {
  for (let made = 0; made < bytes; made += 25 * 4_000) {
    for (let line = 0; line < 25; line += 1) logger.info({ text: 'x'.repeat(3_990) }, 'a line');
    await logger.settled();
  }
}

function sizes(): Record<string, number> {
  const folder = join(home, 'logs');
  return Object.fromEntries(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).size]));
}

const taken: number[] = [];
try {
  for (;;) taken.push(openSync('/dev/null', 'r'));
} catch {
  // No more can be opened.
}
await log(30_000_000);
taken.forEach((descriptor) => closeSync(descriptor));
const before = sizes();
await log(30_000_000);
process.stdout.write(JSON.stringify({ before, after: sizes() }));
