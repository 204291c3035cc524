import type { Sha256 } from '../../log/sha256.ts';
import type { ServiceStore } from '../store/service-store.ts';
import { LogTip, peakKeys } from './log-tip.ts';

/** The end of the log, as it is in the store. */
export interface LoadedLog {
  readonly tip: LogTip;
  /** Entries in each stream that is not a request's. */
  readonly streams: ReadonlyMap<string, number>;
}

export async function loadLog(
  store: Pick<ServiceStore, 'head' | 'nodes'>,
  sha256: Sha256,
): Promise<LoadedLog> {
  const { size, streams } = await store.head();
  return { tip: await loadTip(store, { size, sha256 }), streams };
}

/** The end of a log of `size` entries. */
export async function loadTip(
  store: Pick<ServiceStore, 'nodes'>,
  { size, sha256 }: { readonly size: number; readonly sha256: Sha256 },
): Promise<LogTip> {
  const keys = peakKeys(size);
  const nodes = await store.nodes(keys);
  if (nodes.length !== keys.length) throw new Error(`the log of ${size} entries lacks nodes of its tree`);
  return new LogTip(sha256, { size, peaks: nodes.map(({ hash }) => hash) });
}
