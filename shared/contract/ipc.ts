import { LANGUAGE_CHOICES } from '../words/language.ts';
import { z } from 'zod';
import type { RequestState } from '../domain/request/request.ts';
import type { Spoken } from '../words/told.ts';
import type { Result } from '../lib/result.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { DeviceView, PolicyPreview } from './api-types.ts';
import { previewInput } from './api-schemas.ts';
import { LIMITS } from './limits.ts';
import { newPassphraseSchema, passphraseSchema } from './passphrase.ts';
import { decisionSchema } from './request-schema.ts';
import {
  commentSchema,
  durationMsSchema,
  grantIdSchema,
  idSchema,
  instantSchema,
  nameSchema,
  poolSchema,
  reasonSchema,
  requestIdSchema,
  sha256HexSchema,
  ticketSchema,
} from './scalars.ts';
import type { CredentialView, HistoryRow, Snapshot, Timeline, ViewName } from './snapshot.ts';

/**
 * The whole contract between renderer and main: the schemas of what a renderer may send, by channel. Main parses each
 * payload and checks each sender (main/ipc); the preload exposes exactly these channels.
 */
const nothing = z.undefined();

export const historyQuerySchema = z.object({
  text: z.string().max(LIMITS.searchLength),
  /** Who asked for it or answered it. */
  person: idSchema.nullable(),
  entitlementId: idSchema.nullable(),
  status: z.string().max(30).nullable(),
  from: instantSchema.nullable(),
  to: instantSchema.nullable(),
  offset: z.number().int().min(0).max(10_000_000),
  limit: z.number().int().min(1).max(200),
});
export type HistoryQuery = z.output<typeof historyQuerySchema>;

export const ipcInputs = {
  'app.snapshot': nothing,
  'app.open': z.object({ what: z.enum(['organisationFolder', 'evidence', 'home']) }),
  /** Connect now, whenever it was planned: a person wants it, or the network is back. */
  'app.tryNow': nothing,
  /** `passphrase`: what protects the keys that are made; missing where the keyring does, or nothing is to. */
  'org.create': z.object({
    ...{ organisationName: nameSchema, yourName: nameSchema, yourId: idSchema },
    passphrase: newPassphraseSchema.optional(),
  }),
  'org.join': z.object({
    url: z.string().min(1).max(500),
    code: z.string().min(1).max(100),
    /** Of the organisation that is meant, where the invite was pasted as a link. */
    founding: sha256HexSchema.nullish(),
    deviceName: nameSchema,
    passphrase: newPassphraseSchema.optional(),
  }),
  'keys.unlock': z.object({ passphrase: passphraseSchema }),
  /** `current`: the one of now, where there is one. `next` null: none from now on. */
  'keys.protect': z.object({ current: passphraseSchema.nullable(), next: newPassphraseSchema.nullable() }),
  /** Only for a device that was signed out, or whose address another service answers at. */
  'org.leave': nothing,
  'org.invite': z.object({ person: idSchema }),
  'org.publish': nothing,
  'org.proposed': nothing,
  /** `hash`: of what was shown. Anything else is not published. */
  'org.publishProposed': z.object({ hash: sha256HexSchema }),
  /** The words of the recovery key, while they wait to be written down (`Snapshot.recoveryWaits`); copied and cleared by main. */
  'recovery.words': nothing,
  'recovery.copy': nothing,
  'recovery.written': nothing,
  /** One's own. */
  'devices.list': nothing,
  'devices.rename': z.object({ deviceId: idSchema, name: nameSchema }),
  'devices.remove': z.object({ deviceId: idSchema, reason: commentSchema, evenLast: z.boolean() }),
  'policy.preview': previewInput,
  'requests.submit': z.object({
    entitlementIds: z.array(idSchema).min(1).max(LIMITS.entitlementsPerRequest),
    durationMs: durationMsSchema,
    reason: reasonSchema,
    ticket: ticketSchema.nullable(),
  }),
  'requests.withdraw': z.object({ requestId: requestIdSchema }),
  'requests.comment': z.object({ requestId: requestIdSchema, comment: commentSchema }),
  'reviews.give': z.object({
    requestId: requestIdSchema,
    decision: decisionSchema,
    comment: commentSchema,
    requestHash: sha256HexSchema,
    step: z.number().int().nonnegative(),
    /** The person confirmed who gets what and how long. Without it nothing that is high risk is approved. */
    isConfirmed: z.boolean().optional(),
  }),
  'grants.end': z.object({ grantId: grantIdSchema, reason: commentSchema }),
  'grants.credential': z.object({ grantId: grantIdSchema }),
  /** Main copies and clears, so that a secret is never on the renderer's clipboard API. `field` null is the command. */
  'grants.copy': z.object({ grantId: grantIdSchema, field: z.string().max(100).nullable() }),
  'history.search': historyQuerySchema,
  'history.timeline': z.object({ requestId: requestIdSchema }),
  'history.facets': nothing,
  'history.export': z.object({ query: historyQuerySchema, format: z.enum(['csv', 'json']) }),
  'history.verify': nothing,
  'settings.change': z.object({
    theme: z.enum(['system', 'light', 'dark']),
    language: z.enum(LANGUAGE_CHOICES),
    notifications: z.boolean(),
    startAtLogin: z.boolean(),
    warnMinutes: z.number().int().min(0).max(60),
  }),
  'pools.choose': z.object({ pool: poolSchema, isAgreed: z.boolean() }),
  'notices.dismiss': z.object({ id: z.string().max(100) }),
  'outbox.dismiss': z.object({ key: z.string().max(64) }),
} as const;

export interface PublishedView {
  readonly version: number;
  readonly outcome: 'published' | 'unchanged' | 'refused';
  readonly mistakes: readonly Spoken[];
}

/** What the service was started with and is not in force. */
export interface ProposalView {
  /** The version in force. */
  readonly follows: number;
  /** What would change; so many `more` are left out. */
  readonly changes: readonly Spoken[];
  readonly more: number;
  /** Of all of it, the files included. */
  readonly hash: string;
}

/** What main answers, by channel. Refusals arrive as values; a fault rejects with one plain sentence. */
export interface IpcOutputs {
  'app.snapshot': Snapshot;
  'app.open': void;
  'app.tryNow': void;
  'org.create': Answer<void>;
  'org.join': Answer<void>;
  'org.leave': Answer<void>;
  'keys.unlock': Answer<void>;
  'keys.protect': Answer<void>;
  'org.invite': Answer<{
    readonly code: string;
    readonly expiresAt: number;
    readonly url: string;
    /** All of it in one line. */
    readonly link: string;
  }>;
  /** `refused`: a mistake keeps the old version in force. Warnings are among the mistakes whatever the outcome. */
  'org.publish': Answer<PublishedView>;
  /** Null: what the service was started with is in force. */
  'org.proposed': Answer<ProposalView | null>;
  'org.publishProposed': Answer<PublishedView>;
  'recovery.words': Answer<{ readonly words: string }>;
  'recovery.copy': Answer<{ readonly clearsAt: number }>;
  'recovery.written': Answer<void>;
  /** `newer`: so many are left out, which only a newer Latchkey can show. */
  'devices.list': Answer<{ readonly devices: readonly DeviceView[]; readonly newer: number }>;
  'devices.rename': Answer<void>;
  /** What that means. */
  'devices.remove': Answer<{ readonly said: Spoken }>;
  'policy.preview': Answer<PolicyPreview>;
  /** `queued`: the service cannot be reached now; the request waits in the outbox. */
  'requests.submit': Answer<{
    readonly requestId: string;
    readonly queued: boolean;
    readonly state: RequestState | null;
  }>;
  'requests.withdraw': Answer<{ readonly queued: boolean }>;
  'requests.comment': Answer<{ readonly queued: boolean }>;
  'reviews.give': Answer<{ readonly queued: boolean }>;
  'grants.end': Answer<{ readonly queued: boolean }>;
  'grants.credential': Answer<CredentialView>;
  'grants.copy': Answer<{ readonly clearsAt: number }>;
  'history.search': {
    readonly rows: readonly HistoryRow[];
    /** Counted to a little beyond the page; `isMore` when there are more than that. */
    readonly total: number;
    readonly isMore: boolean;
    readonly tookMs: number;
  };
  'history.timeline': Timeline;
  'history.facets': {
    /** Who asked for something or answered it. */
    readonly people: readonly { readonly id: string; readonly name: string }[];
    readonly entitlements: readonly { readonly id: string; readonly title: string }[];
    /** There are more of one or of both than are listed. */
    readonly isCut?: boolean;
    /** So many entries were made by a newer Latchkey. Missing when there are none. */
    readonly newer?: number;
  };
  /** The file is null when the person cancelled. */
  'history.export': Answer<{ readonly file: string | null; readonly rows: number }>;
  'history.verify': Answer<{ readonly size: number }>;
  'settings.change': void;
  'pools.choose': void;
  'notices.dismiss': void;
  'outbox.dismiss': void;
}

export type IpcChannel = keyof typeof ipcInputs;
export type IpcInput<C extends IpcChannel> = z.input<(typeof ipcInputs)[C]>;
export type IpcParsed<C extends IpcChannel> = z.output<(typeof ipcInputs)[C]>;
export type Answer<T> = Result<T, Refusal>;

/** What main tells the renderer unasked. */
export interface IpcEvents {
  snapshot: Snapshot;
  navigate: { readonly view: ViewName; readonly requestId: string | null };
}

/** What the preload puts on `window.latchkey`. */
export interface Bridge {
  invoke<C extends IpcChannel>(channel: C, input: IpcInput<C>): Promise<IpcOutputs[C]>;
  on<E extends keyof IpcEvents>(event: E, listener: (value: IpcEvents[E]) => void): () => void;
}
