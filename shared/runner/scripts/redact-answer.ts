import type { Credential, ProviderAnswer } from '../../provider-protocol/provider-protocol.ts';
import { redactValue, type Redact } from '../../lib/redact.ts';

/** What of a credential must not be seen anywhere else. */
export function credentialSecrets(credential: Credential | undefined): readonly string[] {
  return credential?.fields.filter((field) => field.secret).map((field) => field.value) ?? [];
}

/** The answer with secrets left in `credential` only: not in state, evidence, instructions or messages. */
export function redactAnswer(answer: ProviderAnswer, redact: Redact): ProviderAnswer {
  if (answer.status === 'error') return redactValue(answer, redact) as ProviderAnswer;
  const { credential, ...rest } = answer;
  const redacted = redactValue(rest, redact) as typeof rest;
  return credential === undefined ? redacted : { ...redacted, credential };
}
