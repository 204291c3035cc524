import type { Caller } from '../../../shared/api/api.ts';
import type { SignedCall } from '../../../shared/contract/statement-schemas.ts';
import type { Service } from '../../../shared/service/compose.ts';
import { said } from '../../fakes/said.ts';
import { signAs } from '../../support/saying-api.ts';
import { BENCH_SIGNING } from './join-as.ts';

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

/** So many are signed before a round, in which it is not measured what a device does. */
const SIGNED_BEFORE = 10_000;

export async function submit(service: Service, caller: Caller): Promise<void> {
  const [signed = await signedBy(service, caller)] = (waiting.get(caller) ?? []).splice(-1);
  await service.api.requests.submit(caller, signed);
}

/** Signs what these callers ask for in the next round. */
export async function signBefore(service: Service, callers: readonly Caller[]): Promise<void> {
  const each = Math.ceil(SIGNED_BEFORE / callers.length);
  for (const caller of callers) {
    const signed = waiting.get(caller) ?? [];
    waiting.set(caller, signed);
    while (signed.length < each) signed.push(await signedBy(service, caller));
  }
}

type Signed = SignedCall<'submitRequest'>;
const waiting = new WeakMap<Caller, Signed[]>();

const signedBy = (service: Service, caller: Caller): Promise<Signed> =>
  signAs(service.api, caller, {
    ...BENCH_SIGNING,
    type: 'submitRequest',
    body: {
      requestId: scattered(20),
      entitlementIds: ['bench/thing'],
      durationMs: 60_000,
      reason: said('The benchmark asks for this'),
      ticket: null,
    },
  });

/** Hex digits, scattered over an index as random bytes are, at less than their price: what a client does is not measured here. */
function scattered(digits: number): string {
  const eight = () =>
    Math.floor(Math.random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  return (eight() + eight() + eight()).slice(0, digits);
}
