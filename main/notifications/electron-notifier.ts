import { Notification as NativeNotification } from 'electron';
import type { Notifier } from '../../shared/ports/notifier.ts';

/** Electron's own notifications: buttons on macOS, and on Windows where the app is installed. */
export function createElectronNotifier(): Notifier {
  const shown = new Map<string, NativeNotification>();
  return {
    async show({ id, title, body, urgency, actions, onAction, onClosed }) {
      if (!NativeNotification.isSupported()) throw new Error('this platform has no notifications');
      shown.get(id)?.close();
      const buttons = actions.filter((action) => action.id !== 'default');
      const native = new NativeNotification({
        title,
        body,
        urgency,
        actions: buttons.map(({ label }) => ({ type: 'button', text: label })),
        timeoutType: urgency === 'critical' ? 'never' : 'default',
      });
      native.on('click', () => onAction('default'));
      native.on('action', (_event, index) => {
        const action = buttons[index];
        if (action) onAction(action.id);
      });
      native.on('close', () => {
        if (shown.get(id) !== native) return;
        shown.delete(id);
        onClosed();
      });
      shown.set(id, native);
      native.show();
    },
    async withdraw(id) {
      const native = shown.get(id);
      shown.delete(id);
      native?.close();
    },
    async stop() {
      for (const native of shown.values()) native.close();
      shown.clear();
    },
  };
}
