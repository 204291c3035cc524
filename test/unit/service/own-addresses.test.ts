import { describe, expect, it } from 'vitest';
import type { KnownNames } from '../../../shared/service/http/allowed-hosts.ts';
import { ownAddresses } from '../../../shared/service/http/own-addresses.ts';
import { testCertificate } from '../../fakes/test-certificate.ts';

const LOOPBACK: KnownNames = {
  listen: { host: '127.0.0.1', port: 0 },
  exposure: { kind: 'loopback' },
  publicHosts: [],
};
const PROXY: KnownNames = { ...LOOPBACK, exposure: { kind: 'proxy' }, publicHosts: ['a.example.com'] };
const ANYWHERE: KnownNames = { ...PROXY, listen: { host: '0.0.0.0', port: 4460 } };
const TLS: KnownNames = { ...ANYWHERE, publicHosts: [], exposure: { kind: 'tls', ...testCertificate } };

const ELSEWHERE: KnownNames = { ...PROXY, listen: { host: '203.0.113.5', port: 4460 } };

const HERE = 'http://127.0.0.1:4460';
const listeningOf = ({ listen, exposure }: KnownNames): string =>
  'socket' in listen ? listen.socket : `${exposure.kind === 'tls' ? 'https' : 'http'}://${listen.host}:4460`;

it.each<[string, KnownNames, string, boolean]>([
  ['where it listens on loopback', LOOPBACK, HERE, true],
  ['the same by another name', LOOPBACK, 'http://localhost:4460', true],
  ['another port on loopback, which may be another process', LOOPBACK, 'http://127.0.0.1:4461', false],
  ['https on loopback, where it speaks none', LOOPBACK, 'https://127.0.0.1:4460', false],
  ['another address of loopback, whose port may be another process', LOOPBACK, 'http://[::1]:4460', false],
  ['where a machine listens on all', ANYWHERE, HERE, true],
  ['loopback, where it listens on another address', ELSEWHERE, HERE, false],
  ['its name behind a proxy', PROXY, 'https://a.example.com', true],
  ['its name at another port of the proxy', PROXY, 'https://a.example.com:8443', true],
  ['the name of another service', PROXY, 'https://b.example.com', false],
  ['a name that its certificate is not for', TLS, 'https://localhost.example.com', false],
  ['any address of a machine, where it listens on all', ANYWHERE, 'https://203.0.113.5', false],
  ['the address of no machine that it listens on', ANYWHERE, 'https://0.0.0.0', false],
])('%s', (_what, names, address, isOwn) => {
  for (const advertise of [[], [address]])
    expect(ownAddresses({ ...names, advertise }, () => [listeningOf(names)])(address)).toBe(isOwn);
});

it('is never one on loopback before it listens, and nothing that is no address', () => {
  expect(ownAddresses({ ...LOOPBACK, advertise: [HERE] }, () => [])(HERE)).toBe(false);
  const own = ownAddresses({ ...LOOPBACK, advertise: [] }, () => [HERE]);
  for (const text of ['no address at all', `${HERE}/`, `${HERE}/path`, 'http://127.0.0.1:04460'])
    expect(own(text)).toBe(false);
});

describe('of a service that listens on a socket', () => {
  const SOCKET = 'unix:/run/latchkey/latchkey.sock';
  const names: KnownNames = { listen: { socket: SOCKET }, exposure: { kind: 'loopback' }, publicHosts: [] };
  const own = (...listening: string[]) => ownAddresses({ ...names, advertise: [] }, () => listening);

  it.each([
    ['its socket', SOCKET, true],
    [
      'the same by a longer path, which may lead elsewhere tomorrow',
      'unix:/run/latchkey/../latchkey/latchkey.sock',
      false,
    ],
    ['another socket', 'unix:/run/latchkey/other.sock', false],
    ['a pipe', 'pipe:latchkey', false],
    ['any port', HERE, false],
  ])('%s', (_what, address, isOwn) => expect(own(SOCKET)(address)).toBe(isOwn));

  it('is also the port of before, while it listens there', () => {
    expect(own(SOCKET, HERE)(HERE)).toBe(true);
    expect(own(SOCKET, HERE)('http://localhost:4460')).toBe(true);
    expect(own(SOCKET, HERE)('http://127.0.0.1:4461')).toBe(false);
    expect(own()(SOCKET)).toBe(false);
  });
});
