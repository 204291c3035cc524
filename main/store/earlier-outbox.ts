import { createHash } from 'node:crypto';
import type { SaidText } from '../../shared/lib/said.ts';
import { told } from '../../shared/words/told.ts';

type Raw = Readonly<Record<string, unknown>>;

/**
 * A command that an earlier Latchkey left in the outbox, as it is kept now: texts had no salt then. A review was signed over the
 * text itself, which nobody accepts any more, so it is not sent, and whoever gave it is told. What is of now comes back as it is.
 */
export function upOutbox(raw: unknown): unknown {
  if (!isObject(raw) || !isObject(raw['input']) || 'signed' in raw['input']) return raw;
  const { key, procedure } = raw;
  // Statements have no idempotency key, and no signature within: they are signed when they are sent.
  const { idempotencyKey: _key, signature: _signature, ...kept } = raw['input'];
  const input: Raw = procedure === 'end' ? { isGone: false, ...kept } : kept;
  const { reason, comment } = input;
  if (typeof reason === 'string') return { ...raw, input: { ...input, reason: salted(reason, key) } };
  if (typeof comment !== 'string') return { ...raw, input };
  return {
    ...raw,
    input: { ...input, comment: salted(comment, key) },
    ...{ state: 'refused', message: NOT_ACCEPTED },
  };
}

const NOT_ACCEPTED = told('answeredWithEarlier');

/** From the command's own random key: read again before it is written, it is the same command. */
function salted(text: string, key: unknown): SaidText {
  const bytes = createHash('sha256')
    .update(`latchkey-salt ${String(key)}`)
    .digest();
  return { text, salt: bytes.subarray(0, 16).toString('base64url') };
}

const isObject = (raw: unknown): raw is Raw => typeof raw === 'object' && raw !== null && !Array.isArray(raw);
