import { sealedCredentialSchema, sealInfo, type SealedCredential } from '../contract/sealed-credential.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { openSealed } from '../system/sealed-box.ts';
import type { Identity } from './identity.ts';

/** What a grant hands to the requester, as its runner sealed it for this device and this grant, or a sentence. */
export async function openCredential(
  identity: Pick<Identity, 'sealing'>,
  grantId: string,
  sealed: string,
): Promise<Result<SealedCredential, string>> {
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

const UNREADABLE = 'The runner handed out a credential that cannot be read. Tell whoever runs it.';
