/**
 * Carries out what it is given one after the other, each to its end: what waits within one sees nothing of the next. Answers with what
 * comes of it; one that fails holds up no other.
 */
export function inTurn(): <T>(act: () => T | Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const done = last.then(act);
    last = done.catch(() => undefined);
    return done;
  };
}
