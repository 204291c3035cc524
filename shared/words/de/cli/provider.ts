import type { provider as en } from '../../en/cli/provider.ts';
import { formatsOf } from '../../formats.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

export const provider: WordsOf<typeof en> = {
  what: 'für alle, die Provider schreiben',
  test: 'einen Provider an dem Ziel erproben, das seine conformance.yaml nennt',
  dir: 'der Ordner des Providers',
  failed: ({ failed, of }) =>
    `${f.count(failed)} von ${f.plural(of, { one: '# Prüfung', other: '# Prüfungen' })} ${failed === 1 ? 'ist' : 'sind'} fehlgeschlagen.`,
};
