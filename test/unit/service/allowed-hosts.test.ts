import { expect, it } from 'vitest';
import { allowedHosts, type KnownNames } from '../../../shared/service/http/allowed-hosts.ts';
import { testCertificate } from '../../fakes/test-certificate.ts';

const LOOPBACK: KnownNames = {
  listen: { host: '127.0.0.1', port: 4460 },
  exposure: { kind: 'loopback' },
  publicHosts: [],
};
const ANYWHERE = { ...LOOPBACK, listen: { host: '0.0.0.0', port: 4460 } };
const PROXY: KnownNames = { ...LOOPBACK, exposure: { kind: 'proxy' }, publicHosts: ['keys.example.com'] };
const TLS: KnownNames = {
  ...LOOPBACK,
  listen: { host: '10.0.0.5', port: 4460 },
  exposure: { kind: 'tls', ...testCertificate },
};

it.each<[string, KnownNames, string | undefined, boolean]>([
  ['loopback by address and port', LOOPBACK, '127.0.0.1:4460', true],
  ['loopback by name', LOOPBACK, 'LocalHost:4460', true],
  ['loopback in IPv6', LOOPBACK, '[::1]:4460', true],
  ['another name', LOOPBACK, 'rebound.example:4460', false],
  ['a name that begins like loopback', LOOPBACK, '127.0.0.1.rebound.example', false],
  ['another address', LOOPBACK, '10.0.0.5', false],
  ['nothing', LOOPBACK, undefined, false],
  ['two names', LOOPBACK, 'localhost, rebound.example', false],
  ['any address, where it listens on all', ANYWHERE, '10.0.0.5:4460', true],
  ['a name, where it listens on all', ANYWHERE, 'rebound.example', false],
  ['the name it was told', PROXY, 'Keys.Example.com', true],
  ['the name it was told, with its last dot', PROXY, 'keys.example.com.:443', true],
  ['a name below the one it was told', PROXY, 'x.keys.example.com', false],
  ['the address it listens on', TLS, '10.0.0.5:4460', true],
  ['a name of its certificate', TLS, 'localhost', true],
  ['a name that is not in its certificate', TLS, 'rebound.example', false],
])('%s', (_what, names, header, isAllowed) => {
  expect(allowedHosts(names)(header)).toBe(isAllowed);
});
