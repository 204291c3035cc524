import type { ViewName } from '../../../shared/contract/snapshot.ts';
import type { IconName } from '../../ui/icons.ts';

/** The views in the order of the sidebar; their place is also their shortcut. */
export const VIEWS: readonly { readonly view: ViewName; readonly icon: IconName }[] = [
  { view: 'inbox', icon: 'inbox' },
  { view: 'access', icon: 'key' },
  { view: 'request', icon: 'plus' },
  { view: 'history', icon: 'history' },
  { view: 'settings', icon: 'settings' },
];
