import type { ProviderSchemas } from '../../contract/organisation/check-provider-fields.ts';
import type {
  OrganisationTexts,
  ParsedOrganisation,
} from '../../contract/organisation/parse-organisation.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import { durationMs } from '../../domain/time.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Clock } from '../../ports/clock.ts';

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

/** Files at their limits need a third of it on a computer that is not busy. Shorter than a client waits for its answer (30 s). */
const WITHIN_MS = durationMs(25_000);
/** Owners who publish at the same time; more would wait longer than their clients do. */
const MOST_WAITING = 4;

/**
 * Parses and checks what somebody wants to publish, in a thread of its own: comparing thousands of entitlements with hundreds
 * of rules takes seconds, in which the service answers everybody else.
 *
 * 1. One at a time, a few in the queue; who comes then is refused in words.
 * 2. What takes too long is ended and refused in words. Nothing is published of it.
 */
export class OrganisationParser {
  readonly #start: (input: ParseInput) => ParserThread;
  readonly #clock: Pick<Clock, 'sleep'>;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #running: ParserThread | null = null;
  #isStopped = false;

  constructor(start: (input: ParseInput) => ParserThread, clock: Pick<Clock, 'sleep'>) {
    this.#start = start;
    this.#clock = clock;
  }

  async parse(input: ParseInput): Promise<Result<ParsedOrganisation, Refusal>> {
    if (this.#waiting > MOST_WAITING) return err(BUSY);
    this.#waiting += 1;
    const mine = this.#turn.then(() => this.#run(input)).finally(() => (this.#waiting -= 1));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** Ends what runs; nothing more is begun. */
  stop(): void {
    this.#isStopped = true;
    this.#running?.kill();
  }

  async #run(input: ParseInput): Promise<Result<ParsedOrganisation, Refusal>> {
    if (this.#isStopped) throw new Error('the service is stopping');
    const thread = this.#start(input);
    this.#running = thread;
    const done = new AbortController();
    try {
      const late = this.#clock.sleep(WITHIN_MS, done.signal).then(() => null);
      const parsed = await Promise.race([thread.parsed, late]);
      return parsed ? ok(parsed) : err(TOO_SLOW);
    } finally {
      this.#running = null;
      done.abort();
      thread.kill();
    }
  }
}

const BUSY = refuse('tooManyTries', 'Others are publishing now. Try again in a minute.');
const TOO_SLOW = refuse(
  'badOrganisation',
  `Checking these files took longer than ${WITHIN_MS / 1000} seconds, so nothing was published. Write fewer rules, or patterns with fewer stars.`,
);
