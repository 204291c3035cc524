import type { Sha256 } from '../../log/hashes.ts';
import type { ServiceStore } from '../store/service-store.ts';
import { LogTip, peakKeys } from './log-tip.ts';

/** The end of the log, as it is in the store. */
export async function loadLog(store: Pick<ServiceStore, 'head' | 'nodes'>, sha256: Sha256): Promise<LogTip> {
  const { size } = await store.head();
  return loadTip(store, { size, sha256 });
}

/** The end of a log of `size` entries. */
export async function loadTip(
  store: Pick<ServiceStore, 'nodes'>,
  { size, sha256 }: { readonly size: number; readonly sha256: Sha256 },
): Promise<LogTip> {
  const keys = peakKeys(size);
  const last = size > 0 ? [{ level: 0, index: size - 1 }] : [];
  const nodes = await store.nodes([...keys, ...last]);
  if (nodes.length !== keys.length + last.length)
    throw new Error(`the log of ${size} entries lacks nodes of its tree`);
  const hashes = nodes.map(({ hash }) => hash);
  return new LogTip(sha256, { size, peaks: hashes.slice(0, keys.length) }, hashes[keys.length] ?? null);
}
