import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../fakes/until.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { exampleTokens } from '../support/example-tokens.ts';

const patiently = { timeout: PATIENCE_MS };

describe('the runner of a desktop, in a process of its own', () => {
  tellAsStory();
  let seat: Seat;

  beforeAll(async () => {
    seat = await Seat.start();
    await seat.beginAlone();
  }, 180_000);
  afterAll(() => seat?.stop());

  /** What is left at the target. */
  const tokens = (): readonly string[] => exampleTokens(join(seat.home, 'runner'));
  const getToken = async (seconds: number, why: string): Promise<void> => {
    await seat.show();
    await seat.page.getByText(/^Online/).waitFor();
    await seat.getAccess('token on', { duration: `${seconds}s`, why });
    await expect.poll(tokens, patiently).toHaveLength(1);
  };
  const setAside = (): readonly string[] => readdirSync(seat.home).filter((name) => name.includes('damaged'));
  /** Puts a folder where the file was, which cannot be opened then; answers with how to undo that. */
  const hide = (name: string): (() => void) => {
    const [path, kept] = [join(seat.home, name), join(seat.home, `${name}.elsewhere`)];
    renameSync(path, kept);
    mkdirSync(path);
    return () => {
      rmSync(path, { recursive: true });
      renameSync(kept, path);
    };
  };

  test('ends access on time while the app itself does not move', async () => {
    await getToken(6, 'While it hangs');
    seat.signal('SIGSTOP');
    try {
      await until(() => tokens().length === 0, 60_000);
    } finally {
      seat.signal('SIGCONT');
    }
    await seat.go('History');
    await seat.page.getByRole('option', { name: 'While it hangs' }).filter({ hasText: 'Ended' }).waitFor();
  });

  test('is started again when it dies, and goes on with its journal', async () => {
    await getToken(8, 'While it dies');
    const runner = await seat.runnerPid();
    process.kill(runner, 'SIGKILL');
    await expect.poll(() => seat.runnerPid().catch(() => runner), patiently).not.toBe(runner);
    await expect.poll(tokens, patiently).toHaveLength(0);
  });

  test('ends what is due while the history cannot be opened; the app runs, says so, and has it again by itself', async () => {
    await getToken(8, 'Without a history');
    await seat.kill();
    const putBack = hide('history.db');
    await seat.launch();
    await expect.poll(tokens, patiently).toHaveLength(0);
    await seat.show();
    const told = seat.page.getByText(/The history on this device cannot be read now/);
    await told.first().waitFor();
    await seat.page.getByText(/^Online/).waitFor();
    await seat.photograph('runner-alone-01-without-history');
    await seat.go('History');
    await seat.photograph('runner-alone-02-history-view');
    putBack();
    await expect.poll(() => told.count(), patiently).toBe(0);
    await seat.go('Access');
    await seat.go('History');
    await seat.page.getByRole('option', { name: /Without a history/ }).waitFor();
    expect(setAside()).toEqual([]);
  });

  test('ends what is due while the desktop’s own file cannot be read; the icon says why, and the app opens by itself', async () => {
    await getToken(8, 'Without a file');
    await seat.kill();
    const putBack = hide('desktop.json');
    await seat.launch();
    await seat.dialog('Latchkey');
    await expect.poll(tokens, patiently).toHaveLength(0);
    await seat.photograph('runner-alone-03-message');
    await seat.desktop.screen.key('Return');
    await expect.poll(() => seat.desktop.screen.windows('^Latchkey$'), patiently).toEqual([]);
    // Whoever starts it again is told again.
    await seat.startAgain();
    await seat.dialog('Latchkey');
    const names = (await seat.desktop.tray.openMenu()).map(({ name }) => name);
    await seat.photograph('runner-alone-04-menu');
    expect(names).toContain('Access that this computer gave still ends on time');
    await seat.desktop.tray.closeMenu();
    putBack();
    // It tries by itself, too, and may have opened just then: there is no such entry any more.
    await seat.desktop.tray.choose(['Try now']).catch(() => undefined);
    await seat.window();
    await seat.chooseInTray('History');
    await seat.page.getByRole('option', { name: /Without a file/ }).waitFor();
    await expect.poll(() => seat.desktop.screen.windows('^Latchkey$'), patiently).toEqual([]);
    expect(setAside()).toEqual([]);
  });
});
