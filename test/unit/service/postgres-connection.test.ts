import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { connectionConfig } from '../../../shared/service/store/postgres-connection.ts';

function parsed(url: string, password?: string) {
  const client = new pg.Client(connectionConfig({ url, password }));
  const { user, database, password: sent, ssl } = client as pg.Client & { readonly ssl: unknown };
  return { user, database, password: sent, ssl };
}

describe('a database that is named by a URL', () => {
  it('gets the password that is kept beside it, also over a socket', () => {
    const password = 'p@ss w/ö%rd?&=';
    expect(parsed('postgres://latchkey@127.0.0.1/log', password)).toMatchObject({
      user: 'latchkey',
      password,
    });
    expect(parsed('postgres:///log?host=/run/postgresql', password)).toMatchObject({
      database: 'log',
      password,
    });
    expect(parsed('postgres://latchkey:own@127.0.0.1/log')).toMatchObject({ password: 'own' });
  });

  it.each([
    'postgres://latchkey@127.0.0.1/log',
    'postgres://latchkey@[::1]/log',
    'postgres://latchkey@localhost/log',
    'postgres:///log?host=/run/postgresql',
    'postgres://%2Frun%2Fpostgresql/log',
    'postgres://latchkey@db.example.com/log?sslmode=disable',
  ])('is spoken to in the clear on this machine, and where that was asked for: %s', (url) => {
    expect(parsed(url).ssl).toBe(false);
  });

  it('is spoken to by TLS on another machine, with a certificate that is verified', () => {
    expect(parsed('postgres://latchkey@db.example.com/log').ssl).toEqual({});
    expect(parsed('postgres://latchkey@10.0.0.7:5433/log').ssl).toEqual({});
  });
});
