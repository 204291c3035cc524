import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readJoinLink } from '../../shared/lib/join-link.ts';
import { Member } from '../support/member.ts';
import { checkWindow } from './support/check-window.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';

const patiently = { timeout: PATIENCE_MS };
const ANA = 'ana@example.com';

describe('the owner of an organisation on this computer, in the settings,', () => {
  tellAsStory();
  let seat: Seat;
  let ana: Member | null = null;

  beforeAll(async () => {
    seat = await Seat.start();
    await seat.beginAlone();
    await seat.go('Settings');
  }, 180_000);
  afterAll(async () => {
    await ana?.close();
    await seat?.stop();
  });

  const organisation = () => seat.page.getByRole('region', { name: 'Organisation', exact: true });
  const people = () => seat.page.getByRole('region', { name: 'Bring in people' });
  const edit = async (name: 'people' | 'policy', from: string, to: string): Promise<void> => {
    const file = join(seat.home, 'organisation', `${name}.yaml`);
    const text = await readFile(file, 'utf8');
    expect(text).toContain(from);
    await writeFile(file, text.replace(from, to));
  };
  const publish = () => organisation().getByRole('button', { name: 'Publish changes' }).click();

  test('is told that there is nothing to publish', async () => {
    await publish();
    await organisation().getByText('Nothing changed: version 1 is in force.').waitFor();
    await seat.photographWindow('owner-nothing-changed');
  });

  test('is shown a mistake in the policy with file, line and sentence, and the old version stays', async () => {
    await edit('policy', 'maxDuration: 15m', 'maxDuration: soon');
    await edit(
      'people',
      '  # - { id: ana@example.com, name: Ana Example }',
      `  - { id: ${ANA}, name: Ana Example }`,
    );
    await publish();
    await organisation().getByText('Not published: one mistake.').waitFor();
    await organisation().getByText('Version 1 stays in force.').waitFor();
    const line = (await readFile(join(seat.home, 'organisation', 'policy.yaml'), 'utf8'))
      .split('\n')
      .findIndex((text) => text.includes('soon'));
    expect(await organisation().getByRole('listitem').allTextContents()).toEqual([
      `policy.yaml:${line + 1}: That is not a duration. Write for example 90s, 45m, 2h, 1h30m or 1d.`,
    ]);
    await checkWindow(seat, 'owner-mistake');
  });

  test('publishes what was repaired', async () => {
    await edit('policy', 'maxDuration: soon', 'maxDuration: 20m');
    await publish();
    await organisation().getByText('Published: version 2 is in force.').waitFor();
    await expect.poll(() => organisation().getByRole('listitem').count(), patiently).toBe(0);
    await organisation().getByText('Not published').waitFor({ state: 'detached' });
  });

  test('is told why somebody cannot be invited', async () => {
    await people().getByRole('button', { name: 'Make invite' }).click();
    await people().getByText('Write the id that the person has in people.yaml.').waitFor();
    await people().getByLabel('Invite').fill('nobody@example.com');
    await people().getByRole('button', { name: 'Make invite' }).click();
    await people().getByText('people.yaml has nobody with the id nobody@example.com.').waitFor();
    await seat.photographWindow('owner-invite-refused');
  });

  test('invites a person, with one line that can be copied and that works', async () => {
    await people().getByLabel('Invite').fill(ANA);
    await people().getByRole('button', { name: 'Make invite' }).click();
    await people().getByText(`Invite for ${ANA}`).waitFor();
    await people().getByRole('button', { name: 'Copy' }).click();
    await seat.page.getByText('Invite copied.').waitFor();
    await checkWindow(seat, 'owner-invite');
    const given = readJoinLink(await seat.clipboard());
    expect(given?.founding).toMatch(/^[0-9a-f]{64}$/);
    const { service: url = '', code = '' } = given ?? {};
    ana = await Member.join(url, code);
    expect(ana.identity.member.name).toBe('Ana Example');
    await expect(Member.join(url, code)).rejects.toThrow(/invite/i);
  });
});
