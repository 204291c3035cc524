import { composeService } from '../../../shared/service/compose.ts';
import { systemClock } from '../../../shared/system/system-clock.ts';
import { FILES } from '../../integration/service-fixture.ts';

// A service in whose process an owner publishes files that want a longer reason. It is killed the moment that is committed.

const [dataDir = '', deviceId = '', parserEntry = ''] = process.argv.slice(2);
const silent = () => undefined;
const service = await composeService({
  ...{ dataDir, parserEntry, clock: systemClock, name: 'Example' },
  logger: { debug: silent, info: silent, warn: silent, error: console.error },
  onCommit({ entries }) {
    if (entries.some(({ type }) => type === 'organisationPublished')) process.kill(process.pid, 'SIGKILL');
  },
});
const device = await service.identify(deviceId);
if (!device) throw new Error('the device is nobody’s');
const { caller } = device;
await service.api.org.publish(caller, {
  files: { ...FILES, policy: FILES.policy.replace('reason: 5', 'reason: 50') },
  ...{ providerDigests: {}, dryRun: false },
});
