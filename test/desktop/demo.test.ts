import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Summary } from '../../build/demo/summary.ts';
import { root } from '../../build/setup/root.js';
import { waitUntil } from '../../build/virtual-desktop/wait-until.ts';

/** Long enough to look at everything on a busy machine. */
const DURATION = '20s';
/** The whole demo takes about 50 s then, on a quiet machine. */
const WITHIN_MS = 240_000;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-demo-test-'));
  // The desktops run as a user of their own, who must be able to walk in.
  await chmod(folder, 0o755);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The demo as `npm run demo` starts it. */
function startDemo() {
  const args = [join(root, 'build/demo.js'), '--for', DURATION, '--results', join(folder, 'results')];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => told.push(text));
  return { child, ended: once(child, 'close') as Promise<[number | null]>, told: () => told.join('') };
}

test(
  'the demo measures access from request to verified revocation, and verifies the history offline',
  async () => {
    const demo = startDemo();
    const [status] = await demo.ended;
    expect(status, demo.told()).toBe(0);
    expect(demo.told()).toMatch(/deadline to verified revocation\s+[\d.]+ m?s/);
    const results = join(folder, 'results');
    const summary = JSON.parse(await readFile(join(results, 'summary.json'), 'utf8')) as Summary;
    for (const [name, ms] of Object.entries(summary.figures)) expect(ms, name).toBeGreaterThan(0);
    expect(summary.history.verified).toBe(true);
    expect(Object.values(summary.history.desktops)).toEqual(
      Array(2).fill(`All ${summary.history.entries} entries verified.`),
    );
    const story = await readFile(join(results, 'summary.md'), 'utf8');
    for (const { file } of summary.pictures) {
      expect(existsSync(join(results, file)), file).toBe(true);
      expect(story).toContain(`(${file})`);
    }
  },
  WITHIN_MS,
);

test(
  'a demo that is interrupted cleans up behind itself, and says so',
  async () => {
    const demo = startDemo();
    await waitUntil('the second step', () => demo.told().includes(' 2. '), WITHIN_MS / 2);
    demo.child.kill('SIGINT');
    const [status] = await demo.ended;
    expect(status).toBe(1);
    expect(demo.told()).toContain('stopped by SIGINT');
    expect(await processesIn(folder)).toEqual([]);
  },
  WITHIN_MS,
);

/** The processes that still use something below `folder`, by their environment. */
async function processesIn(path: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found: string[] = [];
  for (const pid of pids) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (environment.includes(`=${path}`)) found.push(pid);
  }
  return found;
}
