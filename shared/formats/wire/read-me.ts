import { z } from 'zod';
import { memberSchema, meOutput, organisationInfoSchema } from '../../contract/api-schemas.ts';
import type { Me } from '../../contract/api-types.ts';
import { poolSchema } from '../../contract/scalars.ts';
import { readEach } from '../format.ts';
import { readBy } from './read-by.ts';

const tolerantMember = memberSchema.extend({
  // A kind that only a newer version knows acts like a person here: what it may do is decided by the service.
  kind: memberSchema.shape.kind.catch('person'),
  // A pool that cannot be named here cannot be served here.
  pools: z
    .array(z.unknown())
    .max(100)
    .transform((pools) => [...readEach(pools, readBy(poolSchema)).known]),
});

/** Those that are texts, however many; they are looked at one by one where they are used. */
const addresses = z
  .array(z.unknown())
  .transform((each) => each.filter((one): one is string => typeof one === 'string'))
  .optional()
  .catch(undefined);
const tolerantOrganisation = organisationInfoSchema.extend({ addresses });

const meSchema = meOutput.extend({ me: tolerantMember, organisation: tolerantOrganisation });
const addressesSchema = z.object({ organisation: z.object({ addresses }) });

/** Who this device is, also as joining answers it. Throws when that cannot be read. */
export const readMe = (raw: unknown): Me => meSchema.parse(raw);
/** The addresses that such an answer tells; null where it tells none. Never throws. */
export const addressesIn = (raw: unknown): readonly string[] | null =>
  addressesSchema.safeParse(raw).data?.organisation.addresses ?? null;
