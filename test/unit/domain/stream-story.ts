import type { Stream } from '../../../shared/domain/stream.ts';
import type { Instant } from '../../../shared/lib/time.ts';
import { START } from './fixtures.ts';

/** Commands to one stream, one after the other. Each answers with the entries that it led to, or the code of its refusal. */
export function tell<State, Command, E extends { readonly type: string }>(stream: Stream<State, Command, E>) {
  let state: State | undefined;
  return {
    get state() {
      return state;
    },
    send(command: Command, at: Instant = START): E['type'][] | string {
      const decided = stream.decide(state, command, at);
      if (!decided.ok) return decided.error.code;
      for (const entry of decided.value) state = stream.evolve(state, entry, at);
      return decided.value.map(({ type }) => type);
    },
  };
}
