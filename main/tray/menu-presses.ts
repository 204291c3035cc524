import type { TrayItem } from './tray-view.ts';

/** A person needs about this long to see that a menu has changed and to hold the finger back. */
const SEEING_MS = 700;

/** What a press on the menu means: what stood at that place when it was looked at, or nothing but opening the window. */
export interface MenuPresses {
  /** The menu is another now. */
  replaced(items: readonly TrayItem[]): void;
  /** Whether the item at this place has been there long enough to be what was meant. */
  isMeant(place: number): boolean;
}

/**
 * On Linux an open menu follows each change, so an item may come under the pointer a moment before the press. Such a
 * press opens the window and does nothing else.
 */
export function createMenuPresses(monotonicMs: () => number): MenuPresses {
  let items: readonly TrayItem[] = [];
  /** Since when the item at each place has been there. */
  let since: readonly number[] = [];
  return {
    replaced(next) {
      const now = monotonicMs();
      const isFirst = items.length === 0;
      since = next.map((item, place) =>
        isFirst ? -Infinity : isSame(items[place], item) ? (since[place] ?? now) : now,
      );
      items = next;
    },
    isMeant: (place) => monotonicMs() - (since[place] ?? -Infinity) >= SEEING_MS,
  };
}

/** The same thing to do: a countdown in its words may go on. */
function isSame(before: TrayItem | undefined, after: TrayItem): boolean {
  if (before?.kind !== 'action' || after.kind !== 'action') return before?.kind === after.kind;
  return JSON.stringify(before.does) === JSON.stringify(after.does);
}
