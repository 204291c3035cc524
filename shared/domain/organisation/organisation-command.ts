import type { OwnRunner } from './organisation-entry.ts';
import type { Instant } from '../../lib/time.ts';
import type { OrganisationEntry } from './organisation-entry.ts';
import type { Organisation } from './organisation.ts';

type Published = Extract<OrganisationEntry, { type: 'organisationPublished' }>;

/** Everything that can be asked of the organisation. What is in force and whom somebody brought in is gathered by who asks. */
export type OrganisationCommand =
  | {
      readonly type: 'create';
      readonly name: string;
      readonly logKey: string;
      readonly owner: string;
      readonly recoveryKey: string;
      readonly runner: OwnRunner | null;
    }
  | {
      readonly type: 'publish';
      readonly byOwner: boolean;
      readonly before: Organisation;
      readonly after: Organisation;
      /** What they hash to. */
      readonly files: Published['files'];
      readonly document: string;
      readonly providerDigests: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'confirm';
      readonly person: string;
      readonly by: string;
      readonly byOwner: boolean;
      readonly isMember: boolean;
      /** They were added less than a day ago, and nobody has confirmed them. */
      readonly isNew: boolean;
      /** The same, of who confirms. */
      readonly byIsNew: boolean;
      /** Who confirms added or invited them. */
      readonly broughtIn: boolean;
    }
  | { readonly type: 'setRecoveryKey'; readonly recoveryKey: string; readonly byOwner: boolean }
  /** `isOffered`: a service says that it has such a runner. */
  | ({ readonly type: 'signInRunner'; readonly byOwner: boolean; readonly isOffered: boolean } & OwnRunner)
  /** `isHere`: who is asked has this key, and could sign with it. */
  | {
      readonly type: 'rotateLogKey';
      readonly logKey: string;
      readonly follows: string;
      readonly byOwner: boolean;
      readonly isHere: boolean;
    }
  | {
      readonly type: 'recover';
      readonly recoveryKey: string;
      readonly person: string;
      readonly isOwner: boolean;
      readonly deviceId: string;
    }
  /** `seqs`: entries in which something is said. */
  | { readonly type: 'eraseTexts'; readonly seqs: readonly number[]; readonly byOwner: boolean }
  /** A person says that the clock is right, although the time `shown` was seen before. */
  | { readonly type: 'acceptClock'; readonly shown: Instant };
