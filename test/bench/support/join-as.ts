import type { Caller } from '../../../shared/contract/api.ts';
import { PROTOCOL_VERSION } from '../../../shared/contract/protocol-version.ts';
import type { Service } from '../../../shared/service/compose.ts';
import { generateSigningKey } from '../../../shared/system/node-crypto.ts';
import { generateSealingKey } from '../../../shared/system/sealed-box.ts';

/** Registers a device for this person of the organisation, with real keys, and answers who calls then. */
export async function joinAs(service: Service, person: string): Promise<Caller> {
  const code =
    person === 'owner@example.com' && service.ownerInvite !== null
      ? service.ownerInvite
      : (await service.api.org.invite(await owner(service), { person })).code;
  const { publicKey } = generateSigningKey();
  const sealing = await generateSealingKey();
  const { deviceId } = await service.api.session.join(
    {
      code,
      deviceName: 'bench',
      signingKey: Buffer.from(publicKey).toString('base64url'),
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
