import { canonicalText } from '../lib/canonical-json.ts';
import { sealInfo, type SealedCredential } from '../contract/sealed-credential.ts';
import type { GrantEntry } from './grant-entry.ts';
import type { SealedBox } from '../formats/journal/journal-format.ts';
import type { RunnerParts } from './runner-parts.ts';

/** A credential, sealed to each device of the requester. One that cannot be sealed to does not hold up the others. */
export async function sealFor(
  { logger, sealer }: Pick<RunnerParts, 'logger' | 'sealer'>,
  { grantId, job }: GrantEntry,
  { credential, instructions }: SealedCredential,
): Promise<SealedBox[]> {
  if (!credential && instructions === null) return [];
  const plaintext = canonicalText({ credential, instructions } satisfies SealedCredential);
  const boxes = await Promise.allSettled(
    job.recipients.map(async ({ deviceId, sealingKey }) => ({
      deviceId,
      box: await sealer({ recipientPublicKey: sealingKey, info: sealInfo(grantId), plaintext }),
    })),
  );
  const failed = boxes.filter((each) => each.status === 'rejected').length;
  if (failed > 0) logger.error({ grantId, failed }, 'A credential could not be sealed for every device.');
  return boxes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}
