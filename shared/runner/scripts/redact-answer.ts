import type { Credential, ProviderAnswer } from '../../contract/provider-protocol.ts';
import type { Redact } from './redact.ts';

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

function redactValue(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((each) => redactValue(each, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [redact(key), redactValue(each, redact)]),
  );
}
