import { openCredential } from '../client/open-credential.ts';
import { credentialOutput } from '../contract/api-schemas.ts';
import type { SealedCredential } from '../contract/sealed-credential.ts';
import { grantsOf } from '../domain/grants-of.ts';
import type { RequestState } from '../domain/request.ts';
import { visibleText } from '../lib/visible-text.ts';
import { CliFailure } from './cli-failure.ts';
import { EXIT } from './exit-status.ts';
import type { MemberSession } from './member-session.ts';

export interface GrantCredential extends SealedCredential {
  readonly grantId: string;
  readonly entitlementId: string;
  readonly title: string;
  readonly expiresAt: number | null;
}

/** What the active grants of a request hand out; with nothing in it where access needs no credential. */
export async function fetchCredentials(
  { api, identity }: Pick<MemberSession, 'api' | 'identity'>,
  state: RequestState,
): Promise<GrantCredential[]> {
  const found: GrantCredential[] = [];
  for (const { entitlement, grant } of grantsOf(state)) {
    if (grant.kind !== 'active') continue;
    const { grantId, entitlementId, title } = entitlement;
    const { sealed } = credentialOutput.parse(await api.grants.credential.query({ grantId }));
    const opened = sealed === null ? null : await openCredential(identity, grantId, sealed);
    if (opened && !opened.ok) throw new CliFailure(EXIT.fault, opened.error);
    const { credential, instructions } = opened?.value ?? { credential: null, instructions: null };
    found.push({ grantId, entitlementId, title, expiresAt: grant.expiresAt, credential, instructions });
  }
  return found;
}

/**
 * The credential for a person. Values keep their lines (keys and certificates have several); whatever else a script put
 * into them is made visible, which `--json` does not do.
 */
export function credentialText({ title, credential, instructions }: GrantCredential): string {
  const lines = [visibleText(title)];
  for (const { label, name, value } of credential?.fields ?? []) {
    const text = visibleText(value, 'keep');
    lines.push(
      text.includes('\n')
        ? `  ${visibleText(label || name)}:\n${text}`
        : `  ${visibleText(label || name)}: ${text}`,
    );
  }
  if (credential?.command) lines.push(`  Run: ${visibleText(credential.command, 'keep')}`);
  if (instructions) lines.push(`  ${visibleText(instructions, 'keep')}`);
  if (lines.length === 1) lines.push('  Access works; no credential is needed.');
  return `${lines.join('\n')}\n`;
}
