/**
 * What `risk: high` of a rule means: an approval is never one press. No notification answers it; whoever approves confirms
 * by a second deliberate act what is confirmed. It is not part of what is signed: it follows from the version of the
 * organisation and from what is asked, which are, so that a device which does not know it yet still signs the same.
 */
export type Risk = 'high';

interface HasRisk {
  readonly risk?: Risk | undefined;
}

export const isHighRisk = ({ risk }: HasRisk): boolean => risk === 'high';

/** The highest of several. */
export const highestRisk = (of: readonly HasRisk[]): { readonly risk?: Risk } =>
  of.some(({ risk }) => risk === 'high') ? { risk: 'high' } : {};
