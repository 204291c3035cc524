/** Why access ends whose holder is not in a new version: the service's own sentence, in the name of whoever published it. */
export const HOLDER_LEFT = 'Its holder is not in this organisation any more.';
