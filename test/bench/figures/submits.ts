import { join } from 'node:path';
import type { Caller } from '../../../shared/api/api.ts';
import { openDatabase } from '../../../shared/service/store/open-database.ts';
import type { Figure } from '../figure.ts';
import { interleave } from '../interleave.ts';
import { benchOrganisation, developerId } from '../support/bench-organisation.ts';
import { joinAs } from '../support/join-as.ts';
import { startService } from '../support/start-service.ts';
import { perSecond, signBefore, submit } from '../support/submit.ts';

const CALLERS = 64;
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
      value: async () => {
        await signBefore(service, callers);
        return perSecond((index) => submit(service, callers[index] as Caller), CALLERS);
      },
    });
    bare.close();
    await service.stop('bench');
    return { kind: 'measured', ...medians };
  },
};
