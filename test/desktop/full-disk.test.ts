import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { exampleTokens } from '../support/example-tokens.ts';

const patiently = { timeout: 2 * PATIENCE_MS };

/** A small disk at `folder`; false where this user may not make one. */
function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m,mode=700', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-mount-'));
  const can = mountSmallDisk(folder);
  if (can) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true });
  return can;
}

// What a full disk does to the journal, the locks and the replica is tested everywhere, in test/faults/full-disk.test.ts.
describe.skipIf(!canMount())('the app of one person whose disk is full', () => {
  tellAsStory();
  let seat: Seat;

  beforeAll(async () => {
    seat = await Seat.make();
    const { uid, gid } = statSync(seat.home);
    mountSmallDisk(seat.home);
    await chown(seat.home, uid, gid);
    await seat.launch();
    await seat.beginAlone();
  }, 180_000);
  afterAll(async () => {
    const { home } = seat;
    await seat.quit();
    execFileSync('umount', ['-l', home]);
    await seat.stop();
  });

  const tokens = (): readonly string[] => exampleTokens(join(seat.home, 'runner'));
  const filling = (): string => join(seat.home, 'filling');
  const fill = (): void => {
    mkdirSync(filling());
    for (const size of [1_000_000, 10_000, 100])
      for (let index = 0; ; index += 1)
        try {
          writeFileSync(join(filling(), `${size}-${index}`), Buffer.alloc(size, 'x'));
        } catch {
          break;
        }
  };

  test('ends what is due, says that nothing can be written, and goes on by itself when there is room', async () => {
    await seat.getAccess('token on', { duration: '10s', why: 'On a full disk' });
    await expect.poll(tokens, patiently).toHaveLength(1);
    await seat.kill();
    fill();
    await seat.launch();
    await expect.poll(tokens, patiently).toHaveLength(0);
    await seat.show();
    await seat.page.getByText(/Latchkey cannot write to its folder: no space left on device/).waitFor();
    await seat.photograph('full-disk-01');
    rmSync(filling(), { recursive: true });
    await seat.page.getByText(/Latchkey cannot write to its folder/).waitFor({ state: 'hidden' });
    await seat.page.getByText(/^Online/).waitFor();
    await seat.go('History');
    await seat.page.getByRole('option', { name: 'On a full disk' }).filter({ hasText: 'Ended' }).waitFor();
    expect(readdirSync(seat.home).filter((name) => name.includes('damaged'))).toEqual([]);
    await seat.photograph('full-disk-02-room-again');
  });
});
