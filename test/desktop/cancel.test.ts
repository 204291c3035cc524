import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../build/virtual-desktop/wait-until.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { DEV } from '../support/example-company.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { Team } from './support/team.ts';

describe('what waits to be sent', () => {
  tellAsStory();
  let team: Team;
  let dev: Seat;

  beforeAll(async () => {
    [team, dev] = await Promise.all([Team.start(), Seat.start()]);
    await dev.joinTeam(team.service.url, await team.dev.invite(DEV));
    await team.service.stop();
    await dev.page
      .getByText(/^Offline since/)
      .first()
      .waitFor();
  }, 180_000);
  afterAll(async () => {
    await dev?.stop();
    await team?.stop();
  });

  const ask = async (words: string, why: string): Promise<void> => {
    const { page } = dev;
    await dev.go('Request…');
    await page.getByRole('combobox').first().fill(words);
    await page.keyboard.press('Enter');
    await page.getByLabel('Why').fill(why);
    await page.getByRole('button', { name: 'Request access' }).last().click();
    await page.getByText('The service cannot be reached now. Your request is kept').waitFor();
    await page.getByRole('button', { name: 'New request' }).click();
  };
  const outbox = () => dev.page.getByRole('region', { name: 'Not sent yet' });
  const cancel = (title: string) => dev.page.getByRole('button', { name: `Cancel: Your request, ${title}` });

  test('is listed in the settings with what it is and why', async () => {
    await ask('queue', 'To be cancelled with the mouse');
    await ask('reports', 'To be cancelled with the keyboard');
    await ask('queue', 'To be sent all the same');
    await dev.go('Settings');
    await outbox().getByText('To be cancelled with the mouse').waitFor();
    await outbox().getByText('To be cancelled with the keyboard').waitFor();
    expect(await dev.page.getByRole('button', { name: /^Cancel: / }).count()).toBe(3);
    await dev.photograph('cancel-01-three-wait');
  });

  test('is taken back with the mouse', async () => {
    await cancel('Drain the refund queue').first().click();
    await dev.page.getByText('Taken back.').first().waitFor();
    await dev.photograph('cancel-02-one-less');
  });

  test('is taken back with the keyboard alone', async () => {
    const { page } = dev;
    await page.mouse.move(5, 5);
    const button = cancel('Read the monthly reports');
    await button.waitFor();
    const isThere = (): Promise<boolean> => button.evaluate((element) => element.matches(':focus'));
    for (let presses = 0; presses < 60 && !(await isThere()); presses += 1) await page.keyboard.press('Tab');
    expect(await isThere()).toBe(true);
    await page.keyboard.press('Enter');
    await button.waitFor({ state: 'detached' });
    await page.getByText('Taken back.').first().waitFor();
    await dev.photograph('cancel-03-by-keyboard');
  });

  test('and only the rest is sent when the service is back', async () => {
    await team.service.start();
    const all = await waitUntil(
      'the request',
      async (): Promise<readonly RequestState[] | false> => {
        const list = await team.dev.api.requests.list
          .query({ scope: 'mine', open: false, limit: 10 })
          .catch(() => []);
        return list.length > 0 && list;
      },
      PATIENCE_MS,
    );
    expect(all.map(({ facts }) => facts.reason)).toMatchObject([{ text: 'To be sent all the same' }]);
    await dev.page.getByText(/^Online/).waitFor();
    await outbox().waitFor({ state: 'detached' });
    expect(await team.dev.api.requests.list.query({ scope: 'mine', open: false, limit: 10 })).toHaveLength(1);
  });
});
