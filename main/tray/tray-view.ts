import type { ViewName } from '../../shared/contract/snapshot.ts';

/** What the tray shows, as data: tray.ts makes it native. */
export interface TrayView {
  readonly icon: 'idle' | 'waiting' | 'active' | 'offline' | 'alarm';
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}

export type TrayItem =
  | { readonly kind: 'separator' }
  | { readonly kind: 'text'; readonly label: string }
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly does:
        | { readonly kind: 'open'; readonly view: ViewName; readonly requestId: string | null }
        | { readonly kind: 'quit' };
    };
