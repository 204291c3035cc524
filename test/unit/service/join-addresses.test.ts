import { describe, expect, it } from 'vitest';
import { joinAddresses } from '../../../shared/service/http/join-addresses.ts';
import type { Exposure } from '../../../shared/service/http/exposure.ts';
import { namedCertificates, testAuthority, testCertificate } from '../../fakes/test-certificate.ts';

const ELSEWHERE: Exposure = { kind: 'tls', cert: testAuthority.elsewhere, key: testAuthority.key };
const at = (more: Partial<Parameters<typeof joinAddresses>[0]> = {}) =>
  joinAddresses({
    listen: { host: '0.0.0.0', port: 4460 },
    exposure: ELSEWHERE,
    publicHosts: [],
    advertise: [],
    isOwn: () => false,
    listening: 'https://0.0.0.0:4460',
    machine: ['builder', '192.0.2.9'],
    ...more,
  });

describe('where other machines join a service that listens on all addresses', () => {
  it('is by the names of its certificate, with the port', () => {
    const urls = ['https://latchkey.example.com:4460', 'https://192.0.2.7:4460'];
    expect(at()).toEqual({ urls, problem: null });
    expect(at({ listen: { host: '::', port: 4460 }, listening: 'https://[::]:4460' }).urls).toEqual(urls);
  });

  it('is first where it advertises itself, and not where another service is', () => {
    const advertise = ['https://other.example.com', 'https://latchkey.example.com'];
    const isOwn = (address: string): boolean => address === 'https://latchkey.example.com';
    expect(at({ advertise, isOwn }).urls?.[0]).toBe('https://latchkey.example.com');
    expect(at({ advertise, isOwn }).urls).not.toContain('https://other.example.com');
  });

  it('is by a public name where the certificate is for all names below another', () => {
    const publicHosts = ['one.latchkey.example.com', 'one.example.org'];
    expect(at({ publicHosts }).urls).toContain('https://one.latchkey.example.com:4460');
    expect(at({ publicHosts }).urls).not.toContain('https://one.example.org:4460');
  });

  it('is by what of its certificate are names of hosts, and neither of this machine alone nor of one of its links', () => {
    const exposure: Exposure = { ...ELSEWHERE, cert: namedCertificates.odd };
    const urls = ['https://latchkey.example.com:4460', 'https://[2001:db8::7]:4460'];
    expect(at({ exposure })).toEqual({ urls, problem: null });
  });

  it('is by a name that is to be told where the certificate is for all names below another alone', () => {
    const exposure: Exposure = { ...ELSEWHERE, cert: namedCertificates.below };
    expect(at({ exposure })).toEqual({
      urls: [],
      problem: expect.stringMatching(/^Others join by a name below \*\.example\.com .*--public-host/),
    });
    expect(at({ exposure, publicHosts: ['one.example.com'] }).urls).toEqual(['https://one.example.com:4460']);
  });

  it('is nowhere with a certificate of loopback: what the machine is called is an example of another', () => {
    expect(at({ exposure: { kind: 'tls', ...testCertificate } })).toEqual({
      urls: [],
      problem: expect.stringMatching(
        /^No other machine can join: the certificate \(--tls-cert\) is for localhost, 127\.0\.0\.1 alone\. .*builder, 192\.0\.2\.9/,
      ),
    });
  });

  it('is at the proxy, which has a name of its own', () => {
    const exposure: Exposure = { kind: 'proxy' };
    expect(at({ exposure })).toEqual({ urls: [], problem: expect.stringContaining('--public-host') });
    expect(at({ exposure, publicHosts: ['latchkey.example.com'] }).urls).toEqual([
      'https://latchkey.example.com',
    ]);
  });

  it('is not told of a service that is for this machine alone', () => {
    const here = { listen: { host: '127.0.0.1', port: 4460 }, listening: 'http://127.0.0.1:4460' };
    expect(at({ ...here, exposure: { kind: 'loopback' } })).toEqual({ urls: null, problem: null });
  });
});
