import type { Identity } from '../../shared/client/identity.ts';
import type { LogSync } from './log-sync.ts';

/** What this device is now, and the log that it follows. Whoever needs one asks for it each time: both change while the app runs. */
export interface Here {
  /** Null while this device belongs to no organisation, was signed out, or its keys are locked. */
  identity(): Identity | null;
  /** Null while there is no log to follow. */
  log(): LogSync | null;
  /** It belongs to an organisation, since now or since before. */
  enter(identity: Identity): void;
  /** The same device; its log has another key. */
  adopt(identity: Identity): void;
  /** Its log is followed, whether or not there are keys to be had. */
  follow(joined: Pick<Identity, 'log'>): void;
  /** It is signed out. Its history stays. */
  leave(joined: Pick<Identity, 'log'>): void;
}

export function createHere(parts: {
  readonly openLog: (joined: Pick<Identity, 'log'>) => LogSync;
  /** The history could not be read. */
  readonly onFault: (fault: unknown) => void;
}): Here {
  let identity: Identity | null = null;
  let log: LogSync | null = null;
  const follow = (joined: Pick<Identity, 'log'>): void => {
    log = parts.openLog(joined);
    log.open().catch(parts.onFault);
  };
  return {
    identity: () => identity,
    log: () => log,
    enter(joined) {
      identity = joined;
      follow(joined);
    },
    adopt(adopted) {
      identity = adopted;
      log?.pin(adopted);
    },
    follow,
    leave(joined) {
      identity = null;
      follow(joined);
    },
  };
}
