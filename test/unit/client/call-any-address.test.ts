import { TRPCClientError, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { expect, it } from 'vitest';
import { Addresses } from '../../../shared/client/addresses.ts';
import { callAnyAddress } from '../../../shared/client/call-any-address.ts';
import { StaleConnection } from '../../../shared/client/http-fetch.ts';
import type { AppRouter } from '../../../shared/api/app-router.ts';

/** Somebody with so many kept connections that are over: each call finds one of them, and the next after it a new one. */
function withKept(count: number, path: string): { asked: () => Promise<unknown>; calls: () => number } {
  let calls = 0;
  const link: TRPCLink<AppRouter> = () => () =>
    observable((observer) => {
      calls += 1;
      if (calls <= count) return observer.error(TRPCClientError.from(new StaleConnection('read ECONNRESET')));
      observer.next({ result: { type: 'data', data: 'answered' } });
      observer.complete();
    });
  const addresses = new Addresses({
    joined: 'http://127.0.0.1:1',
    whoIsAt: async () => ({ kind: 'ours', nonce: null, isConnected: () => true }),
  });
  const operation = callAnyAddress(addresses, () => link)({});
  const asked = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const op = { id: 1, type: 'mutation', path, input: {}, context: {}, signal: null } as const;
      operation({ op, next: () => observable(() => undefined) }).subscribe({ next: resolve, error: reject });
    });
  return { asked, calls: () => calls };
}

it('a call is sent until it finds a connection that is not over, however many are', async () => {
  const { asked, calls } = withKept(5, 'runner.heartbeat');
  expect(await asked()).toEqual({ result: { type: 'data', data: 'answered' } });
  expect(calls()).toBe(6);
});

it('a call that may have been carried out, and must not be twice, is sent once', async () => {
  const { asked, calls } = withKept(5, 'devices.join');
  await expect(asked()).rejects.toThrow('read ECONNRESET');
  expect(calls()).toBe(1);
});
