import type {
  Connection,
  DeviceView,
  LogStatus,
  Notice,
  OrganisationView,
  Settings,
  Setup,
  Snapshot,
} from '../../shared/contract/snapshot.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import type { Language } from '../../shared/words/language.ts';
import type { OutboxCommand } from '../store/outbox-command.ts';

/** Everything that main knows. One immutable value; the snapshot, the tray and the notifications follow from it. */
export interface DesktopState {
  readonly setup: Setup;
  readonly recoveryWaits: boolean;
  readonly connection: Connection;
  readonly me: Snapshot['me'];
  readonly organisation: OrganisationView | null;
  readonly names: Readonly<Record<string, string>>;
  /** Requests that concern me and are open, or ended a while ago, by id. */
  readonly requests: Readonly<Record<string, RequestState>>;
  /** Ids of what is open and was made by a newer Latchkey: it is counted, and nothing acts on it. */
  readonly newer: readonly string[];
  readonly catalog: Snapshot['catalog'];
  readonly outbox: readonly OutboxCommand[];
  readonly log: LogStatus;
  readonly notices: readonly Notice[];
  readonly settings: Settings;
  /** The one in force. */
  readonly language: Language;
  readonly device: DeviceView;
}
