export type InTurn = <T>(run: () => Promise<T>) => Promise<T>;

/** Runs what it is given one after the other, in the order in which it was given. One that rejects holds up nobody. */
export function inTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const done = last.then(run);
    last = done.catch(() => undefined);
    return done;
  };
}
