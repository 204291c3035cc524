import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { leaseOutput } from '../../shared/contract/api-schemas.ts';
import type { Channel } from '../../shared/ports/channel.ts';
import { serveBuiltInRunner } from '../../shared/service/built-in-runner.ts';
import { runnerApi } from '../../shared/client/runner-api.ts';
import { refusalOf } from '../../shared/runner/refusal-of.ts';
import { channelRunnerApi, serveRunnerApi } from '../../shared/runner-process/runner-channel.ts';
import { RunnerService } from '../fakes/runner-service.ts';
import { runnerApiSuite } from '../support/runner-api-suite.ts';
import { exampleCompany } from '../support/example-company.ts';
import { Member } from '../support/member.ts';
import { ServiceProcess } from '../support/service-process.ts';
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

describe('the service over the private channel of its own runner', () => {
  runnerApiSuite(async () => {
    const fixture = await new ServiceFixture().start();
    const { port1, port2 } = new MessageChannel();
    serveBuiltInRunner(Promise.resolve(fixture.service), channelOf(port1));
    return {
      api: channelRunnerApi(channelOf(port2)),
      async offer(count) {
        for (let each = 0; each < count; each += 1)
          await fixture.submit(DEV, { entitlement: 'dev/db:write' });
      },
      async stop() {
        port1.close();
        await fixture.close();
      },
    };
  });
});

it('what a service refuses over the network is a refusal at the other end of the channel, too', async () => {
  const service = await ServiceProcess.start({ organisation: exampleCompany(), pools: 'none' });
  const { port1, port2 } = new MessageChannel();
  try {
    const owner = await Member.join(service.url, service.ownerInvite);
    const dev = await Member.join(service.url, await owner.invite(DEV));
    serveRunnerApi(channelOf(port1), runnerApi(dev));
    const api = channelRunnerApi(channelOf(port2));
    const fault = await api.lease({ pool: 'default', max: 1, revokeOnly: false }).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(refusalOf(fault)).toMatchObject({ code: 'notAllowed' });
    await Promise.all([owner.close(), dev.close()]);
  } finally {
    port1.close();
    await service.remove();
  }
});

function channelOf(port: MessagePort): Channel {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    onClose: (listener) => void port.on('close', listener),
  };
}

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
