import type { PolicyPreview } from '../../contract/api-types.ts';
import type { Depends, PolicyOutcome } from '../../domain/policy/policy-outcome.ts';

/** As clients of every version know it: what hangs on what is not filled in yet is neither granted nor refused, and its sentence says so. */
export const saidKind = (kind: (PolicyOutcome | Depends)['kind']): PolicyPreview['kind'] =>
  kind === 'depends' ? 'review' : kind;
