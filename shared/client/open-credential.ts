import { sealedCredentialSchema, sealInfo, type SealedCredential } from '../contract/sealed-credential.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { openSealed } from '../system/sealed-box.ts';
import { told, type Told } from '../words/told.ts';
import type { Identity } from './identity.ts';

/** What a grant hands to the requester, as its runner sealed it for this device and this grant, or why it cannot be read. */
export async function openCredential(
  identity: Pick<Identity, 'sealing'>,
  grantId: string,
  sealed: string,
): Promise<Result<SealedCredential, Told>> {
  const { privateKey } = identity.sealing;
  const text = await openSealed({ privateKey, info: sealInfo(grantId), sealed });
  if (!text.ok) return text;
  try {
    const opened = sealedCredentialSchema.safeParse(JSON.parse(text.value));
    return opened.success ? ok(opened.data) : err(UNREADABLE);
  } catch {
    return err(UNREADABLE);
  }
}

const UNREADABLE = told('credentialUnreadable');
