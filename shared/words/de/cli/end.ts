import type { end as en } from '../../en/cli/end.ts';
import { formatsOf } from '../../formats.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

const meant = (near: string): string => (near === '' ? '' : ` Meinten Sie „${near}“?`);

export const end: WordsOf<typeof en> = {
  what: 'Zugriff zurückgeben oder den von anderen beenden, bevor seine Zeit um ist',
  reason: 'warum',
  gone: 'als Verantwortliche sagen, dass Zugriff weg ist, der festhängt; --reason sagt, woher Sie es wissen',
  all: 'als Verantwortliche alles von allen beenden, und melden, bis alles geprüft weg ist',
  person: 'dasselbe für allen Zugriff einer Person; für den eigenen alle',
  provider: 'dasselbe für allen Zugriff von einem Provider aus catalog.yaml',
  timeout: 'wie lange --all, --person und --provider warten, bis er weg ist: 30s, 10m',
  yes: 'mit --all, --person, --provider: nicht erst fragen',
  oneOrMany:
    'Nennen Sie eines davon: die Kennung einer Anfrage oder eines Zugriffs, --all, --person ID, --provider NAME (die letzten beiden auch zusammen).',
  saysYes: 'Es ist niemand da, der gefragt werden kann. Mit --yes wird alles davon beendet.',
  ask: ({ count, people }) =>
    `Das beendet sofort ${f.plural(count, { one: 'einen Zugriff', other: '# Zugriffe' })} von ${f.plural(people, { one: 'einer Person', other: '# Personen' })}. Wenn das so sein soll, schreiben Sie ja: `,
  asBefore: 'Nichts wurde beendet.',
  ownersOnly: ({ me }) =>
    `Nur Verantwortliche beenden den Zugriff anderer auf einmal. Allen eigenen: latchkey end --person ${me}`,
  progress: ({ gone, all }) => `${f.count(gone)} von ${f.count(all)} geprüft weg`,
  nobodyCalled: ({ id, near }) => `Niemand heißt „${id}“, und kein solcher Zugriff läuft.${meant(near)}`,
  nothingCalled: ({ id, near }) =>
    `Kein Zugriff kommt von einem Provider „${id}“, weder im Katalog noch bei dem, was läuft.${meant(near)}`,
  nothingMeant: 'Solchen Zugriff gibt es nicht.',
  notEnded: ({ id, why }) => `${id} wurde nicht beendet. ${why}`,
  stillThere: ({ id, title, who, state }) => `noch nicht weg: ${id}  ${title}, ${who} (${state})`,
  goesOn:
    'Noch ist nicht alles weg. Es geht ohne diesen Befehl weiter; was übrig ist, zeigt: latchkey grants --all.',
  notAllTried:
    'Es wurde vorher abgebrochen: Was übrig ist, wird womöglich noch nicht beendet. Derselbe Befehl noch einmal beendet den Rest.',
  onlyPartly: 'Manches davon wurde nicht beendet, siehe oben.',
  countsAsGone: ({ id }) =>
    `Der Zugriff der Anfrage ${id} gilt als weg. Der Verlauf nennt Sie und Ihren Grund.`,
  hasEnded: ({ id }) => `Der Zugriff der Anfrage ${id} ist beendet: Kein Runner hatte ihn übernommen.`,
  beingTaken: ({ id }) =>
    `Der Zugriff der Anfrage ${id} wird entzogen. Wie es weitergeht, zeigt: latchkey requests`,
  stillWaits: ({ id }) =>
    `Diese Anfrage wartet noch auf eine Antwort: Es gibt keinen Zugriff zu beenden. Nehmen Sie sie zurück mit: latchkey withdraw ${id}`,
  requestHasNone: 'Bei dieser Anfrage gibt es keinen Zugriff, der beendet werden könnte.',
  grantHasNone: 'Bei diesem Zugriff gibt es nichts, was beendet werden könnte.',
  extend: 'noch nicht möglich: Fragen Sie stattdessen noch einmal an',
  extendId: 'eines Zugriffs',
  extendFor: 'um wie viel',
};
