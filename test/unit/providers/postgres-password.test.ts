import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withConnection } from '../../../shared/providers/postgres/connect.ts';
import type { PostgresConfig } from '../../../shared/providers/postgres/settings.ts';

/** AuthenticationCleartextPassword and AuthenticationMD5Password. https://www.postgresql.org/docs/current/protocol-message-formats.html */
const ASKS = {
  cleartext: Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]),
  md5: Buffer.from([0x52, 0, 0, 0, 12, 0, 0, 0, 5, 1, 2, 3, 4]),
};

let server: Server;
let heard: Buffer[];
let ask: Buffer;
beforeEach(async () => {
  heard = [];
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.on('data', (bytes) => {
        heard.push(bytes);
        socket.destroy();
      });
      socket.write(ask);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => void server.close());

const connect = (auth: PostgresConfig['auth']): Promise<void> => {
  const { port } = server.address() as AddressInfo;
  const base = {
    host: '127.0.0.1',
    port,
    database: 'a',
    user: 'u',
    password: 'hush-hush',
    connectionLimit: 1,
  };
  return withConnection({ ...base, tls: 'auto', auth, ownedObjects: 'drop' }, 'a', () => Promise.resolve());
};

describe('a server that wants the password without SCRAM', () => {
  it.each(['cleartext', 'md5'] as const)('does not get it: %s', async (kind) => {
    ask = ASKS[kind];
    await expect(connect('scram')).rejects.toThrow(/does not ask for the password with SCRAM/);
    expect(Buffer.concat(heard).toString()).toBe('');
  });

  it('gets it on this computer where the binding asks for that', async () => {
    ask = ASKS.cleartext;
    await expect(connect('any')).rejects.toThrow(/terminated/);
    expect(Buffer.concat(heard).toString()).toContain('hush-hush');
  });
});
