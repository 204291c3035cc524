import type { state as en } from '../../en/cli/state.ts';
import type { WordsOf } from '../../words-of.ts';

export const state: WordsOf<typeof en> = {
  submitted: 'angefragt',
  refused: 'abgewiesen',
  denied: 'abgelehnt',
  withdrawn: 'zurückgezogen',
  lapsed: 'verfallen',
  approved: 'genehmigt',
  scheduled: 'vorgemerkt',
  activating: 'wird eingerichtet',
  active: 'aktiv',
  revoking: 'wird entzogen',
  revoked: 'beendet',
  failed: 'fehlgeschlagen',
  overdue: 'überfällig',
  stuck: 'hängt fest',
};
