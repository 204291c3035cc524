import { instant } from '../../shared/lib/time.ts';
import { canonicalText } from '../../shared/lib/canonical-json.ts';
import { leafHash } from '../../shared/log/leaf-hash.ts';
import { loadLog } from '../../shared/service/commit/load-log.ts';
import type { Batch } from '../../shared/service/store/batch.ts';
import { openLibsqlStore } from '../../shared/service/store/libsql-store.ts';
import type { EntryRow } from '../../shared/service/store/rows.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';

const AT = instant(1_700_000_000_000);

/** Appends so many entries of about 1 kB, which concern `person`, to the log of a service that is stopped. */
export const lengthenLog = (dataDir: string, count: number, person: string): Promise<void> =>
  appendEntries(dataDir, ({ size, devices }) =>
    Array.from({ length: count }, (_, index) => entryOf(size + index, devices + 1 + index, person)),
  );

/** Appends to the log of a service that is stopped; `make` is told how long log and devices' stream are. */
export async function appendEntries(
  dataDir: string,
  make: (log: { readonly size: number; readonly devices: number }) => readonly EntryRow[],
): Promise<void> {
  const store = await openLibsqlStore(dataDir);
  const tip = await loadLog(store, sha256);
  const { size, streams } = await store.head();
  const entries = make({ size, devices: streams.get('devices') ?? 0 });
  const { nodes } = tip.append(entries.map((each) => each.leafHash));
  await store.commit({ ...EMPTY, entries, nodes });
  await store.close();
}

function entryOf(seq: number, version: number, person: string): EntryRow {
  const entry = { type: 'inviteCreated', person, expiresAt: AT, filler: 'x'.repeat(1_000) };
  const text = canonicalText({ v: 1, seq, stream: 'devices', version, at: AT, actor: person, entry });
  return {
    ...{ seq, stream: 'devices', version, at: AT, actor: person, type: 'inviteCreated' },
    ...{ requestId: null, person, text, leafHash: leafHash(sha256, new TextEncoder().encode(text)) },
  };
}

const EMPTY: Batch = {
  markAt: AT,
  ...{
    entries: [],
    nodes: [],
    requests: [],
    audience: [],
    grants: [],
    timers: [],
    effects: [],
    commands: [],
    sealed: [],
    unsealed: [],
  },
  ...{ devices: [], removedDevices: [], sessions: [], invites: [], inviteSecrets: [], documents: [] },
  ...{ blobs: [], meta: [] },
  ...{ effectsDoneTo: -1, forgetCommandsBefore: null },
};
