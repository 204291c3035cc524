import type { ProviderSchemas } from '../../organisation-files/check-provider-fields.ts';
import type { OrganisationTexts, ParsedOrganisation } from '../../organisation-files/parse-organisation.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import { durationMs } from '../../lib/time.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Clock } from '../../ports/clock.ts';
import { PublishTurns, type Publisher } from './publish-turns.ts';

/** What a thread is given; plain data. */
export interface ParseInput {
  readonly files: OrganisationTexts;
  readonly version: number;
  readonly providerDigests: Readonly<Record<string, string>>;
  readonly providerSchemas: ProviderSchemas;
}

/** A thread that parses one set of files; made by an adapter. */
export interface ParserThread {
  /** Rejects when it ended without a result. */
  readonly parsed: Promise<ParsedOrganisation>;
  /** Ends it, wherever it is. */
  kill(): void;
}

/** For whom files are checked. */
interface ParseFor extends Publisher {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * From the call to its end, the wait for a turn included: shorter than a client waits for its answer (30 s), so that nobody
 * hears that the service cannot be reached and is published afterwards. Files at their limits need a third of it on a
 * computer that is not busy.
 */
const WITHIN_MS = durationMs(25_000);

/**
 * Parses and checks what somebody wants to publish, in a thread of its own: comparing thousands of entitlements with hundreds
 * of rules takes seconds, in which the service answers everybody else.
 *
 * 1. Nobody keeps anybody else from publishing: a person has one thread and one place to wait (see `PublishTurns`).
 * 2. What takes too long, waiting included, is ended and refused in words. Nothing is published of it.
 * 3. Who has hung up is not waited for: their thread is ended.
 */
export class OrganisationParser {
  readonly #start: (input: ParseInput) => ParserThread;
  readonly #clock: Pick<Clock, 'sleep'>;
  readonly #turns = new PublishTurns();
  readonly #stopping = new AbortController();

  constructor(start: (input: ParseInput) => ParserThread, clock: Pick<Clock, 'sleep'>) {
    this.#start = start;
    this.#clock = clock;
  }

  async parse(input: ParseInput, by: ParseFor): Promise<Result<ParsedOrganisation, Refusal>> {
    if (this.#stopping.signal.aborted) throw new Error(IS_STOPPING);
    if (by.signal?.aborted) return err(NOBODY_WAITS);
    const turn = this.#turns.enter(by);
    if (!turn) return err(OWN_WAIT);
    const over = new AbortController();
    const end = Promise.race([
      this.#clock.sleep(WITHIN_MS, over.signal).then(() => LATE),
      aborted(by.signal, over.signal).then(() => HUNG_UP),
      aborted(this.#stopping.signal, over.signal).then(() => STOPPING),
    ]);
    let thread: ParserThread | null = null;
    try {
      let ended = await Promise.race([turn.begun, end]);
      if (!ended) {
        thread = this.#start(input);
        const parsed = await Promise.race([thread.parsed, end]);
        if (typeof parsed === 'object') return ok(parsed);
        ended = parsed;
      }
      if (ended === STOPPING) throw new Error(IS_STOPPING);
      if (ended === HUNG_UP) return err(NOBODY_WAITS);
      return err(turn.hasWaited ? BUSY : TOO_SLOW);
    } finally {
      over.abort();
      thread?.kill();
      turn.leave();
    }
  }

  /** Ends what runs and what waits; nothing more is begun. */
  stop(): void {
    this.#stopping.abort();
  }
}

/** Why something was not waited for. */
const [LATE, HUNG_UP, STOPPING] = ['late', 'hungUp', 'stopping'] as const;
const IS_STOPPING = 'the service is stopping';

/** Resolves when `signal` aborts; at the latest with `over`, which takes its listener away. */
function aborted(signal: AbortSignal | undefined, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    const done = (): void => {
      signal?.removeEventListener('abort', done);
      resolve();
    };
    signal?.addEventListener('abort', done);
    over.addEventListener('abort', done, { once: true });
  });
}

const OWN_WAIT = refuse('tooManyTries', 'ownFilesWait');
const BUSY = refuse('tooManyTries', 'otherFilesChecked');
/** Read by nobody, but in a log between. */
export const NOBODY_WAITS = refuse('tooManyTries', 'nobodyWaits');
const TOO_SLOW = refuse('badOrganisation', 'checkTooSlow', { withinSeconds: WITHIN_MS / 1000 });
