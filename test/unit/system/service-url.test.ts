import { describe, expect, it } from 'vitest';
import { createClient } from '../../../shared/client/create-client.ts';
import { parseServiceUrl } from '../../../shared/system/service-url.ts';
import { chooseExposure } from '../../../shared/service/http/exposure.ts';
import { parseListenAddress } from '../../../shared/service/http/listen-address.ts';
import { saidInEnglish } from '../../support/in-words.ts';

describe('the address of a service', () => {
  it.each([
    ['http://127.0.0.1:4460/', 'http://127.0.0.1:4460'],
    ['http://localhost:1', 'http://localhost:1'],
    ['http://[::1]:4460', 'http://[::1]:4460'],
    ['https://latchkey.example.com', 'https://latchkey.example.com'],
  ])('%s is kept as %s', (text, url) => expect(parseServiceUrl(text)).toEqual({ ok: true, value: url }));

  it.each([
    'http://latchkey.example.com',
    'http://127.0.0.1.example.com',
    'http://10.0.0.1:4460',
    'ftp://127.0.0.1',
    'https://user:pass@example.com',
    'https://example.com/path',
    'https://example.com?token=x',
    'example.com',
    '',
  ])('%j is refused with a sentence', (text) => {
    const url = parseServiceUrl(text);
    expect(url.ok ? '' : saidInEnglish(url.error)).toMatch(/\.$|4460$|4460\.$/);
  });

  it('a client is not even made for plain http to another machine', () =>
    expect(() => createClient({ url: 'http://10.0.0.1:4460', identity: null })).toThrow('unencrypted'));
});

describe('where a service listens', () => {
  it.each([
    ['127.0.0.1:0', { host: '127.0.0.1', port: 0 }],
    ['[::1]:4460', { host: '::1', port: 4460 }],
    ['latchkey.internal:443', { host: 'latchkey.internal', port: 443 }],
  ])('%s', (text, address) => expect(parseListenAddress(text)).toEqual({ ok: true, value: address }));

  it.each(['4460', '127.0.0.1', '127.0.0.1:99999', '::1:4460', ':4460', 'a b:1'])('not %j', (text) =>
    expect(parseListenAddress(text).ok).toBe(false),
  );

  it('is loopback, or has TLS, or has a proxy in front that does', () => {
    const none = { tls: null, behindProxy: false };
    const tls = { cert: 'c', key: 'k' };
    expect(chooseExposure({ host: '127.0.0.1', port: 0 }, none)).toMatchObject({
      ok: true,
      value: { kind: 'loopback' },
    });
    expect(chooseExposure({ host: '0.0.0.0', port: 0 }, none)).toMatchObject({ ok: false });
    expect(chooseExposure({ host: '::', port: 0 }, none)).toMatchObject({ ok: false });
    expect(chooseExposure({ host: '0.0.0.0', port: 0 }, { tls, behindProxy: false })).toMatchObject({
      value: { kind: 'tls' },
    });
    expect(chooseExposure({ host: '0.0.0.0', port: 0 }, { tls: null, behindProxy: true })).toMatchObject({
      value: { kind: 'proxy' },
    });
    expect(chooseExposure({ host: '0.0.0.0', port: 0 }, { tls, behindProxy: true })).toMatchObject({
      ok: false,
    });
  });

  it('is a socket, for its user alone: neither TLS nor a proxy belongs there', () => {
    const socket = { socket: 'unix:/run/latchkey.sock' };
    expect(chooseExposure(socket, { tls: null, behindProxy: false })).toMatchObject({ ok: true });
    for (const wished of [
      { tls: { cert: 'c', key: 'k' }, behindProxy: false },
      { tls: null, behindProxy: true },
    ])
      expect(chooseExposure(socket, wished)).toEqual({
        ok: false,
        error: expect.stringContaining('HOST:PORT'),
      });
  });
});
