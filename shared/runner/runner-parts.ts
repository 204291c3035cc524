import type { SteadyTime } from '../lib/steady-time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Providers } from '../ports/provider.ts';
import type { RunnerApi } from '../ports/runner-api.ts';
import type { Sealer } from '../ports/sealer.ts';
import type { EndChecks } from './end-checks.ts';
import type { FailpointName } from './failpoint.ts';
import type { GrantBook } from './grant-book.ts';
import type { ServiceLink } from './service-link.ts';

/** What the lanes of one runner share. */
export interface RunnerParts {
  readonly pools: readonly string[];
  readonly api: RunnerApi;
  readonly link: ServiceLink;
  readonly book: GrantBook;
  readonly clock: Clock;
  readonly time: SteadyTime;
  readonly providers: Providers;
  readonly checks: EndChecks;
  readonly sealer: Sealer;
  readonly logger: Logger;
  /** How many scripts run side by side. */
  readonly maxParallel: number;
  /** In [0, 1): jitter of pauses. */
  readonly random: () => number;
  readonly failpoint: (name: FailpointName) => void;
  /** Makes the runner look again for what is due. */
  readonly wake: () => void;
  /** Aborts when scripts must end because the runner does. */
  readonly scriptSignal: AbortSignal;
}
