import type { DesktopState } from './desktop-state.ts';
import type { Spoken } from '../../shared/words/told.ts';

/** Something to know, in a banner until it is dismissed. A newer one takes its place. */
export const withNotice = (state: DesktopState, text: Spoken): DesktopState => ({
  ...state,
  notices: [
    ...state.notices.filter(({ id }) => id !== 'told'),
    { id: 'told', tone: 'warning', text, dismissible: true },
  ],
});
