import type { Clock } from '../shared/ports/clock.ts';
import type { Logger } from '../shared/ports/logger.ts';
import type { SecretClipboard } from './credentials/secret-clipboard.ts';
import type { DesktopNews } from './desktop-news.ts';
import type { RunnerHost } from './runner/runner-host.ts';
import type { StateKeeper } from './state/state-keeper.ts';
import type { HistoryStore } from './store/history-store.ts';
import type { LocalData } from './store/local-data.ts';
import type { LocalStore } from './store/local-store.ts';

/** What every part of the desktop stands on (compose.ts). */
export interface DesktopGround {
  readonly home: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly keeper: StateKeeper;
  readonly local: LocalStore<LocalData>;
  readonly history: HistoryStore;
  /** It runs already. */
  readonly runner: RunnerHost;
  readonly clipboard: SecretClipboard;
  readonly news: DesktopNews;
}
