import type { Credential } from '../../contract/provider-protocol.ts';
import { shellWord } from '../kit/shell-word.ts';
import { tlsMode } from './connect.ts';
import type { Settings } from './settings.ts';

const SSL_MODE = { off: 'prefer', require: 'require', verify: 'verify-full' } as const;

/** What the requester gets. The command has no password in it: psql asks, and no shell history keeps it. */
export function credentialFor(settings: Settings, password: string): Credential {
  const { config, role, database } = settings;
  const host = config.clientHost ?? config.host;
  const port = config.clientPort ?? config.port;
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}/${encodeURIComponent(database)}`;
  const tail = `${place}?sslmode=${SSL_MODE[tlsMode(config)]}`;
  const field = (key: string, label: string, value: string, secret = false) => ({
    name: key,
    label,
    value,
    secret,
  });
  return {
    fields: [
      field('host', 'Host', host),
      field('port', 'Port', String(port)),
      field('database', 'Database', database),
      field('user', 'User', role),
      field('password', 'Password', password, true),
      field('url', 'URL with the password', `postgresql://${role}:${password}@${tail}`, true),
    ],
    command: `psql ${shellWord(`postgresql://${role}@${tail}`)}`,
  };
}
