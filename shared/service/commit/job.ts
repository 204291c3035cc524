import type { Json } from '../../domain/organisation/organisation.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Instant } from '../../lib/time.ts';
import type { Result } from '../../lib/result.ts';
import type { ServiceStore } from '../store/service-store.ts';
import type { Draft } from './draft.ts';

/**
 * A command on its way into the log: what must be known to decide it, and the decision. `gather` and `decide` are called again
 * where another service wrote first.
 */
export interface Job<A> {
  /** Makes it safe to send again. Null for the service's own, which look at the state each time anyway. */
  readonly key: CommandKey<A> | null;
  /** Requests and grants that `decide` asks its draft for. */
  readonly requestIds?: readonly string[];
  readonly grantIds?: readonly string[];
  /** Names of the streams outside of requests that it carries out commands in. */
  readonly streams?: readonly string[];
  /** Alone in its batch, and nothing is added to the log meanwhile: it reads what is neither request nor grant. */
  readonly exclusive?: boolean;
  /** Reads more than requests and grants. What it read still holds when `decide` runs. Names what it found to be loaded. */
  gather?(
    store: ServiceStore,
    now: Instant,
  ): Promise<Pick<Job<A>, 'requestIds' | 'grantIds' | 'streams'> | void>;
  /** Pure but for the draft. A refusal drops the draft. */
  decide(draft: Draft): Result<A, Refusal>;
  /** After the commit, before it is told and the caller is answered. Only of what was decided now. */
  committed?(): void;
}

export interface CommandKey<A> {
  /** Member and idempotency key. */
  readonly caller: string;
  readonly key: string;
  /** What is asked, with its target: the same key for something else is refused. */
  readonly verb: string;
  /** What has to be kept to give the same answer again, and how to give it. */
  keep(answer: A): Json;
  again(kept: Json): Promise<A>;
}

export const commandId = ({ caller, key }: { caller: string; key: string }): string => `${caller} ${key}`;
