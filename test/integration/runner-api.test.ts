import { describe } from 'vitest';
import { leaseOutput } from '../../shared/contract/api-schemas.ts';
import { RunnerService } from '../fakes/runner-service.ts';
import { runnerApiSuite } from '../support/runner-api-suite.ts';
import { runnerWork } from '../support/runner-work.ts';
import { DEV, RUNNER, ServiceFixture } from './service-fixture.ts';

describe('the service, as a runner has it', () => {
  runnerApiSuite(async () => {
    const fixture = await new ServiceFixture().start();
    const caller = await fixture.caller(RUNNER);
    const { runner } = fixture.api;
    return {
      api: {
        lease: async (input) => leaseOutput.parse(await runner.lease(caller, input)),
        report: (report) => runner.report(caller, report),
        heartbeat: (input) => runner.heartbeat(caller, input),
        work: (input, signal) => runner.work(caller, input, signal),
      },
      async offer(count) {
        for (let each = 0; each < count; each += 1)
          await fixture.submit(DEV, { entitlement: 'dev/db:write' });
      },
      stop: () => fixture.close(),
    };
  });
});

describe('the service of the runner’s own tests', () => {
  runnerApiSuite(async () => {
    const service = new RunnerService();
    return {
      api: service,
      offer: async (count) =>
        service.offer(
          ...Array.from({ length: count }, (_, index) => runnerWork({ grantId: `grant10${index}` })),
        ),
      stop: async () => undefined,
    };
  });
});
