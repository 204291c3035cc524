import type { Caller } from '../../../shared/api/api.ts';
import type { Service } from '../../../shared/service/compose.ts';
import { sayingApi, type SayingApi } from '../../support/saying-api.ts';
import { joinByCode } from '../../support/join-by-code.ts';
import { publicKeyOf, sha256, type SigningKey } from '../../../shared/system/node-crypto.ts';
import { systemClock } from '../../../shared/system/system-clock.ts';
import { generateSealingKey } from '../../../shared/system/sealed-box.ts';

/** Each person of the bench has one device, whose key follows from who they are: processes need not tell each other. */
function keyOf({ memberId }: Pick<Caller, 'memberId'>): SigningKey {
  const known = keys.get(memberId);
  if (known) return known;
  const seed = sha256(new TextEncoder().encode(`bench ${memberId}`));
  const key = { seed, publicKey: publicKeyOf(seed) };
  keys.set(memberId, key);
  return key;
}
const keys = new Map<string, SigningKey>();
export const BENCH_SIGNING = { keyOf, clock: systemClock };

/** What callers say is signed for them. */
export const saying = (service: Service): SayingApi => sayingApi(service.api, BENCH_SIGNING);

/** Registers a device for this person of the organisation, with real keys, and answers who calls then. */
export async function joinAs(service: Service, person: string): Promise<Caller> {
  const code =
    person === 'owner@example.com' && service.ownerInvite !== null
      ? service.ownerInvite
      : (await saying(service).org.invite(await owner(service), { person })).code;
  const sealing = await generateSealingKey();
  const key = keyOf({ memberId: person });
  const { deviceId } = await joinByCode(service.api, code, { key, sealingKey: sealing.publicKey });
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
