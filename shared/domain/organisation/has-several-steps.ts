interface Deciding {
  readonly decision: { readonly kind: string; readonly steps?: readonly unknown[] };
}

/** Only of a rule with several steps it matters whether somebody counts in two. */
export const hasSeveralSteps = ({ decision }: Deciding): boolean =>
  decision.kind === 'review' && (decision.steps?.length ?? 0) > 1;
