/** One notification. All text is plain: the adapter escapes it where a display would read markup. */
export interface Notification {
  /** Ours: showing the same id again replaces what is there. */
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly urgency: 'low' | 'normal' | 'critical';
  /**
   * Buttons, where the platform has them. Pressing the notification itself is the action `default`, which never decides.
   * `decides`: a press signs or hands out something, so it is shown only where a press can be believed.
   * `needsWhole`: shown only where the person can read all of the notice; else `instead` is said first.
   */
  readonly actions: readonly {
    readonly id: string;
    readonly label: string;
    readonly decides?: boolean;
    readonly needsWhole?: { readonly instead: string };
  }[];
  readonly onAction: (actionId: string) => void;
  /** The person put it away, or it went by itself. */
  readonly onClosed: () => void;
}

/** Native notifications. `show` resolves when the platform has taken it, and rejects when there is none to take it. */
export interface Notifier {
  show(notification: Notification): Promise<void>;
  /** Takes one away that is no longer true. What is not there is fine. */
  withdraw(id: string): Promise<void>;
  stop(): Promise<void>;
}
