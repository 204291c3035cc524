import type { join as en } from '../../en/cli/join.ts';
import type { WordsOf } from '../../words-of.ts';

export const join: WordsOf<typeof en> = {
  what: 'dieses Gerät mit einer Einladung zu Ihrem machen',
  invite: 'die Adresse des Dienstes; oder die ganze Zeile der Einladung, in Anführungszeichen',
  code: 'der Einladung; besser weggelassen: Was fehlt, wird erfragt oder von der Standardeingabe gelesen',
  device: 'wie dieses Gerät heißt',
  aTerminal: 'ein Terminal',
  passphraseFile: 'die Schlüssel mit der Passphrase darin schützen (nur für Sie lesbar, Modus 0600)',
  noPassphrase:
    'die Schlüssel in einer Datei mit Modus 0600 aufbewahren; so ist es, wo kein Terminal zum Fragen da ist',
  replace: 'obwohl dieses Gerät schon einem Dienst beigetreten ist',
  joined: ({ organisation, who }) => `${organisation} beigetreten als ${who}.`,
  founded: ({ organisation, who }) => `${organisation} gegründet; verantwortlich ist ${who}.`,
  knownBy: ({ words }) => `Zu erkennen ist die Organisation an: ${words}`,
  compare: 'Die anderen sehen dieselben Wörter: Vergleichen Sie sie, wo es darauf ankommt.',
  recoveryKey: ({ words }) =>
    `Wiederherstellungsschlüssel: ${words}\nSchreiben Sie ihn auf und halten Sie ihn von Computern fern: Er wird nur jetzt gezeigt. Er meldet ein Gerät von Verantwortlichen an, ein Mal: latchkey recover. Verantwortliche machen einen anderen mit latchkey recovery-key.`,
  codeTwice: 'In der Zeile der Einladung steht schon ein Code: Lassen Sie den anderen weg.',
  empty: 'Es gibt keine Einladung: Sie ist leer. Kopieren Sie sie aus der Nachricht, die Sie bekommen haben.',
  seenByOthers:
    'Eine Einladung in der Befehlszeile können andere Benutzer dieses Computers lesen. Lassen Sie sie besser weg: latchkey fragt danach oder liest sie von der Standardeingabe.',
  none: 'Es gibt keine Einladung: Übergeben Sie sie auf der Standardeingabe, oder führen Sie dies in einem Terminal aus, um gefragt zu werden.',
  ask: 'Einladung: ',
  givenUp: 'Aufgegeben: Nichts wurde gesendet, und die Einladung wurde nicht benutzt.',
  notWhole:
    'Die Zeile dieser Einladung ist nicht vollständig. Kopieren Sie sie ganz, von latchkey:// bis zum Ende; in einem Befehl setzen Sie sie in Anführungszeichen.',
  otherService: ({ meant, given }) =>
    `Diese Einladung ist für ${meant} und nicht für ${given}. Lassen Sie die Adresse weg, um dort beizutreten.`,
  notOne:
    'Das ist keine Einladung: Sie ist ein einziges Wort, so wie Latchkey sie bei den Verantwortlichen ausgegeben hat. Kopieren Sie sie noch einmal.',
  codeAlone:
    'Das ist nur ein Code. Fügen Sie die ganze Zeile ein, die mit latchkey:// beginnt, oder nennen Sie auch die Adresse: latchkey join URL',
  chooseOne: 'Wählen Sie --passphrase-file oder --no-passphrase, nicht beides.',
  joinedAlready: ({ url }) =>
    `Dieses Gerät ist schon ${url} beigetreten. Fügen Sie --replace hinzu, um das zu verlassen, oder setzen Sie LATCHKEY_HOME auf einen anderen Ordner.`,
  untold:
    'Ihr Wiederherstellungsschlüssel wurde noch nicht gezeigt: Treten Sie noch einmal mit derselben Einladung bei, dann wird er es.',
  howToGive: 'Mit --passphrase-file FILE oder in einem Terminal.',
  passphraseBegun: 'Passphrase, mit der das Beitreten hier begonnen wurde: ',
  noRoom: ({ home, why }) =>
    `Die Schlüssel dieses Geräts konnten in ${home} nicht aufbewahrt werden (${why}). Die Einladung wurde nicht benutzt: Schaffen Sie Platz oder setzen Sie LATCHKEY_HOME auf einen anderen Ordner, und treten Sie dann noch einmal bei.`,
};
