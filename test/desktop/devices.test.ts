import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { say } from '../../shared/client/say.ts';
import { LEAD } from '../support/example-company.ts';
import { inviteBody } from '../support/invite-body.ts';
import { Member } from '../support/member.ts';
import { checkWindow } from './support/check-window.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { Team } from './support/team.ts';

const patiently = { timeout: PATIENCE_MS };

describe('the devices of a person, in the settings of one of them,', () => {
  tellAsStory();
  let team: Team;
  let lead: Seat;
  /** Their first device, elsewhere. */
  let phone: Member;
  let tablet: Member | null = null;

  beforeAll(async () => {
    [team, lead] = await Promise.all([Team.start(), Seat.start()]);
    phone = await Member.join(team.service.url, await team.owner.invite(LEAD));
    await lead.joinTeam(team.service.url, await phone.invite(LEAD));
    await lead.go('Settings');
  }, 180_000);
  afterAll(async () => {
    await tablet?.close();
    await phone?.close();
    await lead?.stop();
    await team?.stop();
  });

  const devices = () => lead.page.getByRole('region', { name: 'Your devices' });
  const banner = (text: string | RegExp) => lead.page.getByText(text).first();
  const names = async () => (await phone.api.devices.list.query({})).map(({ name }) => name);

  test('are listed, and this one is marked', async () => {
    await devices().getByText('This device').waitFor();
    expect(await devices().getByRole('listitem').count()).toBe(2);
    await devices().scrollIntoViewIfNeeded();
    await checkWindow(lead, 'devices-listed');
  });

  test('which one is to be removed is said by more than its name, and that this one, which it invited, stays', async () => {
    await devices()
      .getByRole('button', { name: /^Remove test device/ })
      .click();
    const dialog = lead.page.getByRole('dialog');
    await dialog.getByText(phone.identity.deviceId.slice(0, 8)).waitFor();
    await dialog.getByText('The device that you use now was invited from it, too. It stays').waitFor();
    expect(await dialog.getByRole('switch').count()).toBe(0);
    await lead.photographWindow('devices-remove-inviter');
    await lead.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('are renamed in place', async () => {
    await devices()
      .getByRole('button', { name: /^Rename test device/ })
      .click();
    await devices().getByRole('textbox', { name: 'Name' }).fill('Phone');
    await lead.page.keyboard.press('Enter');
    await devices().locator('strong').getByText('Phone', { exact: true }).waitFor();
    expect(await names()).toContain('Phone');
  });

  test('one more that joins is told loudly: it may be somebody else’s', async () => {
    tablet = await Member.join(team.service.url, await phone.invite(LEAD));
    const notice = await lead.desktop.notices.waitFor('joined with another device, test device');
    expect(notice.texts.join(' ')).toContain('Is this meant?');
    await banner('Lead Example joined with another device, test device').waitFor();
    await expect.poll(() => devices().getByRole('listitem').count(), patiently).toBe(3);
    await lead.photograph('devices-joined');
  });

  test('one that an owner removed is told loudly, and is gone; this one goes on', async () => {
    const { deviceId } = phone.identity;
    await team.owner.api.devices.remove.mutate({ device: deviceId, reason: say('found in the yard') });
    await lead.desktop.notices.waitFor('Owner Example removed Phone');
    await banner(/Owner Example removed Phone, a device of Lead Example, .*: found in the yard/).waitFor();
    await devices().getByText('Phone', { exact: true }).waitFor({ state: 'detached' });
    await lead.page.getByText(/^Online/).waitFor();
    await expect(phone.api.session.me.query()).rejects.toThrow('not signed in');
    await lead.photograph('devices-removed');
  });

  test('that they are invited anew is told loudly, with what to do about it', async () => {
    await team.owner.api.org.invite.mutate({ ...inviteBody(LEAD), replaces: true });
    await banner(/invited Lead Example anew: .*If you did not ask for that, tell another owner/).waitFor();
    await lead.desktop.notices.waitFor('invited Lead Example anew');
    await checkWindow(lead, 'devices-invited-anew');
  });

  test('one is removed by hand, once that was confirmed', async () => {
    await devices()
      .getByRole('button', { name: /^Remove test device/ })
      .click();
    await lead.page.getByRole('dialog').getByLabel('Why').fill('sold');
    await checkWindow(lead, 'devices-remove');
    await lead.page.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect.poll(() => devices().getByRole('listitem').count(), patiently).toBe(1);
    await expect(tablet?.api.session.me.query()).rejects.toThrow('not signed in');
  });

  test('are shown as they were while the service is away', async () => {
    await team.service.stop();
    await devices().getByText('The service cannot be reached: this is how it was at').waitFor();
    await devices().scrollIntoViewIfNeeded();
    await checkWindow(lead, 'devices-offline');
    await team.service.start();
    await lead.page.getByText(/^Online/).waitFor();
  });

  test('this one is removed, too, and is signed out at once', async () => {
    await devices()
      .getByRole('button', { name: /^Remove / })
      .click();
    await lead.page.getByRole('dialog').getByText('is the one that you use now').waitFor();
    await lead.page.getByRole('button', { name: 'Remove', exact: true }).click();
    await lead.page.getByText('Signed out', { exact: true }).first().waitFor({ timeout: PATIENCE_MS });
    expect(await devices().count()).toBe(0);
    await lead.go('Inbox');
    await lead.page.getByRole('heading', { name: 'Signed out' }).waitFor();
    await lead.photographWindow('devices-removed-this');
  });
});
