import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Connects to the first bus that answers of those that an address names, one after the other. Rejects with what each of them
 * said. https://dbus.freedesktop.org/doc/dbus-specification.html#addresses
 */
export async function connectToBus(addresses: string, environment: Environment): Promise<Socket> {
  const reasons: string[] = [];
  for (const address of addresses.split(';').filter((each) => each !== '')) {
    try {
      const options = optionsOf(address, environment);
      if (options) return await connected(options);
      // not for people: why there is no bus, for the log.
      reasons.push(`${address}: this kind of address cannot be used`);
    } catch (fault) {
      reasons.push(`${address}: ${(fault as Error).message}`);
    }
  }
  throw new Error(`There is no session bus. ${reasons.join('; ')}`);
}

/** Where the session's bus is when nothing says so: in the folder of the person's session, where systemd puts it. */
export function sessionBusAddress(environment: Environment): string {
  const { DBUS_SESSION_BUS_ADDRESS: said = '', XDG_RUNTIME_DIR: folder = '' } = environment;
  if (said !== '') return said;
  return folder === '' ? '' : `unix:path=${encodeURI(join(folder, 'bus'))}`;
}

/** Null: nothing that a socket connects to. */
function optionsOf(address: string, environment: Environment): NetConnectOpts | null {
  const [kind = '', rest = ''] = address.split(/:(.*)/s);
  const values = Object.fromEntries(
    rest.split(',').map((pair) => {
      const [key = '', value = ''] = pair.split(/=(.*)/s);
      return [key, decodeURIComponent(value)];
    }),
  );
  if (kind === 'tcp') return { host: values['host'] || 'localhost', port: Number(values['port']) };
  if (kind !== 'unix') return null;
  if (values['runtime'] === 'yes') return { path: join(environment['XDG_RUNTIME_DIR'] ?? '/', 'bus') };
  // An abstract name, which only Linux has, is none: Node 20 cannot connect to it.
  const { path } = values;
  return path === undefined ? null : { path };
}

function connected(options: NetConnectOpts): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(options, () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
