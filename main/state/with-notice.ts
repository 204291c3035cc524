import type { DesktopState } from './desktop-state.ts';

/** Something to know, in a banner until it is dismissed. A newer one takes its place. */
export const withNotice = (state: DesktopState, text: string): DesktopState => ({
  ...state,
  notices: [
    ...state.notices.filter(({ id }) => id !== 'told'),
    { id: 'told', tone: 'warning', text, dismissible: true },
  ],
});
