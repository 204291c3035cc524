import type { Result } from '../lib/result.ts';
import type { Told } from '../words/told.ts';

/** Where the value of a secret goes: a provider with a config, both as catalog.yaml writes them. */
export interface SecretTarget {
  /** As `use` says it: `postgres`, `./providers/own`. */
  readonly provider: string;
  /** With `{ secret: NAME }` where secrets belong. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** What a secret is asked for. */
export interface SecretUse {
  readonly provider: string;
  /** Whether a config is the one that asks. */
  isConfig(config: SecretTarget['config']): boolean;
}

/**
 * Where a runner finds the secrets that a provider's config names. Looked up just before each use, never kept.
 * Whoever publishes a catalog names secrets and hosts freely; so a value is handed out only for a target that the owner of
 * the runner bound it to.
 */
export interface Secrets {
  /** The value, or what names the secret and says what to do. */
  find(name: string, use: SecretUse): Promise<Result<string, Told>>;
}
