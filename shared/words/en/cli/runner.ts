export const runner = {
  what: 'run provider scripts for a pool, until it is stopped',
  pool: 'pools of this runner',
  providers: 'where the catalog lies that names providers by a path',
  acceptClock: 'the clock is right now, although this runner has seen a later time',
  noPool: ({ pool }: { readonly pool: string }) => `“${pool}” is no name of a pool.`,
  untilRight: ({ why }: { readonly why: string }) =>
    `${why} Nothing new is granted until that is right; what is active ends on time.`,
  untilUnlocked: ({ why }: { readonly why: string }) =>
    `${why} Nothing new is granted until this runner is started again with the passphrase; what is active ends on time.`,
  untilMended: ({ why }: { readonly why: string }) =>
    `${why} Nothing new is granted until that is done and this runner is started again; what is active ends on time.`,
};
