import type { Caller } from '../../api/api.ts';
import type { ProviderSchemas } from '../../organisation-files/check-provider-fields.ts';
import type { SteadyTime } from '../../lib/steady-time.ts';
import type { Bonds } from '../../domain/bonds/bonds.ts';
import type { Sha256 } from '../../log/hashes.ts';
import type { CatchUps } from '../changes/catch-ups.ts';
import type { Broker } from '../changes/broker.ts';
import type { WorkSignals } from '../changes/work-signals.ts';
import type { CheckBoard } from '../checks/check-board.ts';
import type { GroupCommit } from '../commit/group-commit.ts';
import type { LogKeys } from '../log/log-keys.ts';
import type { SignedLog } from '../log/signed-log.ts';
import type { SignatureToCheck } from '../../domain/statements/check-statement.ts';
import type { FoundingDesk } from '../organisation/founding-desk.ts';
import type { CurrentOrganisation } from '../organisation/current-organisation.ts';
import type { OrganisationParser } from '../organisation/organisation-parser.ts';
import type { Effects } from '../effects/effects.ts';
import type { ServiceStore } from '../store/service-store.ts';
import type { AskLimits } from './ask-limits.ts';

/** What the use cases work with. Each takes only what it needs: `Pick<Parts, …>`. */
export interface Parts {
  readonly store: ServiceStore;
  readonly commits: GroupCommit;
  readonly organisation: CurrentOrganisation;
  readonly parser: OrganisationParser;
  readonly time: SteadyTime;
  readonly broker: Broker;
  readonly catchUps: CatchUps;
  readonly work: WorkSignals;
  readonly log: SignedLog;
  readonly keys: Pick<LogKeys, 'has' | 'offer' | 'problem'>;
  /** All that was committed when it is called, by whichever service, is in `log` and in memory when it resolves. */
  readonly catchUp: () => Promise<void>;
  /** `advertised`: those of all services, for clients. `isOwn`: whether this service is the one that is there. */
  readonly addresses: {
    readonly advertised: readonly string[];
    readonly isOwn: (address: string) => boolean;
  };
  readonly asks: AskLimits;
  readonly effects: Effects;
  readonly checks: CheckBoard;
  readonly bonds: Bonds;
  /** Who a device is of, by what its statements are signed, and whether one fits. Null: nobody's. */
  readonly devices: {
    identify(deviceId: string): Promise<{
      readonly caller: Caller;
      readonly signingKey: string;
      isSigned(message: Uint8Array, signature: Uint8Array): Promise<boolean>;
    } | null>;
  };
  /** The devices that were removed since this service started. */
  readonly removed: { readonly has: (deviceId: string) => boolean };
  readonly builtInRunner: Caller;
  /** Where the organisation is founded; null once the log has begun. */
  readonly desk: FoundingDesk | null;
  /** Of the providers that come with this service. */
  readonly providerSchemas: ProviderSchemas;
  readonly crypto: {
    readonly sha256: Sha256;
    /** Lower case hex SHA-256 of the bytes, or of the text in UTF-8. */
    readonly hashHex: (data: Uint8Array | string) => string;
    readonly randomId: () => string;
    /** Strict Ed25519, in a thread of the pool. */
    readonly fits: (toCheck: SignatureToCheck) => Promise<boolean>;
  };
}
