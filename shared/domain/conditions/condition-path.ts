import type { CelNode } from './cel.ts';
import { VARIABLES } from './condition-schema.ts';

/** `request.local.hour` for a field of a variable, the variable itself for one; null for all else. No other name is a variable's. */
export function pathOf({ op, name, parts: [on] }: CelNode): string | null {
  if (op === 'id') return Object.hasOwn(VARIABLES, name) ? name : null;
  const of = op === '.' && on ? pathOf(on) : null;
  return of === null ? null : `${of}.${name}`;
}
