import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../build/virtual-desktop/wait-until.ts';
import { Seat } from './support/seat.ts';

describe('a computer whose session bus has no notifications', () => {
  let seat: Seat;
  let folder = '';

  beforeAll(async () => {
    seat = await Seat.make();
    folder = seat.desktop.makeFolder('programs');
    const program = join(folder, 'notify-send');
    writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" >"${folder}/args"\nenv >"${folder}/env"\n`);
    chmodSync(program, 0o755);
    await seat.launch({
      PATH: `${folder}:${process.env['PATH']}`,
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
      LATCHKEY_SECRET_DB: 'hunter2-hunter2',
    });
  });
  afterAll(() => seat?.stop());

  test('is told by notify-send that there is news, in fixed words, by a process that has no secret', async () => {
    await seat.beginAlone();
    const { page } = seat;
    await page.getByRole('button', { name: 'Request access' }).last().click();
    await page.getByRole('combobox').first().fill('token on');
    await page.keyboard.press('Enter');
    await page.getByLabel('Why').fill('To see what is told');
    await page.getByRole('button', { name: /Get access/ }).click();
    const written = (name: string): string => {
      try {
        return readFileSync(join(folder, name), 'utf8');
      } catch {
        return '';
      }
    };
    await waitUntil('notify-send ran', () => written('env').includes('HOME='));
    expect(written('args')).toMatch(/^Latchkey\n\d+ things? (is|are) new\. Latchkey says what/);
    expect(written('env')).not.toMatch(/SECRET|hunter/);
  });
});
