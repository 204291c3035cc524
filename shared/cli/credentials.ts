import { openCredential } from '../client/open-credential.ts';
import { credentialOutput } from '../contract/api-schemas.ts';
import type { SealedCredential } from '../contract/sealed-credential.ts';
import { grantsOf } from '../domain/request/grants-of.ts';
import type { RequestState } from '../domain/request/request.ts';
import { visibleText } from '../lib/visible-text.ts';
import { CliFailure } from './cli-failure.ts';
import { EXIT } from './exit-status.ts';
import type { MemberSession } from './member-session.ts';
import { plainSaid } from '../lib/said.ts';
import { printJson } from './print-json.ts';
import { shortId } from './short-id.ts';
import type { Terminal } from './terminal.ts';
import type { Words } from '../words/words.ts';

export interface GrantCredential extends SealedCredential {
  readonly grantId: string;
  readonly entitlementId: string;
  readonly title: string;
  readonly expiresAt: number | null;
}

/** One grant of a request that does not work while another one does. */
export interface NotWorking {
  readonly grantId: string;
  readonly entitlementId: string;
  readonly title: string;
  readonly state: string;
  readonly message: string;
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
 * Prints credentials, after them what does not work. Who could not be shown a credential is told how to see it, and the
 * command fails: with access that nobody can use, 0 would be a lie.
 */
export async function printCredentials(
  terminal: Terminal,
  shown: {
    readonly state: RequestState;
    readonly credentials: readonly GrantCredential[];
    readonly failed: readonly NotWorking[];
    readonly json: boolean;
  },
): Promise<void> {
  const { state, credentials, failed, json } = shown;
  if (json) printJson(terminal, { request: plainSaid(state), credentials, failed });
  else terminal.out(credentials.map((each) => credentialText(terminal.words, each)).join(''));
  const fault = await terminal.written();
  if (!fault) return;
  // not for people: a command, as it is typed
  const again = `latchkey credential ${shortId(state.facts.requestId)}`;
  throw new CliFailure(
    EXIT.fault,
    ({ cli }) => cli.credential.notWritten({ why: fault.message, again }),
    'notWritten',
  );
}

/**
 * The credential for a person. Values keep their lines (keys and certificates have several); whatever else a script put
 * into them is made visible, which `--json` does not do.
 */
function credentialText({ cli }: Words, { title, credential, instructions }: GrantCredential): string {
  const lines = [visibleText(title)];
  for (const { label, name, value } of credential?.fields ?? []) {
    const text = visibleText(value, 'keep');
    lines.push(
      text.includes('\n')
        ? `  ${visibleText(label || name)}:\n${text}`
        : `  ${visibleText(label || name)}: ${text}`,
    );
  }
  if (credential?.command)
    lines.push(`  ${cli.credential.run({ command: visibleText(credential.command, 'keep') })}`);
  if (instructions) lines.push(`  ${visibleText(instructions, 'keep')}`);
  if (lines.length === 1) lines.push(`  ${cli.credential.noneNeeded}`);
  return `${lines.join('\n')}\n`;
}
