import { refuse } from '../refusal.ts';
import type { GrantState } from './grant.ts';

/** Nobody is meant to have it any more, whether or not it is gone. */
export const isOver = (grant: GrantState | undefined): boolean =>
  grant?.kind === 'revoking' || grant?.kind === 'revoked' || grant?.kind === 'failed';

/** To whoever says that it works, heard or not: what is there is taken away at once. */
export const OVER = refuse('notActive', 'grantOver');
