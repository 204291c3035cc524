import { composeService } from '../../../shared/service/compose.ts';
import { publicKeyOf } from '../../../shared/system/node-crypto.ts';
import { systemClock } from '../../../shared/system/system-clock.ts';
import { sayingApi } from '../../support/saying-api.ts';
import { FILES } from '../../integration/service-fixture.ts';

// A service in whose process an owner publishes files that want a longer reason. It is killed the moment that is committed.

const [dataDir = '', deviceId = '', parserEntry = '', seedHex = ''] = process.argv.slice(2);
const seed = Buffer.from(seedHex, 'hex');
const key = { seed, publicKey: publicKeyOf(seed) };
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
const api = sayingApi(service.api, { keyOf: () => key, clock: systemClock });
await api.org.publish(caller, {
  files: { ...FILES, policy: FILES.policy.replace('reason: 5', 'reason: 50') },
  ...{ providerDigests: {}, dryRun: false },
});
