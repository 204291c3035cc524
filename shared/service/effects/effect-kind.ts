import type { Json } from '../../domain/organisation/organisation.ts';
import type { Draft } from '../commit/draft.ts';
import type { EffectRow } from '../store/rows.ts';

/** What is left once everything is read: what an effect leads to in the log. */
export interface Ending {
  /** Requests that `finish` asks its draft for. */
  readonly requestIds?: readonly string[];
  /** Streams outside of requests that it writes into. */
  readonly streams?: readonly string[];
  /** In the transaction that removes the effect. What is left to do, as a new body, goes on at once; null: it is done. */
  finish(draft: Draft): Json | null;
}

/** How effects of one kind are carried out. */
export interface EffectKind {
  readonly name: string;
  /** It calls outside: one service at a time does, and no start waits for it. */
  readonly isOutside: boolean;
  /** Calls what it calls, with `effect.key`, and reads what `finish` needs. Throws where it has to be tried again. */
  begin(effect: EffectRow): Promise<Ending>;
}
