import { z } from 'zod';
import { defineFormat } from '../format.ts';

/** What is no text is of a newer version, and left out: the other addresses are as good as before. */
const textsSchema = z
  .array(z.unknown())
  .transform((each) => each.filter((one): one is string => typeof one === 'string'));

const keptSchema = z.object({
  /** The verifier key of the log whose services they are: what was kept for another organisation says nothing of this one. */
  log: z.string(),
  /** As the service told them last. */
  told: textsSchema,
  /** Where a service answered last; null before any did. */
  lastUsed: z.string().nullable().catch(null),
});

/** Where the services of an organisation are to be found, as a client keeps it beside the address that it joined at. */
export type KeptAddresses = z.output<typeof keptSchema>;

export const addressesFormat = defineFormat<KeptAddresses>('addresses', [], keptSchema);
