import type { SaidText } from '../../shared/lib/said.ts';

/** A text as a person's device sends it; the salt is the same each time. */
export const said = (text: string): SaidText => ({ text, salt: 'c2FsdCBmb3IgYWxsIHRlcw' });
