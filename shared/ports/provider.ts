import type { Work } from '../contract/api-types.ts';
import type {
  ProviderAnswer,
  ProviderCall,
  ProviderError,
  ProviderVerb,
} from '../provider-protocol/provider-protocol.ts';
import type { Result } from '../lib/result.ts';

/** A call as the runner makes it. `config` still has `{ secret: NAME }` where a secret belongs. */
export type UnresolvedCall = Omit<ProviderCall, 'protocol' | 'verb'>;

/** A provider that was found, checked and is ready to run. */
export interface OpenProvider {
  /** The longest that it gives access; left out where its manifest says nothing. */
  readonly maxTtlMs?: number | undefined;
  /** So much later than ours is the deadline that its target is told. */
  readonly lateExpiryMs: number;
  /** Whether its manifest lists the verb. */
  does(verb: ProviderVerb): boolean;
  /** How long a verb may take before it is ended. */
  timeoutMs(verb: ProviderVerb): number;
  /** Runs one verb. Never rejects because of what a script does. `signal` ends the script. */
  run(verb: ProviderVerb, call: UnresolvedCall, signal?: AbortSignal): Promise<ProviderAnswer>;
}

/** Where a runner finds what grants and revokes. */
export interface Providers {
  /**
   * To grant, only with the files that were published. To revoke also with others: an update of a provider while access
   * is active must not keep that access alive.
   */
  open(
    provider: Pick<Work['provider'], 'id' | 'use' | 'digest'>,
    to: 'grant' | 'revoke',
  ): Promise<Result<OpenProvider, ProviderError>>;
}
