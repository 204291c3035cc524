import { TRPCClientError } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import { Addresses, type KnownAddresses } from '../../../shared/client/addresses.ts';
import { StrangerThere, type Standing } from '../../../shared/client/prove-address.ts';
import { ConnectionFault } from '../../../shared/client/connection-fault.ts';
import { roundPause } from '../../../shared/client/round-pause.ts';
import { NoneAnswers, saidAway, whyAway } from '../../../shared/client/why-away.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { backoff } from '../../../shared/lib/backoff.ts';
import { asWritten } from '../../../shared/words/told.ts';
import { saidInEnglish } from '../../support/in-words.ts';

const [A, B, C] = ['https://a.example.com', 'https://b.example.com', 'https://c.example.com'] as const;
const EVIL = 'https://evil.example.com';
const OURS: Standing = { kind: 'ours', nonce: 'nonce-of-it', isConnected: () => true };
const AWAY: Standing = { kind: 'other', fault: new Error('connect ECONNREFUSED') };
const whoIsAt = async (): Promise<Standing> => OURS;
const of = (known: Partial<KnownAddresses> = {}) =>
  new Addresses({ joined: A, told: [A, B, C], whoIsAt, ...known });

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
  it('replaces what it told before, but for the one that was joined at and the one in use', () => {
    let changes = 0;
    const addresses = of({ lastUsed: C, onChange: () => (changes += 1) });
    addresses.learn([B]);
    expect([...addresses.all].sort()).toEqual([A, B, C]);
    expect(addresses.inUse).toBe(C);
    addresses.learn([B]);
    expect(changes).toBe(1);
    addresses.failed(C);
    addresses.learn([B]);
    expect([...addresses.all].sort()).toEqual([A, B]);
    addresses.learn([]);
    expect(addresses.all).toEqual([A]);
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
    const local = of({ joined: 'http://127.0.0.1:4460', told: ['http://127.0.0.1:4461'] });
    expect(local.all).toHaveLength(2);
    const many = Array.from({ length: 100 }, (_, at) => `https://s${at}.example.com`);
    expect(of({ told: many }).told).toHaveLength(16);
  });
});

describe('a socket of this computer', () => {
  const PORT = 'http://127.0.0.1:4460';
  const SOCKET = 'unix:/run/latchkey/latchkey.sock';
  const local = (known: Partial<KnownAddresses> = {}) => of({ joined: PORT, told: [], ...known });

  it('that is told to who joined at a port is used from then on, and kept', () => {
    const seen: string[] = [];
    let changes = 0;
    const addresses = local({ onChange: () => (changes += 1) });
    addresses.answered(PORT);
    addresses.onUse((address) => seen.push(address));
    addresses.learn([SOCKET]);
    expect(addresses.inUse).toBe(SOCKET);
    addresses.answered(SOCKET);
    expect([seen, changes]).toEqual([[SOCKET], 2]);
    expect(local({ told: [SOCKET], lastUsed: SOCKET }).all).toEqual([SOCKET, PORT]);
  });

  it('that is not theirs to open is tried once, and the port stays in use', () => {
    const addresses = local();
    addresses.answered(PORT);
    addresses.learn([SOCKET]);
    addresses.failed(SOCKET);
    addresses.answered(PORT);
    addresses.learn([SOCKET]);
    expect(addresses.all).toEqual([PORT, SOCKET]);
    expect(local({ told: [SOCKET], lastUsed: PORT }).inUse).toBe(PORT);
  });

  it('is none for who joined over the network, and is one for who joined at another', () => {
    expect(of({ told: [SOCKET] }).all).toEqual([A]);
    expect(local({ joined: SOCKET, told: [PORT, 'unix:/other.sock', 'unix:other'] }).all).toEqual([
      SOCKET,
      PORT,
      'unix:/other.sock',
    ]);
  });
});

describe('whether something may be sent somewhere', () => {
  it('is asked there first, also where a person joined, once for all who wait', async () => {
    const asked: string[] = [];
    const stranger: Standing = { kind: 'other', fault: new StrangerThere(EVIL) };
    const addresses = of({
      told: [B, EVIL],
      whoIsAt: async (address) => (asked.push(address), address === EVIL ? stranger : OURS),
    });
    expect(await addresses.whyNot(A)).toBeNull();
    expect(await Promise.all([addresses.whyNot(B), addresses.whyNot(B)])).toEqual([null, null]);
    expect(await addresses.whyNot(EVIL)).toBeInstanceOf(StrangerThere);
    expect(asked).toEqual([A, B, EVIL]);
    expect(addresses.nonceOf(A)).toBe('nonce-of-it');
    expect(addresses.nonceOf(EVIL)).toBe('');
  });

  it('is asked again after the address did not answer, and after a proof that failed', async () => {
    let standing: Standing = AWAY;
    const addresses = of({ whoIsAt: async (): Promise<Standing> => standing });
    expect(await addresses.whyNot(A)).toMatchObject({ message: 'connect ECONNREFUSED' });
    standing = OURS;
    expect(await addresses.whyNot(A)).toBeNull();
    standing = AWAY;
    expect(await addresses.whyNot(A)).toBeNull();
    addresses.failed(A);
    expect(await addresses.whyNot(A)).not.toBeNull();
  });

  it('is asked again when the connection is closed over which it was proven, and after a minute', async () => {
    const clock = new ManualClock();
    let asked = 0;
    let isConnected = true;
    const addresses = of({
      clock,
      whoIsAt: async () => ((asked += 1), { ...OURS, isConnected: () => isConnected }),
    });
    await addresses.whyNot(A);
    await clock.advance(59_000);
    await addresses.whyNot(A);
    expect(asked).toBe(1);
    await clock.advance(2_000);
    await addresses.whyNot(A);
    expect(asked).toBe(2);
    isConnected = false;
    await addresses.whyNot(A);
    expect(asked).toBe(3);
  });

  it('is a matter of some seconds where there are others to ask, and else of the call itself', async () => {
    const within: (number | undefined)[] = [];
    const noted: KnownAddresses['whoIsAt'] = async (_address, withinMs) => (within.push(withinMs), OURS);
    await of({ whoIsAt: noted }).whyNot(A);
    await of({ whoIsAt: noted, told: [] }).whyNot(A);
    expect(within).toEqual([5_000, undefined]);
  });

  it('is about a stranger when somebody is in the place of the service, and it is nowhere else', async () => {
    const found: Record<string, Standing> = {
      [A]: { kind: 'other', fault: new StrangerThere(A) },
      [B]: OURS,
    };
    const addresses = of({ told: [B], whoIsAt: async (address) => found[address] ?? AWAY });
    await addresses.whyNot(A);
    expect(addresses.stranger).toBeNull();
    await addresses.whyNot(B);
    expect(addresses.stranger).toBeNull();
    addresses.failed(B);
    found[B] = AWAY;
    await addresses.whyNot(B);
    expect(addresses.stranger?.message).toContain(`Who answers at ${A} does not prove`);
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
    expect(saidInEnglish(whyAway(vain, count))).toBe(sentence);
  });

  it('is said of several with the fault of the last, and is not known where just nobody answered', () => {
    const after = (cause: Error) =>
      saidInEnglish(saidAway(TRPCClientError.from(new NoneAnswers(2, cause))) ?? 'not known');
    expect(after(new ConnectionFault(asWritten('The certificate has expired.')))).toBe(
      'None of the 2 addresses of the service answers. The certificate has expired.',
    );
    expect(after(new Error('connect ECONNREFUSED'))).toBe('not known');
  });
});
