/** One tick a second is what a countdown needs. */
const TICK_MS = 1_000;

/** The page's clock and timers: the only place of the renderer that touches them. */
export const pageClock = {
  now: (): number => Date.now(),

  /** Calls `tick` just after each whole second while the page can be seen, and at once when it is seen again. */
  everySecond(tick: () => void): () => void {
    let timer: number | undefined;
    const next = (): void => {
      timer = window.setTimeout(
        () => {
          tick();
          next();
        },
        TICK_MS - (Date.now() % TICK_MS) + 5,
      );
    };
    const settle = (): void => {
      window.clearTimeout(timer);
      if (document.hidden) return;
      tick();
      next();
    };
    document.addEventListener('visibilitychange', settle);
    settle();
    return () => {
      document.removeEventListener('visibilitychange', settle);
      window.clearTimeout(timer);
    };
  },

  /** Calls `act` once after `ms`; the answer takes it back. */
  after(ms: number, act: () => void): () => void {
    const timer = window.setTimeout(act, ms);
    return () => window.clearTimeout(timer);
  },
};

export type PageClock = typeof pageClock;
