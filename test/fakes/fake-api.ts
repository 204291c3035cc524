import type { Api, Caller } from '../../shared/contract/api.ts';
import type { Change } from '../../shared/contract/api-schemas.ts';
import { changeEvent, type ChangeEvent } from '../../shared/contract/change-event.ts';
import { RefusalError } from '../../shared/contract/refusal-error.ts';
import type { Members } from '../../shared/service/http/members.ts';
import { refuse } from '../../shared/domain/refusal.ts';

export const FAKE_TOKEN = 'token-'.padEnd(43, 'x');
export const FAKE_INVITE = 'good-invite';

/** Just enough of a service to try its edge and a client: one token, one invite, and changes that a test sends. */
export class FakeApi {
  readonly changesSent: ChangeEvent[] = [];
  readonly #readers = new Set<() => void>();
  readonly #leaveListeners: Parameters<Members['onLeave']>[0][] = [];
  readonly #removeListeners: Parameters<Members['onRemove']>[0][] = [];
  readonly #removed = new Set<string>();
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
    member: () => (this.#hasLeft ? undefined : { kind: 'person' }),
    onLeave: (listener) => this.#leaveListeners.push(listener),
    isRemoved: (deviceId) => this.#removed.has(deviceId),
    onRemove: (listener) => this.#removeListeners.push(listener),
  };

  /** The one member leaves. */
  leave(): void {
    this.#hasLeft = true;
    for (const listener of this.#leaveListeners) listener(new Set(['dev@example.com']));
  }

  /** The device is signed out, and its person stays. */
  remove(deviceId: string): void {
    this.#removed.add(deviceId);
    for (const listener of this.#removeListeners) listener(new Set([deviceId]));
  }

  send(change: Change): void {
    this.changesSent.push(changeEvent(this.changesSent.length + 1, change));
    for (const serve of this.#readers) serve();
  }

  readonly api: Api = {
    session: {
      join: ({ code }) =>
        code === FAKE_INVITE
          ? Promise.reject(new Error('joining is not part of this fake'))
          : refused('badInvite', 'This invite is not valid.'),
      signedOut: async () => ({ note: null }),
      address: async () => ({ note: null }),
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
    org: { publish: missing, invite: missing, confirm: missing },
    devices: { list: async () => [], rename: missing, remove: missing },
    catalog: { list: async () => ({ version: 1, items: [], names: {} }) },
    policy: { preview: missing },
    requests: { submit: missing, withdraw: missing, comment: missing, get: missing, list: async () => [] },
    reviews: { give: missing },
    grants: { end: missing, endAll: missing, extend: missing, credential: missing },
    log: { entries: missing, stream: missing, checkpoint: missing, inclusion: missing, consistency: missing },
    changes: (_caller, { lastEventId }) => this.#changes(lastEventId ?? null),
    pools: { check: missing, checked: missing },
    runner: { lease: missing, report: missing, heartbeat: missing, work: nothing },
  };

  #changes(after: string | null): AsyncIterableIterator<ChangeEvent, undefined> {
    let next = after === null ? this.changesSent.length : Number(after);
    let answer: ((result: IteratorResult<ChangeEvent, undefined>) => void) | null = null;
    const serve = (): void => {
      const value = this.changesSent[next];
      if (!answer || !value) return;
      next += 1;
      answer({ done: false, value });
      answer = null;
    };
    this.#readers.add(serve);
    this.subscribers += 1;
    const end = { done: true, value: undefined } as const;
    return {
      next: () =>
        new Promise((resolve) => {
          answer = resolve;
          serve();
        }),
      return: () => {
        if (this.#readers.delete(serve)) this.subscribers -= 1;
        answer?.(end);
        return Promise.resolve(end);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

async function* nothing(): AsyncGenerator<never> {}

const missing = (): Promise<never> => refused('notSupported', 'This fake cannot do that.');

const refused = (code: Parameters<typeof refuse>[0], message: string): Promise<never> =>
  Promise.reject(new RefusalError(refuse(code, message)));
