import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startInClone } from '../../../build/start-in-clone.js';

const LIMIT_MS = 60_000;

let checkout: string;
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'latchkey-checkout-'));
});
afterEach(() => rmSync(checkout, { recursive: true }));

/** A project of its own, whose `npm start` is this program. */
function commit(program: string): void {
  writeFileSync(join(checkout, 'package.json'), JSON.stringify({ scripts: { start: 'node start.js' } }));
  writeFileSync(join(checkout, 'start.js'), program);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: checkout });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'a commit');
}

it('starts what is committed and nothing else, without a display, and leaves nothing', async () => {
  const told = join(checkout, 'told.json');
  commit(`
    const fs = require('node:fs');
    const { DISPLAY, WAYLAND_DISPLAY } = process.env;
    const seen = { place: __dirname, files: fs.readdirSync('.'), displays: [DISPLAY, WAYLAND_DISPLAY].filter(Boolean) };
    fs.writeFileSync(${JSON.stringify(told)}, JSON.stringify(seen));
  `);
  writeFileSync(join(checkout, 'start.js'), 'process.exit(7)');
  writeFileSync(join(checkout, 'not-added.txt'), '');
  const before = process.env['DISPLAY'];
  process.env['DISPLAY'] = ':7';
  try {
    expect(await startInClone(checkout, LIMIT_MS)).toEqual({ passed: 1, failed: 0, failures: [] });
  } finally {
    if (before === undefined) delete process.env['DISPLAY'];
    else process.env['DISPLAY'] = before;
  }
  const seen = JSON.parse(readFileSync(told, 'utf8')) as { place: string };
  expect(seen).toMatchObject({ files: ['.git', 'package.json', 'start.js'], displays: [] });
  expect(existsSync(seen.place)).toBe(false);
});

it('says how it ended', async () => {
  commit('process.exit(3)');
  expect(await startInClone(checkout, LIMIT_MS)).toEqual({
    passed: 0,
    failed: 1,
    failures: ['npm start in a clean clone: ended with status 3'],
  });
});

it('ends what hangs, with all that it started', async () => {
  const told = join(checkout, 'pid');
  commit(`
    const child = require('node:child_process').spawn('sleep', ['1000']);
    require('node:fs').writeFileSync(${JSON.stringify(told)}, String(child.pid));
    setInterval(() => {}, 1000);
  `);
  const { failed } = await startInClone(checkout, 3_000);
  expect(failed).toBe(1);
  const pid = existsSync(told) ? Number(readFileSync(told, 'utf8')) : null;
  if (pid !== null) await expect.poll(() => isRunning(pid)).toBe(false);
});

it('says what is no clone', async () => {
  const { failures } = await startInClone(checkout, LIMIT_MS);
  expect(failures).toEqual([expect.stringMatching(/^npm start in a clean clone: git clone: .*\S/)]);
});

function isRunning(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[2] !== 'Z';
  } catch {
    return false;
  }
}
