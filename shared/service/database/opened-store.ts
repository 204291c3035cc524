import type { ServiceStore } from '../store/service-store.ts';
import type { LogWriter } from '../writer/log-writer.ts';

/** A database, opened: both sides of it. Closed through the store. */
export interface OpenedStore {
  readonly store: ServiceStore;
  readonly writer: LogWriter;
}
