import type { requests as en } from '../en/requests.ts';
import { formatsOf } from '../formats.ts';
import type { WordsOf } from '../words-of.ts';

const f = formatsOf('de');

const SEVERAL = {
  request: { one: '1 Anfrage', other: '# Anfragen' },
  entitlement: { one: '1 Berechtigung', other: '# Berechtigungen' },
  entry: { one: '1 Eintrag', other: '# Einträge' },
} as const;

const STANDS =
  'Wie es jetzt steht, zeigt nur ein neueres Latchkey: Aktualisieren Sie dieses, um es zu sehen.';

export const requests: WordsOf<typeof en> = {
  highRisk: 'Hohes Risiko',
  reasonErased: 'Die Begründung wurde gelöscht.',
  commentErased: 'Der Kommentar wurde gelöscht.',
  cannotBeWeighed:
    'Die Begründung wurde gelöscht, deshalb kann sie niemand abwägen. Es muss neu angefragt werden.',
  someOf: ({ need, names }) => `${f.count(need)} von ${f.all(names, 'dative')}`,
  endUnknown: 'Ein eigener Provider: Sein Runner weiß, wie dieser Zugriff am Ziel endet.',
  endByLatchkey: 'Nur Latchkey beendet ihn: Das Ziel kennt keine Frist.',
  endAtDeadline: 'Auch das Ziel selbst beendet ihn mit der Frist.',
  endLate: ({ mostMs, why }) =>
    `Auch das Ziel selbst beendet ihn, höchstens ${f.duration(mostMs)} nach der Frist: ${why}.`,
  sessionsSurvive: 'Sitzungen, die dann offen sind, laufen weiter.',
  waitsForRunner: ({ pool, ms }) => `wartet seit ${f.duration(ms)} auf einen Runner des Pools ${pool}`,
  setUpSince: ({ ms }) =>
    `wird seit ${f.duration(ms)} eingerichtet, von einem Runner, der noch nichts gemeldet hat`,
  madeByNewer: ({ count, what }) =>
    `${f.plural(count, SEVERAL[what])} von einem neueren Latchkey. Aktualisieren Sie Latchkey, um mehr zu sehen.`,
  tooLong: ({ over, most }) => `${f.count(over)} Zeichen zu lang: höchstens ${f.count(most)}`,
  standsByNewer: STANDS,
  doneByNewer: `Es ist erledigt. ${STANDS}`,
};
