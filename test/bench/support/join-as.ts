import type { Caller } from '../../../shared/contract/api.ts';
import { PROTOCOL_VERSION } from '../../../shared/contract/protocol-version.ts';
import type { Service } from '../../../shared/service/compose.ts';
import { sayingApi, type SayingApi } from '../../support/saying-api.ts';
import { publicKeyOf } from '../../../shared/system/node-crypto.ts';
import { systemClock } from '../../../shared/system/system-clock.ts';
import { generateSealingKey } from '../../../shared/system/sealed-box.ts';

/** Every device of the bench signs with it: which one it is makes no difference in time, and processes need not tell each other. */
const SEED = new Uint8Array(32).fill(7);
const KEY = { seed: SEED, publicKey: publicKeyOf(SEED) };
export const BENCH_SIGNING = { keyOf: () => KEY, clock: systemClock };

/** What callers say is signed for them. */
export const saying = (service: Service): SayingApi => sayingApi(service.api, BENCH_SIGNING);

/** Registers a device for this person of the organisation, with real keys, and answers who calls then. */
export async function joinAs(service: Service, person: string): Promise<Caller> {
  const code =
    person === 'owner@example.com' && service.ownerInvite !== null
      ? service.ownerInvite
      : (await saying(service).org.invite(await owner(service), { person })).code;
  const sealing = await generateSealingKey();
  const { deviceId } = await service.api.session.join(
    {
      code,
      deviceName: 'bench',
      signingKey: Buffer.from(KEY.publicKey).toString('base64url'),
      sealingKey: sealing.publicKey,
      protocol: PROTOCOL_VERSION,
    },
    { address: '127.0.0.1' },
  );
  const device = await service.identify(deviceId);
  if (!device) throw new Error(`${person} could not join`);
  return device.caller;
}

const owners = new WeakMap<Service, Promise<Caller>>();

function owner(service: Service): Promise<Caller> {
  const known = owners.get(service) ?? joinAs(service, 'owner@example.com');
  owners.set(service, known);
  return known;
}
