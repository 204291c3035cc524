import type { Client } from '../client/create-client.ts';
import type { DeviceView } from '../contract/api-types.ts';
import { readDevices, type Devices } from '../formats/wire/read-devices.ts';
import { CliFailure, ofNewer } from './cli-failure.ts';
import { EXIT } from './exit-status.ts';

/** Fewer could be mistyped: what is found is signed out for ever. */
const ID = /^[a-z0-9]{4,40}$/;

export const listDevices = async (api: Client['api'], person: string | undefined): Promise<Devices> =>
  readDevices(await api.devices.list.query(person === undefined ? {} : { person }));

/** The device of this person (one's own, without) that an id or its beginning means. */
export async function findDevice(
  api: Client['api'],
  id: string,
  person: string | undefined,
): Promise<DeviceView> {
  // not for people: a command, as it is typed
  const look = `latchkey devices${person === undefined ? '' : ` --person ${person}`}`;
  if (!ID.test(id)) throw new CliFailure(EXIT.usage, ({ cli }) => cli.common.idForm({ look }), 'usage');
  const { devices, newer } = await listDevices(api, person);
  const found = devices.filter(({ deviceId }) => deviceId.startsWith(id));
  const [only] = found;
  if (only && found.length === 1) return only;
  if (found.length > 1)
    throw new CliFailure(
      EXIT.usage,
      ({ cli }) =>
        cli.devices.several({
          ...{ count: found.length, id },
          which: found.map(({ deviceId, name }) => `${deviceId} (${name})`).join(', '),
        }),
      'usage',
    );
  if (newer > 0) throw ofNewer(({ cli }) => cli.newer.someDevices);
  throw new CliFailure(
    EXIT.refused,
    ({ cli: { devices: words } }) =>
      person === undefined ? words.youHaveNoSuch({ id, look }) : words.hasNoSuch({ person, id, look }),
    'notFound',
  );
}
