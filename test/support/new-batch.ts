import { instant } from '../../shared/lib/time.ts';
import type { Batch, NewEntry } from '../../shared/service/store/batch.ts';
import type { GrantRow } from '../../shared/service/store/rows.ts';
import type { Expected } from '../../shared/service/writer/log-writer.ts';

export const AT = instant(1_767_600_000_000);

/** A batch with what is given in it, and nothing else. */
export const newBatch = (part: Partial<Batch>): Batch => ({
  markAt: AT,
  ...{ entries: [], requests: [], audience: [], grants: [], commands: [], sealed: [], unsealed: [] },
  ...{
    timers: [],
    effects: [],
    devices: [],
    renamedDevices: [],
    removedDevices: [],
    sessions: [],
    invites: [],
  },
  ...{ inviteSecrets: [], documents: [], blobs: [], erased: [], meta: [] },
  ...part,
});

export const newEntry = (version: number, name = 'Example'): NewEntry => ({
  ...{ stream: 'organisation', version, at: AT, actor: 'latchkey', requestId: null, person: null },
  entry: { type: 'organisationCreated', name, logKey: '' },
});

export const newGrant = (change: Partial<GrantRow> = {}): GrantRow => ({
  ...{ grantId: 'grant0000001', requestId: 'request00001', pool: 'default', requester: 'dev@example.com' },
  ...{ kind: 'revoking', overdue: false, expiresAt: AT, leaseRunner: null, leaseUntil: null },
  ...{ fence: 0, grantedBy: null, owedTo: null, attempts: 0, providerState: { made: 'a role' } },
  ...change,
});

/** What nothing is expected of but the number of entries of the organisation, which are all that there are. */
export const expecting = (version: number, more: Partial<Expected> = {}): Expected => ({
  streams: new Map([['organisation', version]]),
  grants: new Map(),
  known: version,
  lastLeaf: null,
  size: null,
  ...more,
});
