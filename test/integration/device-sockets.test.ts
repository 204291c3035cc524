import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClient, type Client } from '../../shared/client/create-client.ts';
import { loadIdentity } from '../../shared/client/identity-file.ts';
import { refusalOf } from '../../shared/client/refusal-of.ts';
import { until } from '../fakes/until.ts';
import { startCliWorld } from './cli-world.ts';
import { saidInEnglish } from '../support/in-words.ts';

// Over a real socket of the real service: what is cut off is a device, and not its person.

const DEV = 'dev@example.com';
let world: Awaited<ReturnType<typeof startCliWorld>>;
const clients: Client[] = [];

beforeAll(async () => {
  world = await startCliWorld();
  await world.join('dev');
  const { code } = await world.json<{ code: string }>('dev', ['invite', DEV]);
  await world.json('phone', ['join', world.service.url, code]);
});
afterAll(async () => {
  for (const client of clients) await client.close();
  await world.stop();
});

/** Follows what happens as the device of this home. */
async function follow(home: string) {
  const identity = await loadIdentity(world.home(home));
  if (!identity.ok) throw new Error(saidInEnglish(identity.error));
  const { deviceId } = identity.value;
  const client = createClient({ url: world.service.url, identity: identity.value });
  clients.push(client);
  const seen = { opened: 0, lost: 0, events: 0 };
  client.onSocket((state) => (seen[state === 'open' ? 'opened' : 'lost'] += 1));
  let isReady = false;
  const following = client.api.changes.subscribe(
    {},
    { onStarted: () => (isReady = true), onData: () => (seen.events += 1), onError: () => undefined },
  );
  await until(() => isReady);
  return { client, deviceId, seen, following };
}

it('a device that an owner removes is cut off at once and let in no more, and its person’s other one goes on', async () => {
  const [dev, phone] = [await follow('dev'), await follow('phone')];
  const words = ['devices', 'remove', phone.deviceId, '--person', DEV, '--reason', 'stolen'];
  expect((await world.run('owner', words)).status).toBe(0);
  await until(() => phone.seen.lost > 0);
  const refused = await phone.client.api.session.me.query().catch(refusalOf);
  expect(refused).toMatchObject({ code: 'notSignedIn' });
  const ofPhone = phone.seen.events;

  const { events } = dev.seen;
  await world.json('dev', [
    'request',
    'prod/sandbox:token',
    '--for',
    '10m',
    '--reason',
    'to see that it goes on',
  ]);
  await until(() => dev.seen.events > events);
  expect(dev.seen).toMatchObject({ opened: 1, lost: 0 });
  expect(phone.seen.events).toBe(ofPhone);
});
