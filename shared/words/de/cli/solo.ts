import type { solo as en } from '../../en/cli/solo.ts';
import type { WordsOf } from '../../words-of.ts';

export const solo: WordsOf<typeof en> = {
  whoIsIn: 'Wer in dieser Organisation ist. Bisher: Sie.',
  withSecond: `Um es mit einer zweiten Person auf diesem Rechner zu versuchen, fügen Sie unter "people" eine Zeile hinzu. Dann, in
Latchkey unter „Einstellungen“: veröffentlichen Sie die Änderungen, erstellen Sie eine Einladung, und senden Sie ihr,
was dann dort steht. Sie tritt damit in ihrem Latchkey bei, oder ruft auf:`,
  othersNeed: `Was dort antwortet, antwortet nur Ihrem Benutzer dieses Rechners. Andere brauchen einen Dienst, den sie erreichen:
siehe "With a second person" im README.`,
  poolsOfYours: 'pools: Die Rechner dieser Person dürfen die Provider dieser Pools ausführen',
  whatCanBeAsked: 'Was angefragt werden kann.',
  exampleProvider:
    '"example" kommt mit Latchkey. Er schreibt ein Token in eine Datei auf diesem Rechner, und nimmt es weg, wenn die Zeit um ist.',
  byYourDesktop: 'bedient von Ihrer eigenen Desktop-App',
  belowDataFolder: 'unter dem Datenordner von Latchkey',
  realThings: `Echtes zum Hinzufügen, mit Providern, die mit Latchkey kommen: postgres (eine Rolle in einer Datenbank für die Zeit des
Zugriffs) und ssh-certificate (ein Zertifikat, das von selbst endet).`,
  onceSecond:
    'Geht, sobald es eine zweite Person gibt: Alle außer der Person, die anfragt, können genehmigen.',
  values: {
    thisComputer: 'diesem Computer',
    token: ({ host }) => `Ein Token auf ${host}`,
    tokenText: 'Ein Token in einer Datei: sofort gewährt, pünktlich wieder weg, und im Verlauf zu sehen.',
    maintenance: ({ host }) => `Wartung auf ${host}`,
    maintenanceText:
      'Dasselbe für kürzere Zeit und mit einem besseren Grund, um zu sehen, wie Grenzen aussehen.',
    shared: 'Ein Token, das eine zweite Person genehmigen muss',
    sharedText: 'Niemand genehmigt für sich selbst. In people.yaml steht, wie eine zweite Person dazukommt.',
    maintenanceRule: 'Wartung ist kurz',
    selfServiceRule: 'Dieser Computer ist Selbstbedienung',
    sharedRule: 'Gemeinsames braucht eine zweite Person',
    secondPerson: 'zweite Person',
  },
};
