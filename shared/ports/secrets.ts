import type { Result } from '../lib/result.ts';

/** Where a runner finds the secrets that a provider's config names. Looked up just before each use, never kept. */
export interface Secrets {
  /** The value, or a sentence that names the secret and says where to put it. */
  find(name: string): Promise<Result<string, string>>;
}
