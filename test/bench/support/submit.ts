import type { Caller } from '../../../shared/contract/api.ts';
import { durationMs } from '../../../shared/lib/time.ts';
import type { Service } from '../../../shared/service/compose.ts';
import { said } from '../../fakes/said.ts';

const ROUND_MS = 1_500;

/** Runs `act` in `loops` loops at once until the round is over; how often it was done in a second. */
export async function perSecond(act: (loop: number) => Promise<void>, loops: number): Promise<number> {
  const startedAt = performance.now();
  let done = 0;
  const loop = async (index: number) => {
    while (performance.now() - startedAt < ROUND_MS) {
      await act(index);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: loops }, (_, index) => loop(index)));
  return (done * 1_000) / (performance.now() - startedAt);
}

export async function submit(service: Service, caller: Caller): Promise<void> {
  await service.api.requests.submit(caller, {
    requestId: scattered(20),
    idempotencyKey: scattered(24),
    entitlementIds: ['bench/thing'],
    durationMs: durationMs(60_000),
    reason: said('The benchmark asks for this'),
    ticket: null,
  });
}

/** Hex digits, scattered over an index as random bytes are, at less than their price: what a client does is not measured here. */
function scattered(digits: number): string {
  const eight = () =>
    Math.floor(Math.random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  return (eight() + eight() + eight()).slice(0, digits);
}
