interface Wanted {
  readonly need: number;
  readonly reviewers: readonly string[];
}

/**
 * Whether all steps can be done with nobody counting in two of them: each place of a step is given to somebody, who may have to
 * be taken from another step that somebody else can fill (augmenting paths; Kuhn 1955).
 */
export function areEnoughPeople(steps: readonly Wanted[]): boolean {
  const people = new Set(steps.flatMap(({ reviewers }) => reviewers));
  if (steps.reduce((sum, { need }) => sum + need, 0) > people.size) return false;
  /** For which step each of them counts. */
  const given = new Map<string, number>();
  const give = (at: number, tried: Set<number>): boolean => {
    tried.add(at);
    const reviewers = steps[at]?.reviewers ?? [];
    const free = reviewers.find((id) => !given.has(id));
    const found =
      free ??
      reviewers.find((id) => {
        const other = given.get(id) ?? at;
        return !tried.has(other) && give(other, tried);
      });
    if (found !== undefined) given.set(found, at);
    return found !== undefined;
  };
  return steps.every(({ need }, at) =>
    Array.from({ length: need }, () => null).every(() => give(at, new Set())),
  );
}
