import type { ViewName } from '../../shared/contract/snapshot.ts';
import type { Notification } from '../../shared/ports/notifier.ts';

/** A notification that should be there now. */
export interface WantedNotice {
  readonly id: string;
  /** Changes when the person has to be told again: the notice is then replaced. */
  readonly fingerprint: string;
  readonly title: string;
  readonly body: string;
  /**
   * What somebody wrote, as it stands there. When that was erased, the notice is replaced where it is on the screen, and is no
   * news to who put it away.
   */
  readonly said?: string | undefined;
  readonly urgency: Notification['urgency'];
  readonly actions: readonly NoticeAction[];
}

export interface NoticeAction {
  readonly id: string;
  readonly label: string;
  readonly does:
    | { readonly kind: 'open'; readonly view: ViewName; readonly requestId: string | null }
    | {
        readonly kind: 'review';
        readonly decision: 'approve' | 'deny';
        readonly requestId: string;
        /** What the person saw: the review is for exactly this. */
        readonly requestHash: string;
        readonly step: number;
      }
    | { readonly kind: 'copyCommand'; readonly grantId: string };
}
