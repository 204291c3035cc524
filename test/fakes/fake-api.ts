import type { Identity } from '../../shared/client/identity.ts';
import type { Api } from '../../shared/api/api.ts';
import type { Change } from '../../shared/contract/api-schemas.ts';
import { changeEvent, type ChangeEvent } from '../../shared/api/change-event.ts';
import { RefusalError } from '../../shared/contract/refusal-error.ts';
import type { Members } from '../../shared/service/http/members.ts';
import { addressText } from '../../shared/domain/address-text.ts';
import { refuse } from '../../shared/domain/refusal.ts';
import { formatNote, signNoteText } from '../../shared/log/signed-note.ts';
import { formatVerifierKey, verifierKey } from '../../shared/log/keys.ts';
import { signCheckpoint } from '../../shared/log/checkpoint.ts';
import { inviteKeyOf } from '../../shared/system/invite-code.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { generateSigningKey, sha256, signer, verifier } from '../../shared/system/node-crypto.ts';

const DEVICE = generateSigningKey();
const LOG = generateSigningKey();
const LOG_KEY = verifierKey(sha256, 'example/log', LOG.publicKey);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** The log that the fake proves to have, for who makes one by its key. */
export const FAKE_LOG = { key: LOG, verifier: LOG_KEY };

/** The one device that the fake knows, at whichever address, and the log that it pinned. */
export const FAKE_IDENTITY = {
  url: 'http://127.0.0.1:1',
  deviceId: 'device1',
  member: { id: 'dev@example.com', name: 'Dev', kind: 'person' },
  organisation: 'Example',
  signing: { publicKey: base64(DEVICE.publicKey), seed: base64(DEVICE.seed) },
  sealing: { publicKey: base64(DEVICE.publicKey), privateKey: base64(DEVICE.seed) },
  log: { origin: 'example/log', key: formatVerifierKey(LOG_KEY) },
  founding: null,
} as const satisfies Identity;
/** The head of its log, which has one entry that nobody may read. */
const HEAD = signCheckpoint(
  { origin: 'example/log', size: 1, rootHash: new Uint8Array(32), extensions: [] },
  LOG_KEY,
  signer(LOG.seed),
);
export const FAKE_INVITE = 'good-invite';
const FAKE_INVITE_KEY = base64(inviteKeyOf(FAKE_INVITE).publicKey);

/** Just enough of a service to try its edge and a client: one device, one invite, and changes that a test sends. */
export class FakeApi {
  readonly changesSent: ChangeEvent[] = [];
  readonly #readers = new Set<() => void>();
  readonly #leaveListeners: Parameters<Members['onLeave']>[0][] = [];
  readonly #removeListeners: Parameters<Members['onRemove']>[0][] = [];
  readonly #removed = new Set<string>();
  #hasLeft = false;
  subscribers = 0;

  identified = 0;

  identify = async (deviceId: string) => {
    if (deviceId !== FAKE_IDENTITY.deviceId) return null;
    this.identified += 1;
    return { caller: { memberId: 'dev@example.com', deviceId }, isSigned: verifier(DEVICE.publicKey) };
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
      invite: ({ inviteKey }) =>
        inviteKey === FAKE_INVITE_KEY
          ? Promise.reject(new Error('joining is not part of this fake'))
          : refused('badInvite', 'This invite is not valid.'),
      found: missing,
      recovery: missing,
      recover: missing,
      join: ({ signed }) =>
        signed.statement.body.inviteKey === FAKE_INVITE_KEY
          ? Promise.reject(new Error('joining is not part of this fake'))
          : refused('badInvite', 'This invite is not valid.'),
      signedOut: async () => ({ note: null }),
      address: async (about) => ({ note: fakeNote(addressText(about)) }),
      me: async ({ memberId, deviceId }) => ({
        me: { id: memberId, name: 'Dev', kind: 'person', isOwner: false, pools: [] },
        deviceId,
        organisation: {
          name: 'Example',
          version: 1,
          origin: 'example/log',
          logKey: FAKE_IDENTITY.log.key,
          people: 2,
        },
        protocol: { version: 1, floor: 1 },
        serverTime: systemClock.now(),
      }),
    },
    org: {
      publish: missing,
      proposed: async () => null,
      invite: missing,
      confirm: missing,
      setRecoveryKey: missing,
      runners: async () => ({ runners: [] }),
      signInRunner: missing,
      newLogKey: missing,
      rotateLogKey: missing,
    },
    devices: { list: async () => [], rename: missing, remove: missing },
    catalog: { list: async () => ({ version: 1, items: [], names: {} }) },
    policy: { preview: missing },
    requests: { submit: missing, withdraw: missing, comment: missing, get: missing, list: async () => [] },
    reviews: { give: missing },
    grants: { end: missing, endAll: missing, extend: missing, credential: missing },
    log: {
      entries: missing,
      stream: missing,
      checkpoint: async () => ({ note: HEAD }),
      inclusion: missing,
      consistency: missing,
    },
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

/** By the key of the fake's log. */
export const fakeNote = (text: string): string =>
  formatNote({ text, signatures: [signNoteText(text, LOG_KEY, signer(LOG.seed))] });

async function* nothing(): AsyncGenerator<never> {}

const missing = (): Promise<never> => refused('notSupported', 'This fake cannot do that.');

const refused = (code: Parameters<typeof refuse>[0], message: string): Promise<never> =>
  Promise.reject(new RefusalError(refuse(code, 'asWritten', { text: message })));
