import type { publish as en } from '../../en/cli/publish.ts';
import { formatsOf } from '../../formats.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

export const publish: WordsOf<typeof en> = {
  what: 'die Dateien der Organisation prüfen und als neue Version veröffentlichen',
  dir: 'Ordner mit people.yaml, catalog.yaml und policy.yaml',
  proposed: 'womit der Dienst gestartet wurde, nachdem dessen Änderungen aufgezählt sind',
  yes: 'mit --proposed: ohne Rückfrage',
  check: 'nur prüfen; auch auf einem Gerät, das nirgends beigetreten ist, wie in CI',
  which:
    'Sagen Sie, welcher Ordner zu veröffentlichen ist, oder --proposed (mit --yes, wo niemand gefragt werden kann).',
  error: 'Fehler',
  warning: 'Warnung',
  nothingDone: ({ version }) =>
    `Nichts wurde veröffentlicht; Version ${version} bleibt in Kraft. Berichtigen Sie die Zeilen oben, und veröffentlichen Sie noch einmal.`,
  published: ({ version }) => `Als Version ${version} veröffentlicht.`,
  saysTheSame: ({ version }) => `Version ${version} sagt dasselbe.`,
  noMistakes: 'Keine Fehler.',
  mistakesHere: 'Berichtigen Sie die Zeilen oben.',
  noMistakesHere:
    'Keine Fehler. Dieses Gerät ist keinem Dienst beigetreten, also wurde nichts mit dem verglichen, was gilt.',
  unserved: ({ pool }) =>
    `Von einem Runner des Pools ${pool} ist noch nichts bekannt: Was dort angefragt wird, wartet auf einen. Starten Sie einen (latchkey runner --pool ${pool}), oder berichtigen Sie „pool“ in catalog.yaml.`,
  nobodyToAsk:
    'Hier kann niemand gefragt werden: Sehen Sie es sich mit --proposed --check an, und fügen Sie dann --yes hinzu.',
  nothingToDo:
    'Es gibt nichts zu veröffentlichen: Der Dienst wurde ohne --org gestartet, oder sein Ordner sagt, was in Kraft ist.',
  nothingDoneThere: ({ version }) =>
    `Nichts wurde veröffentlicht; Version ${version} bleibt in Kraft. Berichtigen Sie dort die Zeilen oben, und starten Sie den Dienst noch einmal.`,
  first: 'Noch ist nichts in Kraft. Der Ordner auf dem Computer des Dienstes wäre die erste Version.',
  differs: ({ version }) =>
    `Der Ordner auf dem Computer des Dienstes weicht von Version ${version} ab, die in Kraft ist:`,
  andMore: ({ count }) => `und ${f.count(count)} weitere`,
  onlyWriting: 'nichts außer der Schreibweise',
  ask: ({ version }) => `Schreiben Sie ja, um dies als Version ${version} zu veröffentlichen: `,
  givenUp: 'Aufgegeben: Nichts wurde veröffentlicht.',
};
