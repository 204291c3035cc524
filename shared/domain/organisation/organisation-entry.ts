import { type Spoken } from '../../words/told.ts';
import type { Instant } from '../../lib/time.ts';

/** A runner that is no member's device. `signingKey`: base64url raw 32-byte Ed25519 public key. */
export interface OwnRunner {
  readonly device: string;
  readonly signingKey: string;
}

/** What can happen to the organisation: its documents, who its members are, its clock. Stream `organisation`, which in logs of before has pools' entries, too. */
export type OrganisationEntry =
  | {
      readonly type: 'organisationCreated';
      readonly name: string;
      readonly logKey: string;
      /** Who founded it. Absent, as the rest, where a service of before began the log by itself. */
      readonly owner?: string | undefined;
      /** Base64url raw 32-byte Ed25519 public key of who lost everything. */
      readonly recoveryKey?: string | undefined;
      /** The service's own; null: it has none. */
      readonly runner?: OwnRunner | null | undefined;
    }
  | {
      readonly type: 'organisationPublished';
      readonly organisationVersion: number;
      /** Hex SHA-256 of each file as published; the texts are kept beside the log. */
      readonly files: Readonly<Record<string, string>>;
      /** Hex SHA-256 of what they were parsed to, as canonical JSON, which is what is decided by. Older entries do not say it. */
      readonly document?: string | undefined;
      /** Hex SHA-256 of the folders of providers of one's own, by provider. Older entries do not say it. */
      readonly providerDigests?: Readonly<Record<string, string>> | undefined;
    }
  /** What differs from the version before, for owners: a sentence a line. `more`: so many are not listed. */
  | {
      readonly type: 'organisationChanged';
      readonly organisationVersion: number;
      readonly changes: readonly Spoken[];
      readonly more: number;
    }
  /** What a new version means for one member. `isNew`: they review nothing of who added them for a day. */
  | {
      readonly type: 'memberChanged';
      readonly organisationVersion: number;
      readonly person: string;
      readonly change: 'added' | 'removed' | 'changed';
      readonly isNew: boolean;
      readonly text: Spoken;
    }
  /** From here on it is this one that signs in one device of an owner. */
  | { readonly type: 'recoveryKeySet'; readonly recoveryKey: string }
  /** From here on this runner of a service signs what it reports. */
  | ({ readonly type: 'runnerSignedIn' } & OwnRunner)
  /** From here on the log is signed by this key, and by those before only so that who knows one of them can go on. C2SP verifier keys. */
  | { readonly type: 'logKeyRotated'; readonly logKey: string; readonly follows: string }
  /** It signed in this device, and no other. */
  | { readonly type: 'recoveryUsed'; readonly person: string; readonly deviceId: string }
  /** Another owner than the one who added them says that this is a person of their own. */
  | { readonly type: 'memberConfirmed'; readonly person: string }
  /** What was said in these entries is not kept any more: what binds it is left in their leaves. */
  | { readonly type: 'textsErased'; readonly seqs: readonly number[] }
  /** A person said that the clock is right, although the service had seen the time `shown` before. */
  | { readonly type: 'clockAccepted'; readonly shown: Instant };
