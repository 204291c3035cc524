/**
 * How long to wait before try number `tries` (0 is the first again) for a service with `count` addresses: not at all while
 * one was not tried in this round, and between two rounds as long as `pauseMs` says, with its jitter: who lost one service
 * is at another at once, and a thousand who find none do not come back in the same moment.
 */
export const roundPause = (tries: number, count: number, pauseMs: (round: number) => number): number =>
  (tries + 1) % count === 0 ? pauseMs((tries + 1) / count - 1) : 0;
