import { readJoinLink } from '../../shared/lib/join-link.ts';
import { spawnSync } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { desktopUser } from '../../build/virtual-desktop/desktop-user.ts';
import { soloOrganisation } from '../../shared/cli/templates/solo-organisation.ts';
import { identityToText } from '../../shared/client/identity.ts';
import { listeningPorts } from '../support/listening-ports.ts';
import { Member } from '../support/member.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';

const patiently = { timeout: PATIENCE_MS };
const ROBIN = 'robin@example.com';
const ANA = 'ana@example.com';
const COMMENTED = '  # - { id: ana@example.com, name: Ana Example }';
const WITH_ANA = `  - { id: ${ANA}, name: Ana Example }`;

const servicePid = (seat: Seat): Promise<number> =>
  seat.app.evaluate(
    ({ app }) => app.getAppMetrics().find(({ name }) => name === 'Latchkey service')?.pid ?? 0,
  );
/** Where the settings say that the service is. */
const addressIn = async (seat: Seat): Promise<string> => {
  await seat.go('Settings');
  return (
    (await seat.page
      .getByText(/^unix:\//)
      .first()
      .textContent()) ?? ''
  );
};

describe('an organisation on this computer', () => {
  tellAsStory();
  let seat: Seat;
  let second: Seat;
  let ana: Member;

  beforeAll(async () => {
    [seat, second] = await Promise.all([Seat.start(), Seat.start()]);
    await seat.beginAlone();
  }, 180_000);
  afterAll(async () => {
    await ana?.close();
    await second?.stop();
    await seat?.stop();
  });

  test('has its service on a socket of its person alone, and on no port', async () => {
    expect(await addressIn(seat)).toBe(`unix:${join(seat.home, 'run', 'latchkey.sock')}`);
    expect(listeningPorts(await servicePid(seat))).toEqual([]);
    await seat.photographWindow('solo-socket');
  });

  test('is joined there by another of their programs, and what that asks for is approved in the notification', async () => {
    const file = join(seat.home, 'organisation', 'people.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace(COMMENTED, WITH_ANA));
    const { page } = seat;
    await page.getByRole('button', { name: 'Publish changes' }).click();
    await page.getByText('Published: version 2 is in force.').waitFor();
    const people = page.getByRole('region', { name: 'Bring in people' });
    await people.getByText('answers nobody but you').waitFor();
    await people.getByLabel('Invite').fill(ANA);
    await people.getByRole('button', { name: 'Make invite' }).click();
    await people.getByRole('button', { name: 'Copy' }).click();
    await expect.poll(() => seat.clipboard(), patiently).toMatch(/^latchkey:/);
    const link = readJoinLink((await seat.clipboard()).trim());
    if (link?.service == null) throw new Error('no address was copied');
    const { service: url, code } = link;
    ana = await Member.join(url, code);
    const requestId = await ana.ask('shared/token', { reason: 'To see how two work together' });
    await seat.desktop.notices.click('Approve', 'To see how two work together');
    await expect.poll(async () => (await ana.grant(requestId))?.kind, patiently).toBe('active');
  });

  test('is joined there in the first window of a second desktop, which is online', async () => {
    const url = await addressIn(seat);
    await second.joinTeam(url, await ana.invite(ANA));
    expect(await addressIn(second)).toBe(url);
  });
});

describe('an organisation on this computer whose service was at a port', () => {
  tellAsStory();
  let seat: Seat;
  let other: Member;
  let port = '';

  beforeAll(async () => {
    seat = await Seat.make();
    const texts = soloOrganisation({ ownerId: ROBIN, ownerName: 'Robin Example', hostName: 'here' });
    const organisation = { ...texts, people: texts.people.replace(COMMENTED, WITH_ANA) };
    const data = join(seat.home, 'service');
    const service = await ServiceProcess.start({ organisation, pools: 'none', data });
    port = service.url;
    const robin = await Member.join(port, service.ownerInvite);
    other = await Member.join(port, await robin.invite(ANA));
    await robin.close();
    await service.stop();
    await cp(join(service.folder, 'organisation'), join(seat.home, 'organisation'), { recursive: true });
    await writeFile(join(seat.home, 'identity.json'), identityToText(robin.identity), { mode: 0o600 });
    await service.remove();
    const { uid, gid } = desktopUser();
    if (process.getuid?.() === 0) spawnSync('chown', ['-R', `${uid}:${gid}`, seat.home]);
  }, 180_000);
  afterAll(async () => {
    await other?.close();
    await seat?.stop();
  });

  test('is at a socket after the next start, and at its port for who joined there', async () => {
    await seat.launch();
    await seat.chooseInTray('Settings');
    await seat.page.getByText(/^Online/).waitFor();
    expect(await addressIn(seat)).toBe(`unix:${join(seat.home, 'run', 'latchkey.sock')}`);
    expect(listeningPorts(await servicePid(seat))).toEqual([Number(new URL(port).port)]);
    expect(other.identity.url).toBe(port);
    const requestId = await other.ask('this-computer/token');
    await expect.poll(async () => (await other.grant(requestId))?.kind, patiently).toBe('active');
  });

  test('is so after a restart, too', async () => {
    await seat.quit();
    await seat.launch();
    await seat.chooseInTray('Settings');
    await seat.page.getByText(/^Online/).waitFor();
    expect(await addressIn(seat)).toBe(`unix:${join(seat.home, 'run', 'latchkey.sock')}`);
    expect(await other.api.session.me.query()).toMatchObject({ me: { id: ANA } });
  });
});
