interface Wanted {
  readonly need: number;
  readonly reviewers: readonly string[];
}

/**
 * Whether all steps can be done with nobody counting in two of them. By Hall's theorem: no steps together need more people than they have between
 * them. A step with as many people as all steps need together takes nobody away from the others, so the few that are left are
 * looked at in every combination; a plan has at most ten steps.
 */
export function areEnoughPeople(steps: readonly Wanted[]): boolean {
  const scarce = withoutPlentiful(steps.filter(({ need }) => need > 0));
  return Array.from({ length: 2 ** scarce.length }, (_, chosen) =>
    scarce.filter((_step, index) => (chosen & (1 << index)) !== 0),
  ).every((some) => new Set(some.flatMap(({ reviewers }) => reviewers)).size >= needOf(some));
}

function withoutPlentiful(steps: readonly Wanted[]): readonly Wanted[] {
  const total = needOf(steps);
  const scarce = steps.filter(({ reviewers }) => new Set(reviewers).size < total);
  return scarce.length === steps.length ? steps : withoutPlentiful(scarce);
}

const needOf = (steps: readonly Wanted[]): number => steps.reduce((sum, { need }) => sum + need, 0);
