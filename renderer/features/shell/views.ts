import type { ViewName } from '../../../shared/contract/snapshot.ts';
import type { IconName } from '../../ui/icons.ts';

/** The views in the order of the sidebar; their place is also their shortcut. */
export const VIEWS: readonly { readonly view: ViewName; readonly title: string; readonly icon: IconName }[] =
  [
    { view: 'inbox', title: 'Inbox', icon: 'inbox' },
    { view: 'access', title: 'Access', icon: 'key' },
    { view: 'request', title: 'Request…', icon: 'plus' },
    { view: 'history', title: 'History', icon: 'history' },
    { view: 'settings', title: 'Settings', icon: 'settings' },
  ];
