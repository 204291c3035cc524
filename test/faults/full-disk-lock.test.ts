import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFile } from '../../shared/system/file-lock.ts';
import { runTypescript } from '../support/run-typescript.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function takeElsewhere(options: { isDiskFull: boolean }): Promise<string> {
  const child = await runTypescript('test/faults/support/lock-host.ts', [join(folder, 'lock')], options);
  return child.stdout ? text(child.stdout) : '';
}

it('a lock is taken on a full disk: the runner opens its journal there, and ends what it granted', async () => {
  expect(await takeElsewhere({ isDiskFull: true })).toBe('taken');
});

it('a lock that another process has is refused in words, and free when that lets go of it', async () => {
  const lock = lockFile(join(folder, 'lock'));
  expect(await takeElsewhere({ isDiskFull: false })).toContain('Another Latchkey process is using');
  lock.release();
  expect(await takeElsewhere({ isDiskFull: false })).toBe('taken');
});
