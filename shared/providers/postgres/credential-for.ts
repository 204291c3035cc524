import { readFileSync } from 'node:fs';
import type { Credential } from '../../provider-protocol/provider-protocol.ts';
import { shellWord } from '../kit/shell-word.ts';
import { tlsMode } from './connect.ts';
import type { Settings } from './settings.ts';

/** Where the requester puts the authority's certificate that comes with the credential, beside where psql is started. */
const CA_FILE = 'latchkey-postgres-ca.pem';

/** What the requester gets. The command has no password in it: psql asks, and no shell history keeps it. */
export function credentialFor(settings: Settings, password: string): Credential {
  const { config, role } = settings;
  const host = config.clientHost ?? config.host;
  const port = config.clientPort ?? config.port;
  const tail = placeOf(settings, host, port);
  const field = (key: string, label: string, value: string, secret = false) => ({
    name: key,
    label,
    value,
    secret,
  });
  const certificate =
    verifies(config) && config.caFile !== undefined ? readFileSync(config.caFile, 'utf8') : null;
  return {
    fields: [
      field('host', 'Host', host),
      field('port', 'Port', String(port)),
      field('database', 'Database', settings.database),
      field('user', 'User', role),
      field('password', 'Password', password, true),
      field('url', 'URL with the password', `postgresql://${role}:${password}@${tail}`, true),
      ...(certificate === null ? [] : [field('certificate', `Save this as ${CA_FILE}`, certificate)]),
    ],
    command: `psql ${shellWord(`postgresql://${role}@${tail}`)}`,
  };
}

const verifies = (config: Settings['config']): boolean => tlsMode(config) === 'verify';

/** Everything after the `@` of a URL. https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS */
function placeOf({ config, database }: Settings, host: string, port: number): string {
  const options = new URLSearchParams();
  const isSocket = host.startsWith('/');
  if (isSocket) {
    options.set('host', host);
    options.set('port', String(port));
  } else if (verifies(config)) {
    options.set('sslmode', 'verify-full');
    // psql knows no authority by itself. `system`: those of the computer, as we use them here (psql 16 and newer).
    options.set('sslrootcert', config.caFile === undefined ? 'system' : CA_FILE);
  } else options.set('sslmode', tlsMode(config) === 'require' ? 'require' : 'prefer');
  const place = isSocket ? '' : `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return `${place}/${encodeURIComponent(database)}?${options.toString()}`;
}
