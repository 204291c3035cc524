import { join } from 'node:path';
import type { Service } from '../../../shared/service/compose.ts';
import type { Caller } from '../../../shared/contract/api.ts';
import { durationMs } from '../../../shared/lib/time.ts';
import { openDatabase } from '../../../shared/service/store/open-database.ts';
import type { Figure } from '../figure.ts';
import { interleave } from '../interleave.ts';
import { benchOrganisation, developerId } from '../support/bench-organisation.ts';
import { joinAs } from '../support/join-as.ts';
import { startService } from '../support/start-service.ts';

const CALLERS = 64;
const ROUND_MS = 1_500;
const ROUNDS = 5;

/** Group commit must pay: many callers share one sync of the disk, though each request costs policy, log and read model. */
export const submits: Figure = {
  name: 'submits',
  title: `durable submits per second at ${CALLERS} concurrent callers`,
  against: 'single-row durable commits per second of the bare database',
  unit: 'per second',
  bound: 'atLeast',
  target: 1.0,
  async measure({ folder }) {
    const service = await startService(join(folder, 'service'), benchOrganisation(CALLERS));
    const callers: Caller[] = [];
    for (let index = 0; index < CALLERS; index += 1) callers.push(await joinAs(service, developerId(index)));
    const bare = openDatabase(join(folder, 'bare.db'));
    bare.exec('CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT');
    const insert = bare.prepare('INSERT INTO row (text) VALUES (?)');
    const row = 'x'.repeat(600);
    const medians = await interleave(ROUNDS, {
      limit: () => perSecond(async () => void insert.run(row), 1),
      value: () => perSecond((index) => submit(service, callers[index] as Caller), CALLERS),
    });
    bare.close();
    await service.stop('bench');
    return { kind: 'measured', ...medians };
  },
};

/** Runs `act` in `loops` loops at once until the round is over; how often it was done in a second. */
async function perSecond(act: (loop: number) => Promise<void>, loops: number): Promise<number> {
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

async function submit(service: Service, caller: Caller): Promise<void> {
  await service.api.requests.submit(caller, {
    requestId: scattered(20),
    idempotencyKey: scattered(24),
    entitlementIds: ['bench/thing'],
    durationMs: durationMs(60_000),
    reason: 'The benchmark asks for this',
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
