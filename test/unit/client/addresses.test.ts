import { TRPCClientError } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import { Addresses, type KnownAddresses } from '../../../shared/client/addresses.ts';
import { ConnectionFault } from '../../../shared/client/connection-fault.ts';
import { roundPause } from '../../../shared/client/round-pause.ts';
import { NoneAnswers, saidAway, whyAway } from '../../../shared/client/why-away.ts';
import { backoff } from '../../../shared/lib/backoff.ts';

const [A, B, C] = ['https://a.example.com', 'https://b.example.com', 'https://c.example.com'] as const;
const EVIL = 'https://evil.example.com';
const of = (known: Partial<KnownAddresses> = {}) => new Addresses({ joined: A, told: [A, B, C], ...known });

describe('which address is tried', () => {
  it('first is the one that was joined at, then the others as they were told', () => {
    expect(of().all).toEqual([A, B, C]);
    expect(of({ told: [B, A] }).all).toEqual([A, B]);
    expect(of({ told: [] }).all).toEqual([A]);
  });

  it('first is the one that answered last, also when that was kept from an earlier time', () => {
    expect(of({ lastUsed: C }).all).toEqual([C, A, B]);
    expect(of({ lastUsed: EVIL }).all).toEqual([A, B, C]);
  });

  it('is the next when one does not answer, and each once before all were tried', () => {
    const addresses = of();
    const tried = new Set<string>();
    const order: string[] = [];
    for (let next = addresses.next(tried); next !== null; next = addresses.next(tried)) {
      order.push(next);
      tried.add(next);
      addresses.failed(next);
    }
    expect(order).toEqual([A, B, C]);
    expect(addresses.inUse).toBe(A);
  });

  it('stays the one that works when an earlier one is back', () => {
    const addresses = of();
    addresses.failed(A);
    addresses.answered(B);
    addresses.answered(A);
    expect(addresses.all).toEqual([B, C, A]);
    addresses.failed(B);
    addresses.answered(A);
    expect(addresses.inUse).toBe(A);
  });

  it('is told when it changes, and not while it is the same', () => {
    const addresses = of();
    const seen: string[][] = [];
    addresses.onUse((address, before) => seen.push([address, before]));
    addresses.answered(A);
    addresses.failed(A);
    addresses.answered(A);
    addresses.failed(A);
    addresses.answered(B);
    expect(seen).toEqual([[B, A]]);
  });
});

describe('what a service tells', () => {
  it('replaces what it told before, but for the one that was joined at and the one in use', async () => {
    let changes = 0;
    const isOurs = () => Promise.resolve(true);
    const addresses = of({ lastUsed: C, isOurs, onChange: () => (changes += 1) });
    await addresses.learn([B]);
    expect([...addresses.all].sort()).toEqual([A, B, C]);
    expect(addresses.inUse).toBe(C);
    await addresses.learn([B]);
    expect(changes).toBe(1);
    addresses.failed(C);
    await addresses.learn([B]);
    expect([...addresses.all].sort()).toEqual([A, B]);
    await addresses.learn([]);
    expect(addresses.all).toEqual([A]);
  });

  it('takes no address away for a stranger at the one that was joined at', async () => {
    const asked: string[] = [];
    const isOurs = (address: string) => {
      asked.push(address);
      return Promise.resolve(false);
    };
    const addresses = of({ isOurs });
    await addresses.learn([]);
    await addresses.learn([EVIL]);
    expect(addresses.all).toEqual([A, B, C, EVIL]);
    expect(addresses.told).toEqual([A, B, C, EVIL]);
    expect(asked).toEqual([A, A]);
    // Whoever is not the one that was joined at has proven it before it was asked.
    addresses.failed(A);
    addresses.answered(B);
    await addresses.learn([A, B]);
    expect(addresses.told).toEqual([A, B]);
    expect(asked).toEqual([A, A]);
  });

  it.each([
    ['plain http to another machine', 'http://b.example.com'],
    ['another scheme', 'ftp://b.example.com'],
    ['a path', 'https://b.example.com/latchkey'],
    ['a password', 'https://user:password@b.example.com'],
    ['a port of this computer, which no service on the network has', 'http://127.0.0.1:4460'],
    ['nothing', ''],
  ])('is left out where it is %s', (_what, address) => {
    expect(of({ told: [address, B] }).all).toEqual([A, B]);
  });

  it('may be loopback for who joined on loopback, and is never more than sixteen', () => {
    const local = new Addresses({ joined: 'http://127.0.0.1:4460', told: ['http://127.0.0.1:4461'] });
    expect(local.all).toHaveLength(2);
    const many = Array.from({ length: 100 }, (_, at) => `https://s${at}.example.com`);
    expect(of({ told: many }).told).toHaveLength(16);
  });
});

describe('whether a token may be sent somewhere', () => {
  it('is so without more where a person joined, and elsewhere only after a proof', async () => {
    const asked: string[] = [];
    const isOurs = async (address: string) => (asked.push(address), address !== EVIL);
    const addresses = of({ told: [B, EVIL], isOurs });
    expect(await addresses.isTrusted(A)).toBe(true);
    expect(await Promise.all([addresses.isTrusted(B), addresses.isTrusted(B)])).toEqual([true, true]);
    expect(await addresses.isTrusted(EVIL)).toBe(false);
    expect(asked).toEqual([B, EVIL]);
  });

  it('is asked again after the address did not answer, and after a proof that failed', async () => {
    let ours = false;
    const addresses = of({ isOurs: async () => ours });
    expect(await addresses.isTrusted(B)).toBe(false);
    ours = true;
    expect(await addresses.isTrusted(B)).toBe(true);
    ours = false;
    expect(await addresses.isTrusted(B)).toBe(true);
    addresses.failed(B);
    expect(await addresses.isTrusted(B)).toBe(false);
  });

  it('is never so elsewhere for who cannot check a proof', async () => {
    expect(await of().isTrusted(B)).toBe(false);
  });
});

describe('pauses between tries', () => {
  const pauses = (count: number, random = 1): number[] =>
    Array.from({ length: 7 }, (_, tries) => roundPause(tries, count, (round) => backoff(round, random)));

  it('are only between rounds, and grow with them', () => {
    expect(pauses(1).slice(0, 3)).toEqual([500, 1_000, 2_000]);
    expect(pauses(2)).toEqual([0, 500, 0, 1_000, 0, 2_000, 0]);
    expect(pauses(3)).toEqual([0, 0, 500, 0, 0, 1_000, 0]);
  });

  it('are not the same for all who lost the same service', () => {
    expect(pauses(2, 0)[1]).toBe(250);
  });
});

describe('why the service is away', () => {
  it.each([
    [1, 1, 'The service cannot be reached.'],
    [1, 2, 'The connection to the service is lost; the next of its 2 addresses is being tried.'],
    [2, 2, 'None of the 2 addresses of the service answers.'],
    [7, 3, 'None of the 3 addresses of the service answers.'],
  ])('after %i tries of %i addresses: %s', (vain, count, sentence) => {
    expect(whyAway(vain, count)).toBe(sentence);
  });

  it('is said of several with the fault of the last, and is not known where just nobody answered', () => {
    const after = (cause: Error) => saidAway(TRPCClientError.from(new NoneAnswers(2, cause)));
    expect(after(new ConnectionFault('The certificate has expired.'))).toBe(
      'None of the 2 addresses of the service answers. The certificate has expired.',
    );
    expect(after(new Error('connect ECONNREFUSED'))).toBeNull();
  });
});
