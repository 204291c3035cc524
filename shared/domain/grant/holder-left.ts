import type { Said } from '../../lib/said.ts';
import { told, type Spoken } from '../../words/told.ts';

/** Why access ends whose holder is not in a new version: the service's own words, in the name of whoever published it. */
export const HOLDER_LEFT = told('holderLeft');

/** So it stands in logs of before; not for people: they are told by the code. */
const IN_WORDS = 'Its holder is not in this organisation any more.';

export const saysHolderLeft = (reason: Said | Spoken): boolean =>
  typeof reason === 'string' ? reason === IN_WORDS : 'code' in reason && reason.code === HOLDER_LEFT.code;
