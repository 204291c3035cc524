import { z } from 'zod';
import { credentialSchema } from '../provider-protocol/provider-protocol.ts';

/** What a runner seals to each of the requester's devices: canonical JSON of this object, HPKE `info` as below. */
export const sealedCredentialSchema = z.object({
  credential: credentialSchema.nullable(),
  instructions: z.string().max(4_000).nullable(),
});
export type SealedCredential = z.output<typeof sealedCredentialSchema>;

/** Binds a box to one grant, so that a service cannot hand out another grant's. */
export const sealInfo = (grantId: string): string => `latchkey-credential-v1 ${grantId}`;
