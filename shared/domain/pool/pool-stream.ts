import { ok } from '../../lib/result.ts';
import type { Stream } from '../stream.ts';
import type { PoolEntry } from './pool-entry.ts';

/** The fold of one pool's stream: what a runner of it said last is missing for the ends of access. */
export interface PoolState {
  readonly lines: readonly string[];
  readonly more: number;
  readonly by: string | null;
}

/** What a runner says is missing. Whether it is news is known to who asked it: see service/checks. */
export interface PoolCommand extends Omit<PoolEntry, 'by'> {
  readonly by: string;
}

/** Who works on which grant, and by the number of which lease, is in the grant's own stream: decision 0043. */
export const poolStream: Stream<PoolState, PoolCommand, PoolEntry> = {
  kind: 'pool',
  nameOf: (pool) => `pool/${pool}`,
  entries: { endsChecked: 'concerned' },
  decide: (_state, command) => ok([command]),
  evolve: (_state, { lines, more, by = null }) => ({ lines, more, by }),
};
