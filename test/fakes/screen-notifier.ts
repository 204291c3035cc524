import type { Notification, Notifier } from '../../shared/ports/notifier.ts';

/** A notification server and the person before it. */
export class ScreenNotifier implements Notifier {
  /** What is on the screen, by id. */
  readonly screen = new Map<string, Notification>();
  /** The ids of all that was shown, in order. */
  readonly told: string[] = [];

  async show(notification: Notification): Promise<void> {
    this.told.push(notification.id);
    this.screen.set(notification.id, notification);
  }

  async withdraw(id: string): Promise<void> {
    this.screen.delete(id);
  }

  async stop(): Promise<void> {
    this.screen.clear();
  }

  /** Clicks a button. */
  press(label: string, text: string): void {
    for (const [id, shown] of this.screen) {
      const action = shown.actions.find((each) => each.label === label);
      if (!action || !`${shown.title}\n${shown.body}`.includes(text)) continue;
      shown.onAction(action.id);
      this.screen.delete(id);
      shown.onClosed();
    }
  }
}
