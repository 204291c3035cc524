import { expect, it } from 'vitest';
import { MINUTE_MS } from '../../../shared/lib/time.ts';
import { sayUnservedPools } from '../../../shared/service/say-unserved-pools.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

async function saidOf(pools: readonly string[], { isStopped = false } = {}): Promise<unknown[]> {
  const said: unknown[] = [];
  const none = (): void => undefined;
  const logger = { debug: none, info: none, error: none, warn: (...line: unknown[]) => void said.push(line) };
  const [clock, stopping] = [new ManualClock(), new AbortController()];
  const saying = sayUnservedPools(
    { unservedPools: () => pools },
    { clock, logger, stopped: stopping.signal },
  );
  expect(said).toEqual([]);
  if (isStopped) stopping.abort();
  else await clock.advance(MINUTE_MS);
  await saying;
  return said;
}

it('pools without a runner are one line, a minute after the start', async () => {
  expect(await saidOf(['berlin', 'tokyo'])).toEqual([
    [{ pools: ['berlin', 'tokyo'] }, expect.stringContaining('latchkey runner --pool NAME')],
  ]);
});

it('nothing is said where each has one, nor by a service that stopped before', async () => {
  expect(await saidOf([])).toEqual([]);
  expect(await saidOf(['berlin'], { isStopped: true })).toEqual([]);
});
