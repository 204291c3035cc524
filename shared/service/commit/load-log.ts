import type { Sha256 } from '../../log/sha256.ts';
import type { ServiceStore } from '../store/service-store.ts';
import { LogTip, peakKeys } from './log-tip.ts';

/** The end of the log, as it is in the store. */
export async function loadLog(store: ServiceStore, sha256: Sha256): Promise<LogTip> {
  const { size } = await store.head();
  const keys = peakKeys(size);
  const nodes = await store.nodes(keys);
  if (nodes.length !== keys.length) throw new Error(`the log of ${size} entries lacks nodes of its tree`);
  return new LogTip(sha256, { size, peaks: nodes.map(({ hash }) => hash) });
}
