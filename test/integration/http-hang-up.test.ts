import { expect, it } from 'vitest';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../shared/contract/protocol-version.ts';
import { RefusalError } from '../../shared/contract/refusal-error.ts';
import { refuse } from '../../shared/domain/refusal.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { provenBy } from '../support/proven.ts';
import { startFakeEdge } from './edge-of-fake.ts';

const SPEAKS = { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) };

it('whoever publishes and hangs up is known to be gone', async () => {
  let begun!: (signal: AbortSignal | undefined) => void;
  const publishing = new Promise<AbortSignal | undefined>((resolve) => (begun = resolve));
  const { edge, url } = await startFakeEdge(systemClock, 0, (api) => ({
    ...api,
    org: {
      ...api.org,
      async publish(_caller, _input, signal) {
        begun(signal);
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        throw new RefusalError(refuse('tooManyTries', 'asWritten', { text: 'nobody waited' }));
      },
    },
  }));
  const client = new AbortController();
  const body = JSON.stringify({
    files: { people: '', catalog: '', policy: '' },
    providerDigests: {},
    dryRun: false,
    follows: 1,
  });
  const proof = await provenBy(FAKE_IDENTITY, url, { path: 'org.publish', body });
  const answer = fetch(`${url}/org.publish`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...SPEAKS, ...proof },
    body,
    signal: client.signal,
  }).catch(() => 'hung up');
  const signal = await publishing;
  expect(signal?.aborted).toBe(false);
  client.abort();
  expect(await answer).toBe('hung up');
  await new Promise((resolve) => signal?.addEventListener('abort', resolve));
  await edge.stop();
});

it('of a call that is sent away, by who may try no more proofs, no failure is left that nobody hears', async () => {
  const { edge, url } = await startFakeEdge();
  const call = async (body: string): Promise<number> => {
    const proof = await provenBy({ ...FAKE_IDENTITY, deviceId: 'nobody' }, url, {
      path: 'org.publish',
      body,
    });
    const headers = { 'content-type': 'application/json', ...SPEAKS, ...proof };
    return (await fetch(`${url}/org.publish`, { method: 'POST', headers, body })).status;
  };
  const lost: unknown[] = [];
  const note = (fault: unknown): void => void lost.push(fault);
  process.on('unhandledRejection', note);
  try {
    // Until this address has no more tries.
    while ((await call('{}')) !== 429);
    expect(await call(JSON.stringify('x'.repeat(20_000)))).toBe(429);
    await new Promise((resolve) => setImmediate(resolve));
    expect(lost).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
    await edge.stop();
  }
});
