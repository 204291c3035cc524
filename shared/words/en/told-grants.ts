import type { GRANTS } from '../codes/grants.ts';
import type { BookOf } from '../told-book.ts';

export const grants: BookOf<keyof typeof GRANTS> = {
  notTakenUp: 'No runner took this up within an hour. Once a runner of its pool is connected, ask again.',
  notHeardOf: 'Its runner has not said within half an hour whether it works.',
  holderLeft: 'Its holder is not in this organisation any more.',
  foundThere: 'Another runner had reported it gone, but it was found at its target.',
  clockWasAhead: 'The clock of the service was ahead when this began, so nobody agreed to when it ends.',
};
