import type { dialogs as en } from '../../en/desktop/dialogs.ts';
import type { WordsOf } from '../../words-of.ts';

export const dialogs: WordsOf<typeof en> = {
  exportTitle: 'Den Verlauf exportieren',
  couldNotStart: 'Latchkey konnte nicht starten',
  couldNotStartText: ({ why, logs, isHolding }) =>
    `${why}\n\nDas Protokoll in ${logs} sagt mehr.${isHolding ? ' Zugriff, den dieser Computer eingerichtet hat, endet weiter pünktlich; danach schließt sich Latchkey.' : ''}`,
  cannotRead: 'Latchkey kann seine Dateien nicht lesen',
  cannotReadText: ({ why }) =>
    `${why}.\n\nEs versucht es von selbst weiter und öffnet sich, sobald es geht. Zugriff, den dieser Computer eingerichtet hat, endet weiter pünktlich.`,
  endOnlyWhileRunning: ({ count }) =>
    count === 1
      ? 'Ein Zugriff endet nur, solange Latchkey läuft'
      : `${count} Zugriffe enden nur, solange Latchkey läuft`,
  quitText:
    'Dieser Computer entzieht Zugriff zum vereinbarten Ende. Läuft Latchkey dann nicht, bleibt der Zugriff, bis es wieder gestartet wird.',
  keepRunning: 'Weiterlaufen lassen',
  quitAnyway: 'Trotzdem beenden',
};
