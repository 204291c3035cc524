import { MINUTE_MS } from '../lib/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import { sleepLong } from '../system/sleep-long.ts';
import type { Service } from './compose.ts';

/** A runner asks for work every 15 s, and has come back by then to a service that was restarted. */
const SHOWN_WITHIN_MS = MINUTE_MS;

/** Says once after the start which pools of the catalog have no runner: most often a name that was mistyped. */
export async function sayUnservedPools(
  service: Pick<Service, 'unservedPools'>,
  { clock, logger, stopped }: { clock: Clock; logger: Logger; stopped: AbortSignal },
): Promise<void> {
  await sleepLong(clock, SHOWN_WITHIN_MS, stopped);
  if (stopped.aborted) return;
  const pools = service.unservedPools();
  if (pools.length > 0) logger.warn({ pools }, UNSERVED);
}

const UNSERVED =
  'No runner of these pools has asked this service for work yet. If none asks another service of the same organisation, what is asked of them waits: start one (latchkey runner --pool NAME), or correct “pool” in catalog.yaml.';
