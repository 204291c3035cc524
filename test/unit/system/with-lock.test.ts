import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startOf, thisPlace, withLock } from '../../../shared/system/with-lock.js';
import { eventually } from '../../support/eventually.ts';

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-lock-'));
  lock = join(folder, 'krl.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const work = () => Promise.resolve('done');

const LIMITS = { waitMs: 20_000 };

describe('the lock of what several processes write', () => {
  it('says whose it is while it is held, and is gone afterwards', async () => {
    const held = await withLock(lock, () => Promise.resolve(readFileSync(lock, 'utf8')), LIMITS);
    expect(held.split(' ').slice(0, 3)).toEqual([thisPlace, String(process.pid), startOf(process.pid)]);
    expect(existsSync(lock)).toBe(false);
  });

  // Only Linux says when a process began.
  it.runIf(process.platform === 'linux')(
    'of a killed writer whose number lives again is taken over',
    async () => {
      writeFileSync(lock, `${thisPlace} ${process.pid} 1 0123456789abcdef`);
      expect(await withLock(lock, work, LIMITS)).toBe('done');
    },
  );

  it('of a writer that is no more is taken over', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const start = child.pid === undefined ? null : startOf(child.pid);
    await once(child, 'exit');
    writeFileSync(lock, `${thisPlace} ${child.pid} ${start} 0123456789abcdef`);
    expect(await withLock(lock, work, LIMITS)).toBe('done');
  });

  it('of a writer that lives is waited for, and taken over when it is killed', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: 'pipe' });
    await once(child, 'spawn');
    writeFileSync(lock, `${thisPlace} ${child.pid} ${startOf(child.pid ?? 0)} 0123456789abcdef`);
    let isTaken = false;
    const waiting = withLock(lock, () => Promise.resolve((isTaken = true)), LIMITS);
    // Its own file is there: it has tried, or is about to.
    await eventually(() => expect(readdirSync(folder).length).toBe(2));
    expect(isTaken).toBe(false);
    child.kill('SIGKILL');
    expect(await waiting).toBe(true);
  });

  it('of a computer or container that cannot be seen from here counts for a minute', async () => {
    writeFileSync(lock, `elsewhere/boot/1 ${process.pid} 1 0123456789abcdef`);
    const past = Date.now() / 1_000 - 61;
    utimesSync(lock, past, past);
    expect(await withLock(lock, work, LIMITS)).toBe('done');
  });

  it('is waited for no longer than it was said, and its file is named', async () => {
    const held = `${thisPlace} ${process.pid} ${startOf(process.pid)} 0123456789abcdef`;
    writeFileSync(lock, held);
    await expect(withLock(lock, work, { waitMs: 200 })).rejects.toThrow(
      `The lock ${lock} is held by process ${process.pid} on `,
    );
    expect(readdirSync(folder)).toEqual(['krl.lock']);
    expect(readFileSync(lock, 'utf8')).toBe(held);
  });
});

describe('who removes a lock', () => {
  const guard = (): string => `${lock}.takeover`;

  it('removes only its own when its work is over: another one may have been let in', async () => {
    await withLock(lock, () => writeFile(lock, 'of another'), LIMITS);
    expect(readFileSync(lock, 'utf8')).toBe('of another');
  });

  it('is held up for ever by nobody who was killed while removing one', async () => {
    writeFileSync(lock, `elsewhere/boot/1 ${process.pid} 1 0123456789abcdef`);
    writeFileSync(guard(), 'of one who was killed');
    const past = Date.now() / 1_000 - 61;
    for (const path of [lock, guard()]) utimesSync(path, past, past);
    expect(await withLock(lock, work, LIMITS)).toBe('done');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves it to another who is at it', async () => {
    const ofDead = `elsewhere/boot/1 ${process.pid} 1 0123456789abcdef`;
    writeFileSync(lock, ofDead);
    writeFileSync(guard(), 'of one who is at it');
    const [past, later] = [Date.now() / 1_000 - 61, Date.now() / 1_000 + 600];
    utimesSync(lock, past, past);
    utimesSync(guard(), later, later);
    await expect(withLock(lock, work, { waitMs: 200 })).rejects.toThrow('is held by process');
    expect(readFileSync(lock, 'utf8')).toBe(ofDead);
    expect(existsSync(guard())).toBe(true);
  });

  // Only Linux says when a process began. What a pipe says is read when the test says it.
  it.runIf(process.platform === 'linux')(
    'reads once more whose it is when it is alone: another may have taken it over meanwhile',
    async () => {
      const owner = (start: string | null) => `${thisPlace} ${process.pid} ${start} 0123456789abcdef`;
      execFileSync('mkfifo', [lock]);
      const waiting = withLock(lock, work, LIMITS);
      await writeFile(lock, owner('1'));
      await eventually(() => expect(existsSync(guard())).toBe(true));
      await writeFile(lock, owner(startOf(process.pid)));
      await eventually(() => expect(existsSync(guard())).toBe(false));
      expect(existsSync(lock)).toBe(true);
      // Who holds it lets go of it; who may be reading it is not kept waiting.
      const before = join(folder, 'before');
      renameSync(lock, before);
      closeSync(openSync(before, constants.O_RDWR | constants.O_NONBLOCK));
      expect(await waiting).toBe('done');
    },
  );
});

// Only Linux says when a process began.
describe.runIf(process.platform === 'linux')('a killed holder whose number lives again', () => {
  const MODULE = fileURLToPath(new URL('../../../shared/system/with-lock.js', import.meta.url));
  const HOLDER = `
    import { withLock } from ${JSON.stringify(pathToFileURL(MODULE).href)};
    await withLock(process.argv[1], () => new Promise(() => setInterval(() => undefined, 1_000)), { waitMs: 60_000 });`;

  it('holds up neither a build nor a revocation', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, lock], { stdio: 'ignore' });
    await eventually(() => expect(existsSync(lock)).toBe(true));
    child.kill('SIGKILL');
    await once(child, 'exit');
    const left = readFileSync(lock, 'utf8');
    // This process has the number now, and lives.
    writeFileSync(lock, left.replace(` ${child.pid} `, ` ${process.pid} `));
    expect(await withLock(lock, work, LIMITS)).toBe('done');
  });
});
