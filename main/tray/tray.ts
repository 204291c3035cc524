import { Menu, type MenuItemConstructorOptions, type NativeImage, type Tray } from 'electron';
import type { Snapshot, ViewName } from '../../shared/contract/snapshot.ts';
import type { Instant } from '../../shared/lib/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { createMenuPresses } from './menu-presses.ts';
import type { TrayItem, TrayView } from './tray-view.ts';
import { trayViewOf } from './tray-view-of.ts';
import type { Words } from '../../shared/words/words.ts';

export interface AppTray {
  show(snapshot: Snapshot, now: Instant): void;
  stop(): void;
}

/** What the icon in the tray shows and does. Touched only when that changes: on Linux each change sends the whole menu over the bus. */
export function createTray(parts: {
  readonly tray: Tray;
  readonly icon: (name: TrayView['icon']) => NativeImage;
  readonly onOpen: (view: ViewName | null, requestId: string | null) => void;
  readonly onQuit: () => Promise<void>;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly words: () => Words;
}): AppTray {
  const { tray } = parts;
  const presses = createMenuPresses(() => parts.clock.monotonicMs());
  tray.on('click', () => parts.onOpen(null, null));
  let shown: TrayView | null = null;
  const native = (item: TrayItem, place: number): MenuItemConstructorOptions => {
    if (item.kind === 'separator') return { type: 'separator' };
    // A single & would be a keyboard mark.
    const label = item.label.replaceAll('&', '&&');
    if (item.kind === 'text') return { label, enabled: false };
    const { does } = item;
    return {
      label,
      click: () => {
        if (!presses.isMeant(place)) parts.onOpen(null, null);
        else if (does.kind === 'quit') void parts.onQuit();
        else parts.onOpen(does.view, does.requestId);
      },
    };
  };
  return {
    show(snapshot, now) {
      const view = trayViewOf(snapshot, now, parts.words());
      if (shown?.icon !== view.icon) tray.setImage(parts.icon(view.icon));
      if (shown?.tooltip !== view.tooltip) tray.setToolTip(view.tooltip);
      // On Linux a menu that was set cannot be changed, only set again.
      if (!shown || JSON.stringify(shown.items) !== JSON.stringify(view.items)) {
        presses.replaced(view.items);
        tray.setContextMenu(Menu.buildFromTemplate(view.items.map(native)));
      }
      shown = view;
    },
    stop: () => tray.destroy(),
  };
}
