import type { DurationMs } from '../../lib/time.ts';

/** How access ends at its target, as the provider's manifest says it. */
export interface ProviderEnd {
  /** The target itself ends access at the deadline. */
  readonly nativeExpiry: boolean;
  /** So long after the deadline it may do so at the latest, and why. Left out where only Latchkey ends access, and in requests of before. */
  readonly late?: { readonly mostMs: DurationMs; readonly why: string } | undefined;
  /** A session that was opened before the end goes on after it. */
  readonly sessionsSurvive: boolean;
}
