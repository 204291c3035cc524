import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withLock } from '../../../build/setup/lock.js';
import { thisPlace } from '../../../shared/system/with-lock.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-set-up-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

// Only Linux says when a process began.
it.runIf(process.platform === 'linux')(
  'a set-up that was killed and whose number lives again holds up no other one',
  async () => {
    const lock = join(folder, 'cache', 'build.lock');
    await withLock(lock, () => {
      // As it is left behind by a killed process with the number of this one.
      writeFileSync(lock, `${thisPlace} ${process.pid} 1 0123456789abcdef`);
      return Promise.resolve();
    });
    expect(readdirSync(join(folder, 'cache'))).toEqual(['build.lock']);
    expect(await withLock(lock, () => Promise.resolve('done'))).toBe('done');
    expect(readdirSync(join(folder, 'cache'))).toEqual([]);
  },
);
