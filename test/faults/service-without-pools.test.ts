import { afterAll, beforeAll, it } from 'vitest';
import { until } from '../fakes/until.ts';
import { DEV, exampleCompany } from '../support/example-company.ts';
import { Member } from '../support/member.ts';
import { ServiceProcess } from '../support/service-process.ts';

let service: ServiceProcess;
let dev: Member;

beforeAll(async () => {
  service = await ServiceProcess.start({ organisation: exampleCompany() });
  const owner = await Member.join(service.url, service.ownerInvite);
  dev = await Member.join(service.url, await owner.invite(DEV));
  await owner.close();
});
afterAll(async () => {
  await dev?.close();
  await service?.remove();
});

it('a service that serves no pool any more ends what its own runner granted before', async () => {
  const requestId = await dev.ask('staging/token', { ms: 10_000 });
  await until(async () => (await dev.grant(requestId))?.kind === 'active', 60_000);
  await service.stop();
  await service.start({}, 'none');
  await until(async () => (await dev.grant(requestId))?.kind === 'revoked', 60_000);
});
