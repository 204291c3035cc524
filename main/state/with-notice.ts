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

/** Of the banner that says that a file was damaged. */
export const damageOf = (name: string): string => `damage-${name}`;

/** That what a file held is lost; unless a banner says already what became of it. */
export const withDamage = (state: DesktopState, name: string, text: Spoken): DesktopState =>
  state.notices.some(({ id }) => id === damageOf(name))
    ? state
    : {
        ...state,
        notices: [...state.notices, { id: damageOf(name), tone: 'warning', text, dismissible: true }],
      };
