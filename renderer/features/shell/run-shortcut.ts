import type { Navigation } from '../../state/navigation.svelte.ts';
import { hasModKey } from '../../system/has-mod-key.ts';
import { isDialogOpen } from '../../system/is-dialog-open.ts';
import { isTyping } from '../../system/is-typing.ts';
import { VIEWS } from './views.ts';

/** The keys that work everywhere. Returns whether the key was one of them. */
export function runShortcut(event: KeyboardEvent, navigation: Navigation, focusSearch: () => void): boolean {
  if (isDialogOpen() || event.altKey) return false;
  const place = hasModKey(event) ? VIEWS[Number(event.key) - 1] : undefined;
  if (place) {
    navigation.go(place.view);
    return true;
  }
  if (event.ctrlKey || event.metaKey || isTyping(event)) return false;
  switch (event.key) {
    case '/':
      focusSearch();
      return true;
    case 'n':
    case 'N':
      navigation.go('request');
      return true;
    case '?':
      navigation.isHelpOpen = true;
      return true;
    default:
      return false;
  }
}
