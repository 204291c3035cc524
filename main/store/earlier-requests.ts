import { fieldOf } from '../../shared/formats/wire/field-of.ts';

/**
 * Kept requests without those of a Latchkey whose logs are not read any more: their reasons had no salt. What the service has is
 * read from it again, so they are no damage.
 */
export function withoutEarlier(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
  return Object.fromEntries(Object.entries(raw).filter(([, state]) => !isEarlier(state)));
}

function isEarlier(state: unknown): boolean {
  const facts = fieldOf(state, 'facts');
  return typeof fieldOf(facts, 'reason') === 'string';
}
