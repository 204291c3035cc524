/** What can happen to a pool of runners. Stream `pool/<name>`. */
export type PoolEntry =
  /** All that a runner of the pool says is missing for the ends of access now, for owners: a sentence each. No lines: nothing. */
  {
    readonly type: 'endsChecked';
    readonly pool: string;
    readonly lines: readonly string[];
    readonly more: number;
    /** Whose runner it is, whose words these are. Older entries do not say it. */
    readonly by?: string | undefined;
  };
