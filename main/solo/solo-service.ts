import { z } from 'zod';
import { backoff } from '../../shared/lib/backoff.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import { told, type Told } from '../../shared/words/told.ts';

/** The service's first line on stdout. */
const listeningSchema = z.object({
  listening: z.string().min(1).max(500),
  /** Where devices may come that joined at the port of before; missing where there are none. */
  former: z.string().max(300).optional(),
  ownerInvite: z.string().max(100).nullish(),
});
export type Listening = z.output<typeof listeningSchema>;

/** A process that runs the service; made by an adapter (fork-service.ts). */
export interface ServiceProcess {
  /** The first line of its stdout, or null when it ended before. */
  readonly firstLine: Promise<string | null>;
  readonly exited: Promise<number | null>;
  kill(): void;
}

/** The service of an organisation on this computer, kept running. */
export interface SoloService {
  /** Starts it, and again with growing pauses whenever it ends, until `stop`. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

/** It finishes what it has taken on before it ends; longer than this is a fault of its own. */
const STOP_WITHIN_MS = 8_000;
/** So often without success, and something is in its place: a service elsewhere is better than none. */
const TRIES_IN_A_PLACE = 3;
/** Who lived that long was well: the next pause is short again. */
const WELL_AFTER_MS = 60_000;

export function createSoloService(parts: {
  /** In the place of number `turn`; 0 is that of last time, which others on this computer know. */
  readonly fork: (turn: number) => ServiceProcess;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onListening: (listening: Listening) => void;
  readonly onDown: (message: Told) => void;
}): SoloService {
  const { fork, clock, logger } = parts;
  const stopping = new AbortController();
  let current: ServiceProcess | null = null;

  /** Whether it listened. */
  const runOnce = async (turn: number): Promise<boolean> => {
    const process = fork(turn);
    current = process;
    const line = await process.firstLine;
    const parsed = line === null ? null : listeningSchema.safeParse(parseJson(line));
    if (stopping.signal.aborted) return false;
    const isListening = parsed?.success === true;
    if (parsed?.success) parts.onListening(parsed.data);
    else process.kill();
    const code = await process.exited;
    if (stopping.signal.aborted) return isListening;
    logger.warn({ exitStatus: code }, 'the service of this computer ended');
    parts.onDown(told('soloRestarting'));
    return isListening;
  };

  return {
    async run() {
      let failures = 0;
      let turn = 0;
      for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
        const startedAt = clock.monotonicMs();
        const isListening = await runOnce(turn);
        failures = isListening ? 0 : failures + 1;
        if (failures > 0 && failures % TRIES_IN_A_PLACE === 0) turn += 1;
        if (clock.monotonicMs() - startedAt > WELL_AFTER_MS) attempt = 0;
        if (!stopping.signal.aborted) await clock.sleep(backoff(attempt, Math.random()), stopping.signal);
      }
    },
    async stop() {
      stopping.abort();
      if (!current) return;
      current.kill();
      await Promise.race([current.exited, clock.sleep(STOP_WITHIN_MS as Parameters<Clock['sleep']>[0])]);
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
