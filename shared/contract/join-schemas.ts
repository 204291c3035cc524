import { z } from 'zod';
import { organisationInfoSchema } from './api-schemas.ts';
import { FILE_LIMITS } from './organisation/file-limits.ts';
import { idSchema, newKeySchema, sha256HexSchema, signatureSchema } from './scalars.ts';
import { keptStatementSchema, ownRunnerSchema, sentStatementSchema } from './statement-schemas.ts';

export const joinInput = z.object({
  signed: sentStatementSchema('joinOrganisation'),
  protocol: z.number().int().nonnegative(),
});
/** By the first owner, with whom the organisation begins. `byInvite`: over `invitedBytes`, by the key of the start's code. */
export const foundInput = z.object({
  signed: sentStatementSchema('foundOrganisation'),
  byInvite: signatureSchema,
  inviteKey: newKeySchema,
  protocol: z.number().int().nonnegative(),
});
export const inviteInfoInput = z.object({ inviteKey: newKeySchema });
const documentsSchema = z.object({
  files: z.object({ people: sha256HexSchema, catalog: sha256HexSchema, policy: sha256HexSchema }),
  providerDigests: z.record(z.string().max(300), sha256HexSchema),
  owners: z.array(idSchema).max(FILE_LIMITS.owners),
});
/** For who is about to join: whom the invite is for, and where. */
export const inviteInfoOutput = z.object({
  person: idSchema,
  organisation: organisationInfoSchema.pick({ name: true, origin: true, logKey: true }),
  /** How it was founded; null where a service of before began the log by itself. Missing where it is to be founded with this. */
  founding: keptStatementSchema.nullable().optional(),
  /** What the service proposes to found it with; missing where it was founded. */
  proposed: z
    .object({ documents: documentsSchema.nullable(), runner: ownRunnerSchema.nullable() })
    .optional(),
});
