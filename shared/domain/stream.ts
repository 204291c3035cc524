import type { Instant } from '../lib/time.ts';
import type { Decided } from './decided.ts';

/**
 * One kind of stream. A new kind is a folder with state, commands, entries and one of these, and a line in streams.ts.
 *
 * `decide` and `evolve` are pure. `evolve` accepts whatever `decide` writes, so nothing that is in a log is refused later.
 */
export interface Stream<State, Command, E extends { readonly type: string }> {
  /** What its streams' names begin with. */
  readonly kind: string;
  /** The name of one; of the organisation there is one, whatever the id. */
  readonly nameOf: (id: string) => string;
  /** Its entries, and who may read them: every member, who may be told of it as it happens, too, or owners and those whom an entry names. */
  readonly entries: Readonly<Record<E['type'], 'told' | 'everybody' | 'concerned'>>;
  readonly decide: (state: State | undefined, command: Command, now: Instant) => Decided<E>;
  readonly evolve: (state: State | undefined, entry: E, at: Instant) => State;
}
