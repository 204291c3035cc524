import { TRPCClientError } from '@trpc/client';
import { followChanges } from '../client/follow-changes.ts';
import { isUnreachable } from '../client/is-unreachable.ts';
import { refusalOf } from '../client/refusal-of.ts';
import { say } from '../client/say.ts';
import type { RefusalCode } from '../domain/refusal.ts';
import { backoff } from '../lib/backoff.ts';
import type { DurationMs } from '../lib/time.ts';
import { sleepLong } from '../system/sleep-long.ts';
import { untilAborted } from '../system/until-aborted.ts';
import { refused } from './cli-failure.ts';
import { listMeant, type Listed, type Meant, type MeantGrant } from './list-meant.ts';
import type { MemberSession } from './member-session.ts';
import type { Terminal } from './terminal.ts';

export interface EndedMany {
  /** `gone`: all of it is. `partly`: nothing more can be done about what is not. */
  readonly outcome: 'gone' | 'partly' | 'timedOut' | 'stopped';
  /** Each that was meant once, whatever became of it. */
  readonly ids: readonly string[];
  /** What is not verified gone yet. */
  readonly left: readonly MeantGrant[];
  /** What is not even being ended, and the last reason. */
  readonly failed: readonly { readonly grantId: string; readonly fault: unknown }[];
  /** Whether there may be more of it that was not tried: time or a stop cut in. */
  readonly isCut: boolean;
  /** Nothing was ended, because nobody answered: one of the faults. */
  readonly away: unknown;
  /** Requests that only a newer Latchkey knows: nobody can tell whether they were meant. */
  readonly unknown: number;
}

interface EndOptions {
  readonly terminal: Terminal;
  readonly reason: string;
  readonly forMs: DurationMs;
  /** How many are verified gone of how many, whenever that changes. */
  readonly onProgress: (gone: number, all: number) => void;
}

type Session = Pick<MemberSession, 'api' | 'client'>;

/** So many are sent at once: the service writes them together. */
const AT_ONCE = 16;
/** Refusals that say nothing about the access: another try may do. */
const PASSING: ReadonlySet<RefusalCode> = new Set(['unreachable', 'tooManyTries', 'requestChanged']);

const isFinal = (fault: unknown): boolean => {
  const refusal = refusalOf(fault);
  return refusal !== null && !PASSING.has(refusal.code);
};

const isAway = (fault: unknown): boolean => isUnreachable(fault) && !isFinal(fault);

/**
 * Ends all access that is meant, also what is given meanwhile, and follows it until each is verified gone. What cannot be ended
 * holds up nothing else: it is tried again, and told apart at the end.
 */
export async function endMany(session: Session, meant: Meant, options: EndOptions): Promise<EndedMany> {
  const ending = new Ending(session, meant, options);
  const outcome = await within(options, (signal) => ending.untilSettled(signal));
  return ending.result(outcome);
}

class Ending {
  readonly #session: Session;
  readonly #meant: Meant;
  readonly #options: EndOptions;
  readonly #asked = new Set<string>();
  readonly #failed = new Map<string, unknown>();
  readonly #all = new Set<string>();
  #listed: Listed | null = null;
  /** Why it could not be listed the last time; null when it was. */
  #unlisted: { readonly fault: unknown } | null = null;

  constructor(session: Session, meant: Meant, options: EndOptions) {
    this.#session = session;
    this.#meant = meant;
    this.#options = options;
  }

  /** Goes around again whenever something happened, and of its own accord while something fails. */
  async untilSettled(signal: AbortSignal): Promise<void> {
    const { terminal, forMs } = this.#options;
    if (await this.#round(signal, true)) return;
    const { clock } = terminal;
    let attempt = 0;
    let retryAtMs = clock.monotonicMs() + backoff(attempt, Math.random());
    let changed = new AbortController();
    const broken = this.#follow(signal, () => changed.abort());
    while (!signal.aborted) {
      const pauseMs = this.#hasFaults ? Math.max(0, retryAtMs - clock.monotonicMs()) : forMs;
      const signals = [changed.signal, signal];
      const pause = untilAborted({ signals, limitMs: null }, (either) => sleepLong(clock, pauseMs, either));
      await Promise.race([pause, broken]);
      if (signal.aborted) return;
      changed = new AbortController();
      // Many changes are no reason to ask more often for what fails.
      const isRetry = clock.monotonicMs() >= retryAtMs;
      if (await this.#round(signal, isRetry)) return;
      if (!this.#hasFaults) attempt = 0;
      else if (isRetry) attempt += 1;
      if (isRetry) retryAtMs = clock.monotonicMs() + backoff(attempt, Math.random());
    }
  }

  result(outcome: 'settled' | 'timedOut' | 'stopped'): EndedMany {
    const left = this.#listed?.grants ?? [];
    const leftIds = left.map(({ entitlement }) => entitlement.grantId);
    // Never seen at all: that is what has to be told.
    if (!this.#listed && this.#unlisted) throw this.#unlisted.fault;
    const failed = leftIds.flatMap((grantId) =>
      this.#failed.has(grantId) ? [{ grantId, fault: this.#failed.get(grantId) }] : [],
    );
    const unknown = this.#listed?.unknown ?? 0;
    const isNobodyThere =
      this.#asked.size === 0 && failed.length > 0 && failed.every(({ fault }) => isAway(fault));
    return {
      outcome: outcome !== 'settled' ? outcome : left.length > 0 || unknown > 0 ? 'partly' : 'gone',
      ids: [...this.#all],
      left,
      failed,
      isCut: !this.#listed || leftIds.some((id) => !this.#asked.has(id) && !this.#failed.has(id)),
      away: isNobodyThere ? failed[0]?.fault : null,
      unknown,
    };
  }

  get #hasFaults(): boolean {
    return this.#unlisted !== null || this.#failed.size > 0;
  }

  /** Whether nothing is left about which more could be done. */
  async #round(signal: AbortSignal, isRetry: boolean): Promise<boolean> {
    if (!(await this.#list(signal))) return false;
    const ids = (this.#listed?.grants ?? []).map(({ entitlement }) => entitlement.grantId);
    const due = ids.filter((id) => !this.#asked.has(id) && (isRetry || !this.#failed.has(id)));
    for (let from = 0; from < due.length && !signal.aborted; from += AT_ONCE)
      await Promise.all(due.slice(from, from + AT_ONCE).map((id) => this.#endOne(id)));
    if (signal.aborted || (due.length > 0 && !(await this.#list(signal)))) return false;
    const left = this.#listed?.grants ?? [];
    this.#options.onProgress(this.#all.size - left.length, this.#all.size);
    return left.every(({ entitlement }) => isFinal(this.#failed.get(entitlement.grantId)));
  }

  /** Whether it was listed; what fails for now is asked again later. */
  async #list(signal: AbortSignal): Promise<boolean> {
    try {
      this.#listed = await listMeant(this.#session.api, this.#meant, signal);
    } catch (fault) {
      if (signal.aborted) return false;
      if (!(fault instanceof TRPCClientError) || isFinal(fault)) throw fault;
      this.#unlisted = { fault };
      return false;
    }
    this.#unlisted = null;
    const ids = new Set(this.#listed.grants.map(({ entitlement }) => entitlement.grantId));
    for (const id of ids) this.#all.add(id);
    // What is over by itself has not failed.
    for (const id of this.#failed.keys()) if (!ids.has(id)) this.#failed.delete(id);
    return true;
  }

  async #endOne(grantId: string): Promise<void> {
    const reason = say(this.#options.reason);
    try {
      await this.#session.api.grants.end.mutate({ grantId, reason, isGone: false });
    } catch (fault) {
      // Otherwise it was over already: what was wanted.
      if (refusalOf(fault)?.code !== 'notActive') return void this.#failed.set(grantId, fault);
    }
    this.#failed.delete(grantId);
    this.#asked.add(grantId);
  }

  /** Rejects when the service does not let this device follow; otherwise it never ends. */
  #follow(signal: AbortSignal, look: () => void): Promise<never> {
    return new Promise((_, reject) => {
      void followChanges({
        client: this.#session.client,
        clock: this.#options.terminal.clock,
        after: null,
        signal,
        onChange: look,
        onState: (now) => now === 'live' && look(),
      }).then((refusal) => refusal && reject(refused(refusal)), reject);
    });
  }
}

/** Does the work until it is done, the time is over, or somebody stops it: then nothing new is begun. */
async function within(
  { terminal: { clock, stop }, forMs }: Pick<EndOptions, 'terminal' | 'forMs'>,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<'settled' | 'timedOut' | 'stopped'> {
  if (stop.aborted) return 'stopped';
  const over = new AbortController();
  const { signal } = over;
  stop.addEventListener('abort', () => over.abort(), { once: true, signal });
  const isCut = new Promise<true>((resolve) =>
    signal.addEventListener('abort', () => resolve(true), { once: true }),
  );
  void sleepLong(clock, forMs, signal).then(() => over.abort());
  try {
    const wasCut = await Promise.race([isCut, work(signal).then(() => signal.aborted)]);
    if (!wasCut) return 'settled';
    return stop.aborted ? 'stopped' : 'timedOut';
  } finally {
    over.abort();
  }
}
