import type { GrantState } from '../../../shared/domain/grant/grant.ts';
import { durationMs } from '../../../shared/lib/time.ts';
import { systemClock } from '../../../shared/system/system-clock.ts';
import { DEV, exampleCompany } from '../../support/example-company.ts';
import { lengthenLog } from '../../support/long-log.ts';
import { Member } from '../../support/member.ts';
import { ServiceProcess } from '../../support/service-process.ts';
import type { Figure } from '../figure.ts';
import { interleave, median } from '../interleave.ts';
import { startChild, type ReadyChild } from '../support/child.ts';
import { cpuSeconds } from '../support/process-tree.ts';
import { BENCH } from '../support/programs.ts';

const ROUNDS = 5;
/** Ended in each round, all within a second or two. */
const GRANTS = 10;
const GRANT_MS = 8_000;
/** What the service holds, for whoever reads all of it from the beginning, again and again. */
const ENTRIES = 20_000;
const LOOK_EVERY_MS = durationMs(250);
const BURNERS = 2;

/**
 * The attack is what strangers and a member can do to the service's edge (hosts.ts). The bare thing: programs that only
 * count, with as much of the processors as the attack took of the attacker's and the service's process together.
 */
export const attacked: Figure = {
  name: 'attacked-revocation',
  title: `deadline to verified revocation while the edge is attacked, ${GRANTS} grants at a time`,
  against: 'the same with as much processor burnt idly',
  unit: 'ms',
  bound: 'atMost',
  target: 1.5,
  async measure() {
    const service = await ServiceProcess.start({ organisation: exampleCompany() });
    try {
      const owner = await Member.join(service.url, service.ownerInvite);
      const dev = await Member.join(service.url, await owner.invite(DEV));
      await owner.close();
      await service.stop();
      await lengthenLog(service.data, ENTRIES, DEV);
      await service.start();
      const env = { LATCHKEY_BENCH_URL: service.url, LATCHKEY_BENCH_IDENTITY: JSON.stringify(dev.identity) };
      /** Processors; as many as there are until the first attack was measured. */
      let taken = BURNERS;
      let latest = 0;
      const medians = await interleave(ROUNDS, {
        limit: async () => {
          const part = String(Math.min(1, taken / BURNERS));
          const burners = await start('burn', BURNERS, { LATCHKEY_BENCH_PART: part });
          return median(await lateness(dev, burners));
        },
        value: async () => {
          const attack = await start('attack', 1, env);
          const pids = [service.pid, ...attack.map(({ pid }) => pid)];
          const [before, startedAt] = [cpuSeconds(pids), performance.now()];
          const late = await lateness(dev, attack, () => {
            taken = (1_000 * (cpuSeconds(pids) - before)) / (performance.now() - startedAt);
          });
          latest = Math.max(latest, ...late);
          return median(late);
        },
      });
      await dev.close();
      const note = `the attack took ${taken.toFixed(1)} processors; the latest of all was ${latest} ms late`;
      return { kind: 'measured', ...medians, note };
    } finally {
      await service.remove();
    }
  },
};

type Children = readonly ReadyChild<unknown>[];

const start = (host: string, count: number, env: NodeJS.ProcessEnv): Promise<Children> =>
  Promise.all(Array.from({ length: count }, () => startChild([BENCH, '--host', host], env)));

/** How late each of some grants was verified gone, in ms, with `load` running from before they are asked for until after. */
async function lateness(
  dev: Member,
  load: Children,
  beforeItEnds = (): void => undefined,
): Promise<number[]> {
  const requestIds: string[] = [];
  for (let index = 0; index < GRANTS; index += 1)
    requestIds.push(await dev.ask('staging/token', { ms: GRANT_MS }));
  const endsAt = systemClock.now() + GRANT_MS;
  // Nobody is asked before: looking would be a load of its own.
  await systemClock.sleep(durationMs(endsAt + 2_000 - systemClock.now()));
  beforeItEnds();
  await Promise.all(load.map((child) => child.stop()));
  return Promise.all(requestIds.map(async (requestId) => (await revoked(dev, requestId)).lateMs));
}

async function revoked(dev: Member, requestId: string): Promise<Extract<GrantState, { kind: 'revoked' }>> {
  for (;;) {
    const grant = await dev.grant(requestId);
    if (grant?.kind === 'revoked') return grant;
    if (grant?.kind === 'failed') throw new Error('A grant of the figure failed.');
    await systemClock.sleep(LOOK_EVERY_MS);
  }
}
