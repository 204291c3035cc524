import type { GrantState } from './grant.ts';

/** Six attempts to take it away failed: attempts go on, and a person has to look. */
export const isStuck = (grant: GrantState | undefined): boolean => grant?.kind === 'revoking' && grant.stuck;
