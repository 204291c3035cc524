import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';

const patiently = { timeout: PATIENCE_MS };
const FORMULA = '=HYPERLINK("http://example.com")';

describe('the history, exported through the desktop’s own dialog,', () => {
  tellAsStory();
  let seat: Seat;
  let folder = '';

  beforeAll(async () => {
    seat = await Seat.start();
    folder = seat.desktop.makeFolder('documents');
    await seat.beginAlone();
    await seat.getAccess('token on', { duration: '1h', why: FORMULA });
    await seat.getAccess('maintenance', { duration: '10m', why: 'Not to be exported' });
    await seat.go('History');
    await seat.page.getByText('2 requests').waitFor();
  }, 180_000);
  afterAll(() => seat?.stop());

  const begin = async (format: 'CSV' | 'JSON'): Promise<void> => {
    await seat.page.getByRole('button', { name: format }).click();
    await seat.dialog('Export the history');
  };
  const save = async (file: string): Promise<void> => {
    const { screen } = seat.desktop;
    await screen.key('ctrl+a');
    await screen.type(file);
    await screen.key('Return');
  };
  const said = () => seat.page.getByRole('button', { name: 'Dismiss' });
  const announced = (text: string) => seat.page.getByText(text).waitFor();

  test('is not, when the person cancels, and nothing is said', async () => {
    await begin('CSV');
    await seat.photograph('export-dialog');
    await seat.desktop.screen.key('Escape');
    await seat.dialog('History – Latchkey');
    expect(await said().count()).toBe(0);
    await seat.photograph('export-cancelled');
  });

  test('is a CSV file of what is shown, in which nothing is a formula', async () => {
    await seat.page.getByRole('searchbox').fill('HYPERLINK');
    await seat.page.getByText('1 request', { exact: true }).waitFor();
    const file = join(folder, 'shown.csv');
    await begin('CSV');
    await save(file);
    await announced(`One request written to ${file}`);
    expect(await said().count()).toBe(1);
    await seat.photograph('export-csv');
    const [head, row, ...rest] = (await readFile(file, 'utf8')).split('\r\n');
    expect(head).toMatch(/^requestId,requester,requesterName,access,/);
    expect(row).toContain(`"'=HYPERLINK(""http://example.com"")"`);
    expect(rest).toEqual(['']);
    // For the one who exported it alone.
    expect((await stat(file)).mode & 0o077).toBe(0);
  });

  test('is a JSON file of everything once nothing is filtered, and replaces another only after a question', async () => {
    await seat.page.getByRole('searchbox').fill('');
    await seat.page.getByText('2 requests').waitFor();
    const file = join(folder, 'all.json');
    await writeFile(file, 'what was there');
    await begin('JSON');
    await save(file);
    await expect.poll(() => seat.desktop.screen.activeWindow(), patiently).not.toBe('Export the history');
    await seat.photograph('export-replace');
    expect(await readFile(file, 'utf8')).toBe('what was there');
    await seat.desktop.screen.key('Return');
    await announced(`2 requests written to ${file}`);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject([
      { reason: 'Not to be exported', state: 'active' },
      { reason: FORMULA, state: 'active' },
    ]);
  });

  test('says why a file could not be written, in words', async () => {
    const file = join(seat.desktop.makeFolder('read-only'), 'history.csv');
    await chmod(dirname(file), 0o500);
    await begin('CSV');
    await save(file);
    await announced(`${file} could not be written: permission denied. Choose another place.`);
    await seat.photograph('export-refused');
  });
});
