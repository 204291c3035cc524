import { z } from 'zod';
import { organisationInfoSchema } from './api-schemas.ts';
import { idSchema, newKeySchema, newSignatureSchema } from './scalars.ts';
import {
  DOCUMENTS,
  keptStatementSchema,
  OWNERS,
  ownRunnerSchema,
  sentStatementSchema,
} from './statement-schemas.ts';

export const joinInput = z.object({
  signed: sentStatementSchema('joinOrganisation'),
  protocol: z.number().int().nonnegative(),
});
/** By the first owner, with whom the organisation begins. `byInvite`: over `invitedBytes`, by the key of the start's code. */
export const foundInput = z.object({
  signed: sentStatementSchema('foundOrganisation'),
  byInvite: newSignatureSchema,
  inviteKey: newKeySchema,
  protocol: z.number().int().nonnegative(),
});
/** For an owner who lost all: of which organisation is this recovery key? */
export const recoveryInfoInput = z.object({ recoveryKey: newKeySchema });
export const recoveryInfoOutput = z.object({
  organisation: organisationInfoSchema.pick({ name: true, origin: true, logKey: true }),
  founding: keptStatementSchema.nullable(),
});
export const inviteInfoInput = z.object({ inviteKey: newKeySchema });
/** For who is about to join: whom the invite is for, and where. */
export const inviteInfoOutput = z.object({
  person: idSchema,
  organisation: organisationInfoSchema.pick({ name: true, origin: true, logKey: true }),
  /** How it was founded; null where a service of before began the log by itself. Missing where it is to be founded with this. */
  founding: keptStatementSchema.nullable().optional(),
  /** What the service proposes to found it with; missing where it was founded. */
  proposed: z
    .object({
      documents: z.object({ ...DOCUMENTS, owners: OWNERS }).nullable(),
      runner: ownRunnerSchema.nullable(),
    })
    .optional(),
});
