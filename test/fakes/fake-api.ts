import type { Api, Caller } from '../../shared/contract/api.ts';
import type { Change } from '../../shared/contract/api-schemas.ts';
import { RefusalError } from '../../shared/contract/refusal-error.ts';
import type { Members } from '../../shared/service/http/members.ts';
import { refuse } from '../../shared/domain/refusal.ts';

export const FAKE_TOKEN = 'token-'.padEnd(43, 'x');
export const FAKE_INVITE = 'good-invite';

/** Just enough of a service to try its edge and a client: one token, one invite, and changes that a test sends. */
export class FakeApi {
  readonly changesSent: (readonly [string, Change])[] = [];
  readonly #wakes = new Set<() => void>();
  readonly #leaveListeners: Parameters<Members['onLeave']>[0][] = [];
  #hasLeft = false;
  subscribers = 0;

  identified = 0;

  identify = async (token: string): Promise<Caller | null> => {
    if (token !== FAKE_TOKEN) return null;
    this.identified += 1;
    return { memberId: 'dev@example.com', deviceId: 'device1' };
  };

  readonly members: Members = {
    has: () => !this.#hasLeft,
    onLeave: (listener) => this.#leaveListeners.push(listener),
  };

  /** The one member leaves. */
  leave(): void {
    this.#hasLeft = true;
    for (const listener of this.#leaveListeners) listener(new Set(['dev@example.com']));
  }

  send(change: Change): void {
    this.changesSent.push([String(this.changesSent.length + 1), change]);
    for (const wake of [...this.#wakes]) wake();
  }

  readonly api: Api = {
    session: {
      join: ({ code }) =>
        code === FAKE_INVITE
          ? Promise.reject(new Error('joining is not part of this fake'))
          : refused('badInvite', 'This invite is not valid.'),
      me: async ({ memberId, deviceId }) => ({
        me: { id: memberId, name: 'Dev', kind: 'person', isOwner: false, pools: [] },
        deviceId,
        organisation: {
          name: 'Example',
          version: 1,
          origin: 'example/log',
          logKey: 'example/log+0+x',
          people: 2,
        },
        protocol: { version: 1, floor: 1 },
        serverTime: 0,
      }),
    },
    org: { publish: missing, invite: missing },
    catalog: { list: async () => ({ version: 1, items: [], names: {} }) },
    policy: { preview: missing },
    requests: { submit: missing, withdraw: missing, get: missing, list: async () => [] },
    reviews: { give: missing },
    grants: { end: missing, endAll: missing, extend: missing, credential: missing },
    log: { entries: missing, checkpoint: missing, inclusion: missing, consistency: missing },
    changes: (_caller, { lastEventId }, signal) => this.#changes(lastEventId ?? null, signal),
    runner: { lease: missing, report: missing, heartbeat: missing, work: nothing },
  };

  async *#changes(after: string | null, signal: AbortSignal): AsyncGenerator<readonly [string, Change]> {
    this.subscribers += 1;
    try {
      let next = after === null ? this.changesSent.length : Number(after);
      while (!signal.aborted) {
        for (; next < this.changesSent.length && !signal.aborted; next += 1) yield this.changesSent[next]!;
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            this.#wakes.delete(wake);
            signal.removeEventListener('abort', wake);
            resolve();
          };
          this.#wakes.add(wake);
          signal.addEventListener('abort', wake);
          if (signal.aborted || next < this.changesSent.length) wake();
        });
      }
    } finally {
      this.subscribers -= 1;
    }
  }
}

async function* nothing(): AsyncGenerator<never> {}

const missing = (): Promise<never> => refused('notSupported', 'This fake cannot do that.');

const refused = (code: Parameters<typeof refuse>[0], message: string): Promise<never> =>
  Promise.reject(new RefusalError(refuse(code, message)));
