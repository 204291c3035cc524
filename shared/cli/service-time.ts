import { clocksApartBy } from '../client/clock-check.ts';
import type { Client } from '../client/create-client.ts';
import { meOutput } from '../contract/api-schemas.ts';
import { instant, MINUTE_MS, type Instant } from '../lib/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Told } from '../words/told.ts';

export interface ServiceTime {
  /** What the service's clock shows now. */
  now(): Instant;
  /** How far this computer's clock is ahead of it; less than zero where it is behind. */
  readonly aheadMs: number;
}

/**
 * Time as the service has it: its instants are told wrongly against a clock of this computer that is wrong. Never throws;
 * where the service does not say it, this computer's clock has to do.
 */
export async function serviceTime(api: Client['api'], clock: Clock): Promise<ServiceTime> {
  const aheadMs = await api.session.me.query().then(
    (me) => clock.now() - (meOutput.safeParse(me).data?.serverTime ?? clock.now()),
    () => 0,
  );
  return { now: () => instant(clock.now() - aheadMs), aheadMs };
}

/** A sentence where the two clocks are a minute or more apart, else null. */
export function clocksApart({ aheadMs }: Pick<ServiceTime, 'aheadMs'>): Told | null {
  if (Math.abs(aheadMs) < MINUTE_MS) return null;
  return clocksApartBy(aheadMs);
}
