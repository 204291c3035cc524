import { namesIn } from '../conditions/names-in.ts';
import type { Condition } from '../conditions/compile-condition.ts';

/** What conditions can speak of, and nobody says yet when they ask. Publishing refuses them, and nothing is decided by them. */
const NOT_SAID: readonly string[] = ['request.task', 'request.origin'];

/** The first of them that a condition speaks of. */
export const unknownName = (condition: Condition): string | undefined =>
  NOT_SAID.find((name) => namesIn(condition).has(name));
